/**
 * `parley tail`: prints a room's events as they come.
 * @module
 */
import { VERSION } from "../../shared/version.ts";
import { Connection } from "../../shared/net/connection.ts";
import { withAccess } from "../session/access.ts";
import type { Context } from "./context.ts";
import { eventJson, eventText } from "./event_text.ts";
import { follow } from "./follow.ts";
import { needRoom, parseCount, parseSeq } from "./option_values.ts";
import { type Program, settingsOf } from "./program.ts";

export function registerTail(program: Program, context: Context): void {
  program.command("tail")
    .description("Print a room's events as they come, each exactly once, until it is interrupted.")
    .option("--since <seq>", "Begin after this event (0: at the beginning).", parseSeq)
    .option("--count <number>", "Stop after so many events.", parseCount)
    .option("--json", "Print each event as a JSON object.")
    .action(async (_, command) => {
      const options = command.optsWithGlobals();
      const settings = await settingsOf(options, context);
      const ref = needRoom(settings.room);
      const signal = context.interrupted();
      let left = options.count ?? Infinity;
      let after = options.since;
      await withAccess(context, settings, async ({ api, token }) => {
        const { room } = await api.request("join", { room: ref });
        after ??= room.head;
        if (after > room.head) {
          context.warn(`${ref} has ${room.head} events only. Going on from there.`);
          after = room.head;
        }
        const open = (after: number) => connect(settings.server, token, room.id, after);
        const offline = (reason: string) => context.warn(`${reason} Trying again.`);
        for await (const event of follow({ room: room.id, after, open, offline, signal })) {
          await context.print((options.json ? eventJson : eventText)(event));
          after = event.seq;
          if (--left === 0) break;
        }
      });
    });
}

function connect(server: string, token: string, room: string, after: number): Connection {
  return new Connection({
    server,
    token,
    client: `parley tail ${VERSION}`,
    gaps: "fill",
    cursors: { [room]: after },
    backlog: 0,
    only: room,
  });
}
