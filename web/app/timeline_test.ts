import assert from "node:assert/strict";
import fc from "fast-check";
import { shown } from "../../shared/fold.ts";
import type { LogEvent } from "../../shared/protocol/mod.ts";
import { ALICE, LOBBY, message } from "./testing/chat.ts";
import {
  append,
  EMPTY,
  extend,
  PAGE,
  prepend,
  replace,
  startAfter,
  type Timeline,
  WINDOW,
} from "./timeline.ts";

const LENGTH = 1000;
/** A log in which every third event changes the message before it, and every seventh is a deed. */
const LOG: LogEvent[] = Array.from({ length: LENGTH }, (_, n) => {
  const seq = n + 1;
  const base = { type: "event", room: LOBBY, seq, at: seq, author: ALICE } as const;
  if (seq % 3 === 0) return { ...base, kind: "edit", target: seq - 1, text: `edited ${seq - 1}` };
  return seq % 7 === 0 ? { ...base, kind: "join" } : message(seq, `said ${seq}`);
});

const page = (from: number, upTo: number) => LOG.slice(Math.max(0, from - 1), upTo);

/** What has to be in a window: every event in its range that is worth a row, each once. */
function check({ entries, from = 1, upTo = 0 }: Timeline): void {
  const expected = page(from, upTo).filter((event) => !("target" in event)).map(({ seq }) => seq);
  assert.deepEqual(entries.map(({ seq }) => seq), expected);
  assert.ok(entries.length <= WINDOW);
}

Deno.test("however somebody scrolls and whatever comes, the window has no hole and nothing twice", () => {
  type Step = "older" | "newer" | "newest" | "jump" | "live";
  const steps = fc.array(
    fc.tuple(
      fc.constantFrom<Step>("older", "newer", "newest", "jump", "live"),
      fc.integer({ min: 1, max: LENGTH }),
    ),
    { maxLength: 60 },
  );
  fc.assert(fc.property(steps, fc.integer({ min: 0, max: 900 }), (steps, start) => {
    let head = start;
    let timeline = startAfter(start);
    for (const [step, n] of steps) {
      const { from = 1, upTo = 0 } = timeline;
      if (step === "older" && from > 1) {
        const first = Math.max(1, from - PAGE);
        timeline = prepend(timeline, page(first, from - 1), first);
      } else if (step === "newer" && upTo < head) {
        const last = Math.min(head, upTo + PAGE);
        timeline = extend(timeline, page(upTo + 1, last), last);
      } else if (step === "newest") {
        timeline = replace(
          timeline,
          page(head - PAGE + 1, head),
          Math.max(1, head - PAGE + 1),
          head,
        );
      } else if (step === "jump" && head > 0) {
        const first = Math.max(1, (n % head) - PAGE / 2);
        const last = Math.min(head, first + PAGE - 1);
        timeline = replace(timeline, page(first, last), first, last);
      } else if (step === "live" && head < LENGTH) {
        timeline = append(timeline, LOG[head]);
        head++;
      }
      check(timeline);
    }
  }));
});

Deno.test("a change that came before the page with its message is in the message", () => {
  const edit = LOG[2] as LogEvent & { kind: "edit" };
  const late = append(startAfter(2), edit);
  const { entries } = prepend(late, [message(1, "said 1"), message(2, "said 2")], 1);
  const texts = entries.map((entry) => "view" in entry && shown(entry.view).text);
  assert.deepEqual(texts, ["said 1", "edited 2"]);
});

Deno.test("the first event places an empty window, and one that doesn't follow stays out", () => {
  const placed = append(EMPTY, message(40, "first"));
  assert.deepEqual([placed.from, placed.upTo], [40, 40]);
  assert.equal(append(placed, message(42, "later")).entries.length, 1);
});
