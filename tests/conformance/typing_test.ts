import assert from "node:assert/strict";
import { type Frame, TestClient } from "../support/client.ts";
import { type Account, freshName, register } from "../support/http.ts";
import { serverOfFile } from "../support/server.ts";

const server = serverOfFile({ flags: ["--workers", "2"] });

// So many connections that hardly ever do all come to the same gateway.
const CONNECTIONS = 6;

const newAccount = (stem: string): Promise<Account> => register(server().url, freshName(stem));
const connect = (account: Account) => TestClient.connect(server().url, account.token);

function typing(client: TestClient): Frame[] {
  return client.frames.filter((frame) => frame.type === "typing");
}

async function connectAll(account: Account): Promise<TestClient[]> {
  return await Promise.all(Array.from({ length: CONNECTIONS }, () => connect(account)));
}

Deno.test("the others in a room see somebody type, at whatever gateway, and own devices don't", async () => {
  const [alice, bob] = [await newAccount("alice"), await newAccount("bob")];
  const [own, others] = [await connectAll(alice), await connectAll(bob)];
  const room = others[0].room("lobby");
  own[0].send({ type: "typing", room });
  for (const client of others) {
    const { person, room: where } = await client.next("typing");
    assert.deepEqual([person.id, person.name, where], [alice.id, alice.name, room]);
  }
  // What was told to all of them came behind it.
  const { seq } = await own[0].say(room, "done");
  for (const client of own) {
    await client.reaches(room, seq);
    assert.deepEqual(typing(client), []);
  }
  for (const client of [...own, ...others]) await client.close();
});

Deno.test("somebody who types on and on is told of once in a while", async () => {
  const [alice, bob] = [await newAccount("alice"), await newAccount("bob")];
  await using a = await connect(alice);
  await using b = await connect(bob);
  const room = a.room("lobby");
  for (let n = 0; n < 20; n++) a.send({ type: "typing", room: n % 2 === 0 ? room : "#lobby" });
  await b.next("typing");
  const { seq } = await a.say(room, "at last");
  await b.reaches(room, seq);
  assert.equal(typing(b).length, 1);
});

Deno.test("nobody types in a room that they are not in, or that isn't there, and nothing is answered", async () => {
  const [alice, bob] = [await newAccount("alice"), await newAccount("bob")];
  await using a = await connect(alice);
  await using b = await connect(bob);
  const { room } = await b.request("join", { room: freshName("room") });
  const direct = (await b.request("direct", { people: [(await newAccount("carol")).name] })).room;
  const before = a.frames.length;
  for (const each of [room.id, room.name, direct.id, "#nowhere", "R0000000000000000", "?!"]) {
    a.send({ type: "typing", room: each });
  }
  a.send({ type: "typing", room: "lobby" });
  assert.equal((await b.next("typing")).room, b.room("lobby"));
  assert.equal(typing(b).length, 1);
  const answers = a.frames.slice(before).filter(({ type }) => type === "refuse");
  assert.deepEqual(answers, []);
});
