import assert from "node:assert/strict";
import fc from "fast-check";
import { applyChange, applyRead, type MessageView, shown, viewOf } from "../../../shared/fold.ts";
import type { LogEvent, MessageEvent, Person } from "../../../shared/protocol/mod.ts";
import type { MessageChange } from "../../chat/messages.ts";
import type { Write } from "../log.ts";
import { append } from "./testing/log_rig.ts";
import { testLogs } from "./testing/suite.ts";

/** What somebody does: sends a message, or changes one by its number. */
type Step = { by: number; send: string } | { by: number; message: number; change: MessageChange };

const PEOPLE = 3;

const change: fc.Arbitrary<MessageChange> = fc.oneof(
  fc.record({ kind: fc.constant("edit" as const), text: fc.constantFrom("b", "c") }),
  fc.record({ kind: fc.constant("delete" as const) }),
  fc.record({
    kind: fc.constant("react" as const),
    emoji: fc.constantFrom("👍", "👎"),
    on: fc.boolean(),
  }),
  fc.record({ kind: fc.constant("pin" as const), on: fc.boolean() }),
);
const by = fc.nat(PEOPLE - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ by, send: fc.constantFrom("a", "b") }) },
  { weight: 4, arbitrary: fc.record({ by, message: fc.nat(3), change }) },
);

/** A client's view of the room: what it was told live or read, in whatever order, folded by hand. */
class View {
  readonly #messages = new Map<number, MessageView>();
  #early: LogEvent[] = [];

  take(event: LogEvent): void {
    if (event.kind === "message") {
      const known = this.#messages.get(event.seq);
      this.#messages.set(event.seq, known ? applyRead(known, event) : viewOf(event));
      this.#early = this.#early.filter((each) => {
        if (!("target" in each) || each.target !== event.seq) return true;
        this.#change(each);
        return false;
      });
    } else if ("target" in event) {
      this.#change(event);
    }
  }

  #change(event: Extract<LogEvent, { target: number }>): void {
    const view = this.#messages.get(event.target);
    if (view) this.#messages.set(event.target, applyChange(view, event));
    else this.#early.push(event);
  }

  shown(): unknown[] {
    return [...this.#messages].sort(([a], [b]) => a - b).map(([, view]) => plain(shown(view)));
  }
}

/** As it comes over the wire. */
function plain(event: MessageEvent): unknown {
  return JSON.parse(JSON.stringify(event));
}

function messagesOf(events: readonly LogEvent[]): unknown[] {
  return events.filter((event) => event.kind === "message").map((event) => plain(event));
}

testLogs(
  "whoever was there, and whoever was told late and read pages in between, sees the same messages",
  async ({ start, runs }) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { maxLength: 6 }), { maxLength: 8 }),
        fc.infiniteStream(fc.nat(6)),
        async (batches, numbers) => {
          await using rig = await start();
          const people: Person[] = [];
          for (let n = 0; n < PEOPLE; n++) people.push(await rig.register(`person${n}`));
          let room = "";
          for (const person of people) room = await rig.join(person, "garden");
          const messages: number[] = [];
          const number = () => numbers.next().value ?? 0;
          const live = new View();
          const mixed = new View();
          const late: LogEvent[] = [];
          let sent = 0;
          for (const batch of batches) {
            const writes = batch.map((step): Write => {
              const author = people[step.by];
              if ("send" in step) return append(author, room, `m${sent++}`, step.send);
              const target = messages[step.message % Math.max(1, messages.length)] ?? 99;
              const { change } = step;
              return { kind: "change-message", author, administrator: false, room, target, change };
            });
            const { events } = await rig.commit(...writes);
            for (const event of events) {
              if (event.kind === "message") messages.push(event.seq);
              live.take(event);
              // Another one is told some of it late, and some of it twice …
              const times = number() % 3;
              if (times === 0) late.push(event);
              for (let n = 0; n < times; n++) mixed.take(event);
            }
            // … and reads a page now and then.
            const from = number() * number();
            const limit = { events: number() + 1, bytes: 1e9, newestFirst: number() % 2 === 0 };
            const page = await rig.reader.range(room, { after: from, upTo: 1e9 }, limit);
            for (const event of page.reverse()) mixed.take(event);
          }
          const events = await rig.events(room);
          for (const event of late.toReversed()) mixed.take(event);
          const expected = messagesOf(events);
          assert.deepEqual(live.shown(), expected);
          assert.deepEqual(mixed.shown(), expected);
          for (const seq of messages) {
            const alone = await rig.reader.message(room, seq);
            assert.deepEqual(
              plain(alone!),
              expected.find((each) => (each as MessageEvent).seq === seq),
            );
          }
          // A deleted message left nothing in the log, whatever it was before.
          for (const event of events) {
            if (event.kind !== "edit") continue;
            const target = events.find(({ seq }) => seq === event.target) as MessageEvent;
            if (target.state?.deletedBy !== undefined) assert.equal(event.text, "");
          }
        },
      ),
      { numRuns: runs(50) },
    );
  },
);
