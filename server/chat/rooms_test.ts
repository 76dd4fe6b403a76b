import assert from "node:assert/strict";
import type { Role } from "../../shared/protocol/mod.ts";
import { canRule, isLobby, judgeEntering, judgeRole, judgeSettings } from "./rooms.ts";

Deno.test("people can rule a room, guests and programs can't", () => {
  assert.equal(canRule({}), true);
  assert.equal(canRule({ guest: true }), false);
  assert.equal(canRule({ bot: true }), false);
});

Deno.test("the lobby is the public room of that name", () => {
  assert.equal(isLobby({ kind: "public", name: "lobby" }), true);
  assert.equal(isLobby({ kind: "private", name: "lobby" }), false);
  assert.equal(isLobby({ kind: "direct", name: null }), false);
});

Deno.test("nobody comes into an archived room", () => {
  assert.equal(judgeEntering({ archived: false }), undefined);
  assert.equal(judgeEntering({ archived: true })?.code, "conflict");
});

Deno.test("who can be given which role", () => {
  const person = { id: "U1", name: "bob" };
  const judged = (
    from: Role | undefined,
    to: Role,
    { otherOwners = true, guest = false, bot = false } = {},
  ) => judgeRole({ person: { ...person, guest, bot }, from, to, otherOwners })?.code;
  assert.equal(judged(undefined, "member"), "not-found");
  for (const from of ["owner", "moderator", "member"] as const) {
    for (const to of ["owner", "moderator", "member"] as const) {
      assert.equal(judged(from, to), undefined, `${from} → ${to}`);
      const ofLastOwner = from === "owner" && to !== "owner" ? "conflict" : undefined;
      assert.equal(judged(from, to, { otherOwners: from !== "owner" }), ofLastOwner);
      const ofGuest = to === "member" ? undefined : "conflict";
      assert.equal(judged(from, to, { guest: true }), ofGuest);
      assert.equal(judged(from, to, { bot: true }), ofGuest);
    }
  }
});

Deno.test("the lobby keeps its name and stays open, an archived room stays as it is until it is opened", () => {
  const room = (archived: boolean, name = "ops") => ({ kind: "public" as const, name, archived });
  const code = (...args: Parameters<typeof judgeSettings>) => judgeSettings(...args)?.code;
  assert.equal(code(room(false), { name: "new", archived: true }), undefined);
  assert.equal(code(room(false, "lobby"), {}), undefined);
  assert.equal(code(room(false, "lobby"), { name: "new" }), "conflict");
  assert.equal(code(room(false, "lobby"), { archived: true }), "conflict");
  assert.equal(code(room(true), { name: "new" }), "conflict");
  assert.equal(code(room(true), { archived: false, name: "new" }), undefined);
});
