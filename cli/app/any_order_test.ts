import assert from "node:assert/strict";
import fc from "fast-check";
import type { AppEvent } from "./events.ts";
import {
  ALICE,
  arrives,
  BOB,
  DEV,
  ENTER,
  happen,
  LOBBY,
  message,
  NOON,
  onlineState,
  printed,
  typed,
  welcome,
} from "./testing/fixtures.ts";

Deno.test("property: whatever the order of news, each message is printed once and none waits", () => {
  fc.assert(fc.property(
    fc.array(fc.constantFrom("mine", "theirs", "drop", "switch"), { maxLength: 30 }),
    fc.boolean(),
    (steps, ackFirst) => {
      let state = onlineState([LOBBY, DEV]);
      const seqs: Record<string, number> = {};
      const expected: string[] = [];
      const shown: string[] = [];
      const run = (...events: AppEvent[]) => {
        const result = happen(state, ...events);
        state = result.state;
        for (const entry of printed(result.effects)) {
          if (entry.kind === "event" && entry.event.kind === "message") {
            shown.push(entry.event.text);
          }
        }
      };
      steps.forEach((step, index) => {
        const room = state.current === LOBBY.id ? LOBBY : DEV;
        const seq = (seqs[room.id] ?? 0) + 1;
        if (step === "switch") {
          return run({ ...ENTER, name: "right", alt: true } as AppEvent);
        }
        if (step === "drop") {
          run({ type: "status", status: { state: "offline", reason: "gone", retryIn: 1 } });
          return run({ type: "welcome", welcome: welcome([LOBBY, DEV]) });
        }
        seqs[room.id] = seq;
        expected.push(`text ${index}`);
        if (step === "theirs") return run(...arrives(message(room, seq, BOB, `text ${index}`)));
        run(typed(`text ${index}`), ENTER);
        const { id } = state.waiting.at(-1)!.message;
        const acked: AppEvent = {
          type: "acked",
          ack: { type: "ack", id, room: room.id, seq, at: NOON },
        };
        const event = arrives(message(room, seq, ALICE, `text ${index}`, { id }));
        run(...(ackFirst ? [acked, ...event] : [...event, acked]));
      });
      assert.deepEqual(shown, expected);
      assert.deepEqual(state.waiting, []);
    },
  ));
});
