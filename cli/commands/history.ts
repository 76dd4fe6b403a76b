/**
 * `parley history`: prints a part of a room's log, oldest first.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import type { Api } from "../../shared/net/api.ts";
import type { AnyEvent } from "../../shared/net/resume.ts";
import { withAccess } from "../session/access.ts";
import type { Context } from "./context.ts";
import { eventJson, eventText } from "./event_text.ts";
import { needRoom, parseCount, parseSeq } from "./option_values.ts";
import { type Program, settingsOf } from "./program.ts";

export function registerHistory(program: Program, context: Context): void {
  program.command("history")
    .description("Print a room's newest messages, oldest first.")
    .option("--limit <number>", "How many events.", parseCount, limits.backlogEvents)
    .option("--before <seq>", "Only events before this one.", parseSeq)
    .option("--after <seq>", "The events that follow this one, in place of the newest.", parseSeq)
    .option("--json", "Print each event as a JSON object.")
    .action(async (_, command) => {
      const options = command.optsWithGlobals();
      const settings = await settingsOf(options, context);
      const room = needRoom(settings.room);
      const events = await withAccess(
        context,
        settings,
        ({ api }) => readEvents(api, room, options),
      );
      await context.print(events.map(options.json ? eventJson : eventText).join(""));
    });
}

interface Range {
  limit: number;
  before?: number;
  after?: number;
}

/** The events of the range, page by page, oldest first: its first with `after`, else its newest. */
async function readEvents(api: Api, room: string, range: Range): Promise<AnyEvent[]> {
  const events: AnyEvent[] = [];
  let { before, after } = range;
  for (;;) {
    const limit = Math.min(range.limit - events.length, limits.historyEvents);
    const page = await api.history(room, { before, after, limit });
    if (range.after === undefined) {
      events.unshift(...page.events);
      before = page.events.at(0)?.seq;
    } else {
      events.push(...page.events);
      after = page.events.at(-1)?.seq;
    }
    if (!page.more || page.events.length === 0 || events.length >= range.limit) return events;
  }
}
