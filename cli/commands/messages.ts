/**
 * `parley edit`, `delete`, `react` and `read`: change messages that are there, by their `seq`.
 * @module
 */
import type { RequestResult } from "../../shared/protocol/mod.ts";
import { withAccess } from "../session/access.ts";
import type { Context } from "./context.ts";
import { needRoom, parseCount } from "./option_values.ts";
import { type GlobalOptions, type Program, settingsOf } from "./program.ts";
import type { Api } from "../../shared/net/api.ts";

const SEQ_OPTION = [
  "--seq <seq>",
  "The message's seq, as history --json gives it.",
  parseCount,
] as const;
const JSON_OPTION = ["--json", "Print a JSON object: room, seq, at."] as const;

type Place = RequestResult<"edit">;

export function registerEdit(program: Program, context: Context): void {
  program.command("edit")
    .description("Give one of your messages another text.")
    .argument("<text...>", "The new text.")
    .requiredOption(...SEQ_OPTION)
    .option(...JSON_OPTION)
    .action((words, { seq }, command) =>
      change(
        command.optsWithGlobals(),
        context,
        (api, room) => api.request("edit", { room, seq, text: words.join(" ") }),
      )
    );
}

export function registerDelete(program: Program, context: Context): void {
  program.command("delete")
    .description("Take a message back.")
    .requiredOption(...SEQ_OPTION)
    .option(...JSON_OPTION)
    .action(({ seq }, command) =>
      change(
        command.optsWithGlobals(),
        context,
        (api, room) => api.request("delete", { room, seq }),
      )
    );
}

export function registerReact(program: Program, context: Context): void {
  program.command("react")
    .description("React to a message.")
    .argument("<emoji>", "One emoji, or a short word.")
    .requiredOption(...SEQ_OPTION)
    .option("--off", "Take the reaction back.")
    .option(...JSON_OPTION)
    .action((emoji, { seq, off }, command) =>
      change(
        command.optsWithGlobals(),
        context,
        (api, room) => api.request("react", { room, seq, emoji, on: !off }),
      )
    );
}

/** Runs one change in the room that is named, and prints its place in the log where that is asked for. */
async function change(
  options: GlobalOptions & { json?: true },
  context: Context,
  run: (api: Api, room: string) => Promise<Place>,
): Promise<void> {
  const settings = await settingsOf(options, context);
  const room = needRoom(settings.room);
  const place = await withAccess(context, settings, ({ api }) => run(api, room));
  if (options.json) await context.print(JSON.stringify(place) + "\n");
}

export function registerRead(program: Program, context: Context): void {
  program.command("read")
    .description("Mark a room as read, on all your devices.")
    .option("--seq <seq>", "Up to this event (otherwise: all of it).", parseCount)
    .option("--json", "Print a JSON object: room, read, unread, mentions, notify.")
    .action(async ({ seq }, command) => {
      const options = command.optsWithGlobals();
      const settings = await settingsOf(options, context);
      const ref = needRoom(settings.room);
      const moved = await withAccess(context, settings, async ({ api }) => {
        const upTo = seq ?? (await api.request("room", { room: ref })).room.head;
        return await api.request("mark-read", { room: ref, seq: upTo });
      });
      if (options.json) await context.print(JSON.stringify(moved) + "\n");
    });
}
