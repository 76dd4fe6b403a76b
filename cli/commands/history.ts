/**
 * `parley history`: prints a part of a room's log, or all of it, oldest first.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import { limits } from "../../shared/limits.ts";
import type { Api } from "../../shared/net/api.ts";
import { Backoff } from "../../shared/net/backoff.ts";
import { systemClock } from "../../shared/net/clock.ts";
import { persist } from "../../shared/net/persist.ts";
import type { AnyEvent } from "../../shared/net/resume.ts";
import { withAccess } from "../session/access.ts";
import type { Context } from "./context.ts";
import { eventJson, eventText } from "./event_text.ts";
import { needRoom, parseCount, parseSeq } from "./option_values.ts";
import { type Program, settingsOf } from "./program.ts";
import { cursorOf, parseSince, type Since } from "./since.ts";

export function registerHistory(program: Program, context: Context): void {
  program.command("history")
    .description("Print a room's newest messages, oldest first.")
    .option("--limit <number>", `How many events (otherwise ${limits.backlogEvents}).`, parseCount)
    .option("--before <seq>", "Only events before this one.", parseSeq)
    .option("--after <seq>", "The events that follow this one, in place of the newest.", parseSeq)
    .option("--all", "All events from the beginning, or from --after or --since on.")
    .option("--since <where>", "All events since 2h ago, or since a day: 2026-11-20.", parseSince)
    .option("--json", "Print each event as a JSON object.")
    .action(async (_, command) => {
      const options = command.optsWithGlobals();
      const settings = await settingsOf(options, context);
      const room = needRoom(settings.room);
      const toText = options.json ? eventJson : eventText;
      const print = (events: AnyEvent[]) => context.print(events.map(toText).join(""));
      if (!options.all && options.since === undefined) {
        const range = { ...options, limit: options.limit ?? limits.backlogEvents };
        const read = (api: Api) => readEvents(api, room, range);
        return await print(await withAccess(context, settings, ({ api }) => read(api)));
      }
      if (options.limit !== undefined) {
        throw new ParleyError("bad-request", "--limit and --all, or --since, don't go together.");
      }
      const reading = new LongReading(context, room, options);
      await withAccess(context, settings, ({ api }) => reading.run(api, print));
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

interface LongRange {
  after?: number;
  before?: number;
  since?: Since;
}

/** Prints page after page, so that memory holds one; what was printed stays so if the session ends. */
class LongReading {
  readonly #context: Context;
  readonly #room: string;
  readonly #range: LongRange;
  #after: number | undefined;

  constructor(context: Context, room: string, range: LongRange) {
    this.#context = context;
    this.#room = room;
    this.#range = range;
    this.#after = range.after;
  }

  async run(api: Api, print: (events: AnyEvent[]) => Promise<void>): Promise<void> {
    const newest = await this.#page(api, { before: this.#range.before, limit: 1 });
    const head = newest.events.at(-1)?.seq ?? 0;
    this.#after ??= await this.#beginning(api, head);
    const first = this.#after;
    try {
      while (this.#after < head) {
        const page = await this.#page(api, {
          after: this.#after,
          before: head + 1,
          limit: limits.historyEvents,
        });
        await print(page.events);
        this.#after = page.events.at(-1)?.seq ?? head;
        this.#context.progress?.(progressBar((this.#after - first) / (head - first)));
      }
    } finally {
      this.#context.progress?.("");
    }
  }

  async #beginning(api: Api, head: number): Promise<number> {
    const { since } = this.#range;
    const pages = {
      history: (_: string, range: Parameters<Api["history"]>[1]) => this.#page(api, range),
    };
    return since === undefined ? 0 : await cursorOf(pages, since, { id: this.#room, head }, true);
  }

  #page(api: Api, range: Parameters<Api["history"]>[1]): ReturnType<Api["history"]> {
    const until = systemClock.now() + limits.sendTime;
    const patience = { clock: systemClock, backoff: new Backoff(Math.random), until };
    return persist(patience, () => api.history(this.#room, range));
  }
}

const BAR = 30;

/** `██████────────  42 %`. @param part 0 to 1. */
function progressBar(part: number): string {
  const filled = Math.round(BAR * part);
  return `${"█".repeat(filled)}${"─".repeat(BAR - filled)} ${Math.floor(100 * part)} %`;
}
