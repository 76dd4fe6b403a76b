import assert from "node:assert/strict";
import { type Frame, TestClient } from "../support/client.ts";
import { type Account, call, freshName, register } from "../support/http.ts";
import { RawWebSocket } from "../support/raw_websocket.ts";
import { serverOfFile } from "../support/server.ts";

const server = serverOfFile({ flags: ["--workers", "2"] });

// So many devices that hardly ever do all come to the same gateway.
const DEVICES = 6;

const newAccount = (stem: string): Promise<Account> => register(server().url, freshName(stem));
const connect = (account: Account) => TestClient.connect(server().url, account.token);

/** What a client was told of somebody, in order: `away lunch`. */
function told(client: TestClient, account: Account): string[] {
  return client.frames
    .filter((frame) => frame.type === "presence" && frame.person.id === account.id)
    .map(({ state, text }) => text === undefined ? state : `${state} ${text}`);
}

function tells(client: TestClient, account: Account, ...states: string[]): Promise<void> {
  return client.until(
    () => told(client, account).join() === states.join(),
    `${account.name}: ${states.join(", ")}`,
  );
}

async function online(client: TestClient, account: Account) {
  const { people } = await client.request("online", { room: "lobby" });
  return people.find((person) => person.id === account.id);
}

Deno.test("who says that they are away is away with a text, until they are back", async () => {
  const [alice, bob] = [await newAccount("alice"), await newAccount("bob")];
  await using a = await connect(alice);
  await using b = await connect(bob);
  await tells(a, bob, "online");
  await b.request("away", { away: true, text: "lunch" });
  await tells(a, bob, "online", "away lunch");
  const person = await online(a, bob);
  assert.deepEqual([person?.away, person?.awayText], [true, "lunch"]);
  const phone = await connect(bob);
  await phone.request("idle", { idle: true });
  await phone.close();
  await b.say("lobby", "still at lunch");
  await b.request("away", { away: true });
  await tells(a, bob, "online", "away lunch", "away");
  await b.request("away", { away: false });
  await tells(a, bob, "online", "away lunch", "away", "online");
  assert.equal((await online(a, bob))?.away, undefined);
});

Deno.test("a person is away by themselves when all of their devices are idle", async () => {
  const [alice, bob] = [await newAccount("alice"), await newAccount("bob")];
  await using a = await connect(alice);
  const devices = [];
  for (let n = 0; n < DEVICES; n++) devices.push(await connect(bob));
  const [last, ...others] = devices;
  await tells(a, bob, "online");
  for (const device of others) await device.request("idle", { idle: true });
  await last.say("lobby", "I am here");
  assert.deepEqual(told(a, bob), ["online"]);
  await last.request("idle", { idle: true });
  await tells(a, bob, "online", "away");
  assert.equal((await online(a, bob))?.away, true);
  await others[0].request("idle", { idle: false });
  await tells(a, bob, "online", "away", "online");
  // The one at which somebody is goes: only idle ones are left.
  await others[0].close();
  await tells(a, bob, "online", "away", "online", "away");
  const another = await connect(bob);
  await tells(a, bob, "online", "away", "online", "away", "online");
  for (const device of [last, ...others.slice(1), another]) await device.close();
});

Deno.test("away survives a lost connection, and ends with a goodbye", async () => {
  const [alice, bob, carol] = [
    await newAccount("alice"),
    await newAccount("bob"),
    await newAccount("carol"),
  ];
  await using a = await connect(alice);
  const raw = async (account: Account) => {
    const socket = await RawWebSocket.connect({ port: server().port });
    socket.sendText(JSON.stringify({ type: "hello", token: account.token }));
    while (!(await socket.nextText()).includes('"welcome"'));
    return socket;
  };
  const lost = await raw(bob);
  lost.sendText(JSON.stringify({ type: "away", id: "a", away: true, text: "train" }));
  await tells(a, bob, "online", "away train");
  await lost.destroy();
  const back = await connect(bob);
  // Carol goes by the same way as bob would have gone, and later.
  const c = await raw(carol);
  await tells(a, carol, "online");
  await c.destroy();
  await tells(a, carol, "online", "offline");
  assert.deepEqual(told(a, bob), ["online", "away train"]);
  await back.close();
  await tells(a, bob, "online", "away train", "offline");
  await using again = await connect(bob);
  await tells(a, bob, "online", "away train", "offline", "online");
  assert.equal(again.welcome.you.id, bob.id);
});

Deno.test("whoever comes later sees who is away", async () => {
  const [alice, bob] = [await newAccount("alice"), await newAccount("bob")];
  await using b = await connect(bob);
  await b.request("away", { away: true, text: "asleep" });
  await tells(b, bob, "online", "away asleep");
  await using a = await connect(alice);
  await a.until(() => told(a, alice).length > 0, "being online");
  assert.equal((await online(a, bob))?.awayText, "asleep");
});

Deno.test("over HTTP one can be away while one is connected, and no device can be idle", async () => {
  const { url } = server();
  const bob = await newAccount("bob");
  const put = (body: unknown) =>
    call(url, "/v1/me/away", { method: "PUT", token: bob.token, body });
  assert.equal((await put({ away: true })).status, 409);
  await using b = await connect(bob);
  await tells(b, bob, "online");
  // Any gateway may answer: it may hear of bob a little later than bob's own does.
  let status = 0;
  while (status !== 200) status = (await put({ away: true, text: "screen locked" })).status;
  await tells(b, bob, "online", "away screen locked");
  const wrong: Frame = (await put({ away: "yes" })).body;
  assert.equal(wrong.code, "bad-request");
});
