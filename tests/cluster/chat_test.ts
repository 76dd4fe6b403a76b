import assert from "node:assert/strict";
import { TestClient } from "../support/client.ts";
import { call, guest, register } from "../support/http.ts";
import { testUnless } from "../support/skip.ts";
import { TestNodes, WITHOUT_CLUSTER } from "./nodes.ts";

testUnless(WITHOUT_CLUSTER, "people at different nodes are in one chat", async () => {
  await using cluster = await TestNodes.start(2);
  const [one, two] = cluster.nodes.map(({ url }) => url);
  const alice = await register(one, "alice");
  const bob = await register(two, "bob");
  await using atOne = await TestClient.connect(one, alice.token);
  await atOne.follows(atOne.room("lobby"));
  await using atTwo = await TestClient.connect(two, bob.token);
  const lobby = atOne.room("lobby");
  const isOf = (account: string, state: string) => (frame: { [field: string]: unknown }) =>
    frame.type === "presence" && frame.state === state &&
    (frame.person as { id: string }).id === account;

  await atOne.find(isOf(bob.id, "online"), "bob is there");
  await atOne.say(lobby, "hello from one");
  await atTwo.say(lobby, "hello from two");
  for (const client of [atOne, atTwo]) {
    await client.until(() => client.texts(lobby).length === 2, "both messages");
    assert.deepEqual(client.texts(lobby), ["hello from one", "hello from two"]);
  }

  atOne.send({ type: "typing", room: lobby });
  assert.equal((await atTwo.next("typing")).person.id, alice.id);

  await atOne.request("away", { away: true, text: "lunch" });
  await atTwo.find(isOf(alice.id, "away"), "alice is away");

  const visitor = await guest(one, "visitor");
  const asGuest = await TestClient.connect(one, visitor.token);
  await atTwo.find(isOf(visitor.id, "online"), "the guest is there");
  await asGuest.close();
  await atTwo.find(isOf(visitor.id, "offline"), "the guest went");

  const made = { name: "garden", kind: "private" };
  const { room } = (await call(one, "/v1/rooms", { token: alice.token, body: made })).body;
  const added = { token: alice.token, body: { person: "bob" } };
  await call(one, `/v1/rooms/${room.id}/members`, added);
  await atTwo.find((frame) => frame.type === "joined" && frame.room.id === room.id, "bob joined");
  await atTwo.say(room.id, "thank you");
  const path = `/v1/rooms/${room.id}/members/bob`;
  await call(one, path, { token: alice.token, method: "DELETE" });
  await atTwo.find((frame) => frame.type === "left" && frame.room === room.id, "bob was put out");
});
