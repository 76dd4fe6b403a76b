import assert from "node:assert/strict";
import { checkTimeZone, parseDisplay } from "./profile.ts";

Deno.test("a display name is one line of what can be seen", () => {
  const cases: [string, string][] = [
    ["Anna Müller", "Anna Müller"],
    ["  Anna \u00a0 Müller ", "Anna Müller"],
    ["Anna\u202e rellüM", "Anna rellüM"],
    ["A\u200bnna\u2028B.", "Anna B."],
    ["Mu\u0308ller", "Müller"],
    ["👩‍👩‍👧 Anna", "👩‍👩‍👧 Anna"],
    ["\u200b\u2066", ""],
    ["★★★", "★★★"],
  ];
  for (const [input, text] of cases) assert.equal(parseDisplay(input).text, text, input);
});

Deno.test("whatever surrounds a name, its look is that of the name", () => {
  const { look } = parseDisplay("alice");
  for (const pose of ["ALICE", "@alice", "*a1ice*", " ~ Alice ✓", "аlice"]) {
    assert.equal(parseDisplay(pose).look, look, pose);
  }
  assert.notEqual(parseDisplay("alice b").look, look);
  assert.equal(parseDisplay("★").look, "");
});

Deno.test("nobody is shown as the server or its people", () => {
  for (
    const pose of ["Admin", "@server", "★ Moderator ★", "5upport".replace("5", "S"), "DELETED"]
  ) {
    assert.throws(() => parseDisplay(pose), { code: "bad-name" }, pose);
  }
});

Deno.test("a time zone has an IANA name", () => {
  for (const zone of ["", "Europe/Vienna", "UTC", "America/Argentina/Buenos_Aires"]) {
    checkTimeZone(zone);
  }
  for (const zone of ["Vienna", "+01:00", "Europe/Vienna; x", "𝔘TC", " "]) {
    assert.throws(() => checkTimeZone(zone), { code: "bad-request" }, zone);
  }
});
