import assert from "node:assert/strict";
import { limits } from "../../shared/limits.ts";
import { bannedFromRoom, describeDeed, endOf, judgeActingOn, suspended } from "./moderation.ts";
import { type Standing, standingIn, STANDINGS } from "./permissions.ts";

/** Whom each may act on: everybody who stands below, from moderators up. */
const BELOW: Record<Standing, Standing[]> = {
  outsider: [],
  reader: [],
  member: [],
  moderator: ["outsider", "reader", "member"],
  owner: ["outsider", "reader", "member", "moderator"],
};

Deno.test("one may act on those who stand below, and on nobody else", () => {
  for (const actor of STANDINGS) {
    for (const other of STANDINGS) {
      const refusal = judgeActingOn(
        { id: "U1", standing: actor },
        { id: "U2", name: "bob", standing: other },
      );
      const expected = BELOW[actor].includes(other) ? undefined : "forbidden";
      assert.equal(refusal?.code, expected, `${actor} on ${other}`);
    }
  }
});

Deno.test("nobody acts on oneself", () => {
  for (const standing of STANDINGS) {
    const me = { id: "U1", name: "alice", standing };
    assert.equal(judgeActingOn(me, me)?.code, "conflict", standing);
  }
});

Deno.test("an administrator counts as owner in a public room, and as what they are in a private one", () => {
  const asker = { person: { id: "U1", name: "root" }, administrator: true };
  assert.equal(standingIn(asker, { id: "R1", kind: "public" }), "owner");
  assert.equal(standingIn(asker, { id: "R1", kind: "private" }), "outsider");
  assert.equal(standingIn(asker, { id: "R1", kind: "private" }, "member"), "member");
});

Deno.test("nothing holds longer than a day against a guest", () => {
  assert.equal(endOf(undefined, false, 5), undefined);
  assert.equal(endOf(60, false, 5), 60_005);
  assert.equal(endOf(60, true, 5), 60_005);
  assert.equal(endOf(undefined, true, 5), limits.guestBanTime + 5);
  assert.equal(endOf(limits.longestTime, true, 5), limits.guestBanTime + 5);
});

Deno.test("whoever is kept out is told for how long and why", () => {
  const day = 24 * 3600 * 1000;
  assert.equal(bannedFromRoom({}, 0).message, "You are banned from this room.");
  assert.equal(
    bannedFromRoom({ until: 3 * day, reason: "flooding" }, 0).message,
    "You are banned from this room for 3 days more: flooding",
  );
  assert.equal(
    suspended({ until: null, reason: "spam" }, 0).message,
    "You are shut out of this server: spam",
  );
});

Deno.test("the audit log says how long and why, as far as there is something to say", () => {
  assert.equal(describeDeed({}, 0), undefined);
  assert.equal(describeDeed({ reason: "spam" }, 0), "spam");
  assert.equal(describeDeed({ until: 60_000 }, 0), "for 60 s");
  assert.equal(describeDeed({ until: 60_000, reason: "spam" }, 0), "for 60 s: spam");
});
