import assert from "node:assert/strict";
import type { Person } from "../../shared/protocol/mod.ts";
import { ClockWatch } from "./clock_watch.ts";
import { Expiry } from "./expiry.ts";
import type { Write } from "./log.ts";

const EXPIRE: Write = { kind: "expire-messages" };
const person: Person = { id: "U", name: "alice" };

function change(changes: { retention?: number; topic?: string }): Write {
  return { kind: "change-room", person, room: "R", action: "set-room", changes };
}

Deno.test("after a change of how long messages are kept it looks at once, and goes on while there is more", () => {
  const written: Write[] = [];
  const expiry = new Expiry((write) => void written.push(write));
  expiry.goOn(EXPIRE, { more: true });
  assert.deepEqual(written.splice(0), [EXPIRE]);
  expiry.goOn(EXPIRE, { more: false });
  expiry.goOn(change({ topic: "Roses" }), {});
  expiry.goOn(change({ retention: 0 }), {});
  assert.deepEqual(written, []);
  expiry.goOn(change({ retention: 7 }), {});
  assert.deepEqual(written, [EXPIRE]);
  expiry.close();
});

Deno.test("nothing is erased after the clock was put forward by a year", () => {
  let now = 1e12;
  const written: Write[] = [];
  const clock = new ClockWatch(() => now, () => 0);
  const expiry = new Expiry((write) => void written.push(write), clock);
  now += 365 * 24 * 3600_000;
  expiry.goOn(change({ retention: 7 }), {});
  assert.deepEqual(written, []);
  expiry.close();
});
