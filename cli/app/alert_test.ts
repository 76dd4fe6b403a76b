/**
 * Tests of what calls for attention, and what doesn't.
 * @module
 */
import assert from "node:assert/strict";
import { limits } from "../../shared/limits.ts";
import { type Config, DEFAULT_CONFIG } from "../config/options.ts";
import type { AppEvent } from "./events.ts";
import {
  ALICE,
  arrives,
  BOB,
  ENTER,
  happen,
  LOBBY,
  message,
  NOON,
  onlineState,
  readState,
  typed,
  WITH_BOB,
} from "./testing/fixtures.ts";

const BLUR: AppEvent = { type: "focus", focused: false };
const FOCUS: AppEvent = { type: "focus", focused: true };
const start = (config: Partial<Config> = {}) =>
  onlineState([LOBBY, WITH_BOB], { config: { ...DEFAULT_CONFIG, ...config } });

function named(seq: number, text = "@alice"): AppEvent[] {
  return arrives(message(LOBBY, seq, BOB, text, { mentions: [ALICE.id] }));
}

function tick(after: number): AppEvent {
  return { type: "tick", now: NOON + after };
}

function alerts({ effects }: ReturnType<typeof happen>): string[] {
  return effects.flatMap((effect) =>
    effect.type === "alert" ? [`${effect.title}: ${effect.text}`] : []
  );
}

Deno.test("what one looks at doesn't ring, what one doesn't look at does", () => {
  assert.deepEqual(alerts(happen(start(), FOCUS, ...named(1))), []);
  assert.deepEqual(alerts(happen(start(), BLUR, ...named(1))), ["bob in #lobby: @alice"]);
  const direct = arrives(message(WITH_BOB, 1, BOB, "psst"));
  assert.deepEqual(alerts(happen(start(), FOCUS, ...direct)), ["bob: psst"]);
});

Deno.test("a terminal that doesn't tell counts as looked at for a while after a key", () => {
  assert.deepEqual(alerts(happen(start(), ...named(1))), []);
  const later = happen(start(), tick(limits.lookingTime), ...named(1));
  assert.equal(alerts(later).length, 1);
});

Deno.test("a flood rings once, and what was held back is told of together", () => {
  const flood = happen(start(), BLUR, ...named(1), ...named(2), ...named(3));
  assert.equal(alerts(flood).length, 1);
  assert.deepEqual(alerts(happen(flood.state, tick(5000))), []);
  const later = happen(flood.state, tick(limits.alertInterval));
  assert.deepEqual(alerts(later), ["Parley: 2 more messages."]);
  assert.deepEqual(alerts(happen(later.state, tick(5 * limits.alertInterval))), []);
  assert.deepEqual(alerts(happen(flood.state, FOCUS, tick(limits.alertInterval))), []);
});

Deno.test("do not disturb: nothing rings, until the time is over", () => {
  const quiet = happen(start(), typed("/dnd 10m"), ENTER, BLUR);
  assert.match(quiet.state.notice!.text, /10 minutes/);
  assert.deepEqual(alerts(happen(quiet.state, ...named(1))), []);
  const over = happen(quiet.state, tick(600_000), ...named(1));
  assert.equal(alerts(over).length, 1);
  const forever = happen(start(), typed("/dnd"), ENTER, BLUR, tick(1e12), ...named(1));
  assert.deepEqual(alerts(forever), []);
  const off = happen(forever.state, typed("/dnd off"), ENTER, BLUR, ...named(2));
  assert.equal(alerts(off).length, 1);
});

Deno.test("the room's level, set on the server, counts", () => {
  const none = { type: "read" as const, room: LOBBY.id, ...readState({ notify: "none" }) };
  assert.deepEqual(alerts(happen(start(), BLUR, none, ...named(1))), []);
});

Deno.test("texts are one harmless line, bounded, and left out if one wants", () => {
  const evil = happen(start(), BLUR, ...named(1, `\x1b]0;x\x07a\nb${"c".repeat(5000)}`));
  const [text] = alerts(evil);
  assert.doesNotMatch(text, /[\x00-\x1f\x7f-\x9f]/);
  assert.ok(text.length < limits.alertLength + 30);
  const hidden = happen(start({ "notify.preview": false }), BLUR, ...named(1, "secret"));
  assert.deepEqual(alerts(hidden), ["bob in #lobby: A new message."]);
});
