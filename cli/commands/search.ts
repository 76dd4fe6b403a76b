/**
 * `parley search`: finds messages in the rooms that one may read.
 * @module
 */
import type { SearchHit } from "../../shared/protocol/mod.ts";
import { sanitizeLine } from "../../shared/text.ts";
import { withAccess } from "../session/access.ts";
import type { Context } from "./context.ts";
import { eventText } from "./event_text.ts";
import { parseCount } from "./option_values.ts";
import { type Program, settingsOf } from "./program.ts";

export function registerSearch(program: Program, context: Context): void {
  program.command("search")
    .description("Find messages, the newest first.")
    .argument("<words...>", 'Words; also "a phrase", begin*, from:name in:room before:… has:link.')
    .option("--limit <number>", "How many at the most.", parseCount, 50)
    .option("--best", "The best first in place of the newest.")
    .option("--json", "Print each hit as a JSON object: event, roomName, marks.")
    .action(async (words, _, command) => {
      const options = command.optsWithGlobals();
      const settings = await settingsOf(options, context);
      const query = words.join(" ");
      const sort = options.best ? "rank" : "time";
      await withAccess(context, settings, async ({ api }) => {
        for await (const { hits } of api.pages("search", { query, sort }, options.limit)) {
          await context.print(hits.map(options.json ? hitJson : hitText).join(""));
        }
      });
    });
}

function hitJson(hit: SearchHit): string {
  return JSON.stringify(hit) + "\n";
}

/** The room and the message's number, for commands that change it, before the message. */
function hitText({ event, roomName }: SearchHit): string {
  return `#${sanitizeLine(roomName)} ${event.seq} ${eventText(event)}`;
}
