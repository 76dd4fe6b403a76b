import assert from "node:assert/strict";
import { parseName } from "../../../shared/names.ts";
import type { Person } from "../../../shared/protocol/mod.ts";
import type { Outcomes, Write } from "../log.ts";
import { append, codes, joining } from "./testing/log_rig.ts";
import { testLog } from "./testing/suite.ts";

testLog("a refused write leaves no trace, whatever stands around it", async (rig) => {
  const alice = await rig.register("alice");
  const visitor = await rig.register("visitor", true);
  const room = await rig.join(alice, "garden");
  const before = await rig.dump();
  const session = { tokenHash: "t", expiresAt: 1 };
  const refused: Write[] = [
    append(visitor, room, "m1"),
    append(alice, "R0000000000000000", "m2"),
    { kind: "leave", person: visitor, room },
    joining(visitor, "shed", false),
    // Looks like lobby.
    joining(alice, "l0bby"),
    { kind: "register", name: parseName("ALICE", "name"), passwordHash: "h", session },
    {
      kind: "register",
      name: parseName("bob", "name"),
      passwordHash: "h",
      invitationHash: "unknown",
      session,
    },
  ];
  const { answers, events, memberships } = await rig.commit(...refused);
  assert.ok(codes(answers).every((code) => code !== "ok"), codes(answers).join());
  assert.deepEqual([events, memberships], [[], []]);
  assert.equal(await rig.dump(), before);

  const mixed = refused.flatMap((write, n) => [write, append(alice, room, `good${n}`)]);
  const good = (await rig.commit(...mixed)).answers.filter((answer) => answer.ok);
  assert.deepEqual(
    good.map((answer) => answer.ok && (answer.outcome as Outcomes["append"]).seq),
    refused.map((_write, n) => n + 3),
  );
});

testLog(
  "a retry is answered like the first time and appends nothing, also in the same transaction",
  async (rig) => {
    const alice = await rig.register("alice");
    const room = await rig.join(alice, "garden");
    const { answers: given, events } = await rig.commit(
      append(alice, room, "m1", "first"),
      append(alice, room, "m1", "other words"),
    );
    // As they look on the other side of a port.
    const answers = structuredClone(given);
    assert.deepEqual(answers[0], answers[1]);
    assert.equal(events.length, 1);
    const later = await rig.commit(append(alice, room, "m1", "first"));
    assert.deepEqual(structuredClone(later.answers), [answers[0]]);
    assert.deepEqual(later.events, []);
    await rig.done({ kind: "leave", person: alice, room });
    const outside = await rig.commit(append(alice, room, "m1"));
    assert.deepEqual(structuredClone(outside.answers), [answers[0]]);
  },
);

testLog("a direct room is the same one for the same people, whoever asks", async (rig) => {
  const [alice, bob, carol] = [
    await rig.register("alice"),
    await rig.register("bob"),
    await rig.register("carol"),
  ];
  const direct = (person: Person, ...members: Person[]) =>
    rig.done({ kind: "direct", person, members: members.map(({ id }) => id) });
  const { room } = await direct(alice, alice, bob);
  assert.deepEqual([room.kind, room.name], ["direct", "bob"]);
  const again = (await direct(bob, bob, alice, bob)).room;
  assert.deepEqual([again.id, again.name], [room.id, "alice"]);
  const three = (await direct(alice, carol, bob, alice)).room;
  assert.notEqual(three.id, room.id);
  assert.equal(three.name, "bob, carol");
  assert.deepEqual((await rig.reader.members(room.id)).sort(), [alice.id, bob.id].sort());
});

testLog("releasing a guest frees its name, ends its sessions, and keeps its words", async (rig) => {
  const visitor = await rig.register("visitor", true);
  const [lobby] = await rig.reader.roomsOf(visitor.id);
  await rig.done(append(visitor, lobby.id, "m1"));
  assert.deepEqual(await rig.log.guests(), [visitor.id]);
  const release: Write = { kind: "release-guest", account: visitor.id };
  const { endedSessions, memberships, strangers } = await rig.commit(release);
  assert.deepEqual(endedSessions, ["session of visitor"]);
  assert.deepEqual(strangers, [{ account: visitor.id }]);
  assert.deepEqual(memberships, [{ room: lobby.id, account: visitor.id, member: false }]);
  assert.deepEqual(await rig.log.guests(), []);
  const events = await rig.events(lobby.id);
  assert.deepEqual(events.map((event) => event.kind), ["join", "message", "leave"]);
  assert.deepEqual(events.map((event) => event.author), [visitor, visitor, visitor]);
  assert.notEqual((await rig.register("visitor", true)).id, visitor.id);
  assert.deepEqual((await rig.commit(release)).memberships, [], "once is enough");
});

testLog("a block of strangers is told, and stored unless it is a guest's", async (rig) => {
  const alice = await rig.register("alice");
  const bob = await rig.register("bob");
  const visitor = await rig.register("visitor", true);
  for (const { id } of [bob, visitor]) {
    const rule = { account: alice.id, blocked: id };
    const { strangers } = await rig.commit({ kind: "block-stranger", ...rule });
    assert.deepEqual(strangers, [rule]);
  }
  assert.deepEqual(await rig.log.strangerBlocks(), [[alice.id, bob.id]]);
});

testLog("an invitation is used up only by those whom it let in", async (rig) => {
  await rig.done({ kind: "invite-to-server", codeHash: "code", uses: 2, expiresAt: 1e15 });
  const register = (name: string): Write => ({
    kind: "register",
    name: parseName(name, "name"),
    passwordHash: "h",
    invitationHash: "code",
    session: { tokenHash: name, expiresAt: 1e15 },
  });
  const names = ["alice", "alice", "bob", "carol"];
  const { answers } = await rig.commit(...names.map(register));
  assert.deepEqual(codes(answers), ["ok", "name-taken", "ok", "invitation-required"]);
  await rig.done({ kind: "invite-to-server", codeHash: "code2", uses: 2, expiresAt: rig.now + 1 });
  rig.now += 10;
  const late = { ...register("dora"), invitationHash: "code2" } as Write;
  assert.deepEqual(codes((await rig.commit(late)).answers), ["invitation-required"]);
});

testLog("what was committed is there when the folder is opened again", async (rig) => {
  const alice = await rig.register("alice");
  const room = await rig.join(alice, "garden");
  await rig.done(append(alice, room, "m1"));
  const before = await rig.dump();
  await rig.restart();
  assert.equal(await rig.dump(), before);
  assert.equal((await rig.done(append(alice, room, "m1"))).seq, 3);
  assert.equal((await rig.done(append(alice, room, "m2"))).seq, 4);
});
