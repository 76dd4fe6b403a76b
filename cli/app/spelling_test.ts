/**
 * Tests of the question about names that are nearly somebody's.
 * @module
 */
import assert from "node:assert/strict";
import { DEFAULT_CONFIG } from "../config/options.ts";
import {
  arrives,
  BOB,
  ENTER,
  happen,
  LOBBY,
  message,
  onlineState,
  printedTexts,
  typed,
} from "./testing/fixtures.ts";

const start = (config = DEFAULT_CONFIG) =>
  happen(onlineState([LOBBY], { config }), ...arrives(message(LOBBY, 1, BOB, "hi"))).state;

const sends = (text: string, config = DEFAULT_CONFIG) =>
  happen(start(config), typed(text), ENTER).effects.some(({ type }) => type === "send");

Deno.test("a name that is nearly somebody's is asked about once", () => {
  const asked = happen(start(), typed("hello @bobb"), ENTER);
  assert.deepEqual(asked.effects.filter(({ type }) => type === "send"), []);
  assert.match(asked.state.notice!.text, /@bobb is not known here\. Did you mean @bob\?/);
  assert.equal(asked.state.editor.text, "hello @bobb");
  const again = happen(asked.state, ENTER);
  assert.equal(again.effects.filter(({ type }) => type === "send").length, 1);
});

Deno.test("other names, addresses and everybody's name are nobody's slip", () => {
  for (const text of ["@bob", "@BOB.", "@zacharias", "a@bobb.example", "@room", "@alice, me"]) {
    assert.ok(sends(text), text);
  }
  assert.ok(sends("@bobb", { ...DEFAULT_CONFIG, "check-names": false }));
});

Deno.test("in the plain view, whose lines don't come back, it is told of once it is sent", () => {
  const config = DEFAULT_CONFIG;
  const here = happen(
    onlineState([LOBBY], { config, plain: true }),
    ...arrives(message(LOBBY, 1, BOB, "hi")),
  );
  const { effects } = happen(here.state, { type: "line", text: "hello @bobb" });
  assert.equal(effects.filter(({ type }) => type === "send").length, 1);
  assert.ok(printedTexts(effects).some((text) => /@bobb is not known here/.test(text)));
  const right = happen(here.state, { type: "line", text: "hello @bob" });
  assert.deepEqual(printedTexts(right.effects), []);
});
