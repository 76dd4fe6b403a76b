import assert from "node:assert/strict";
import { type Frame, TestClient } from "../support/client.ts";
import { type Account, freshName, register } from "../support/http.ts";
import { RawWebSocket } from "../support/raw_websocket.ts";
import { serverOfFile } from "../support/server.ts";

for (const workers of ["1", "2"]) {
  const server = serverOfFile({ flags: ["--workers", workers] });
  const withGateways = (sentence: string) => `${sentence} (${workers} gateways)`;

  const newAccount = (stem: string): Promise<Account> => register(server().url, freshName(stem));
  const connect = (account: Account) => TestClient.connect(server().url, account.token);

  const saw = (client: TestClient, account: Account, state: string, from = 0): Promise<Frame> =>
    client.find(
      (frame) =>
        frame.type === "presence" && frame.person.id === account.id && frame.state === state,
      `${account.name} ${state}`,
      from,
    );

  const online = async (client: TestClient, room?: string): Promise<string[]> =>
    (await client.request("online", room === undefined ? {} : { room })).people.map((p) => p.name);

  Deno.test(
    withGateways("who connects is online for whoever shares a room, and offline after a goodbye"),
    async () => {
      const [alice, bob] = [await newAccount("alice"), await newAccount("bob")];
      await using a = await connect(alice);
      await saw(a, alice, "online");
      const b = await connect(bob);
      await saw(a, bob, "online");
      assert.ok((await online(a)).includes(bob.name));
      assert.ok((await online(a, "lobby")).includes(bob.name));
      const { room } = await a.request("join", { room: freshName("room") });
      assert.deepEqual(await online(a, room.id), [alice.name]);
      await b.close();
      await saw(a, bob, "offline");
      assert.ok(!(await online(a)).includes(bob.name));
    },
  );

  Deno.test(withGateways("a second device changes nothing, and neither does its end"), async () => {
    const [alice, bob] = [await newAccount("alice"), await newAccount("bob")];
    await using a = await connect(alice);
    const devices = [];
    for (let n = 0; n < 4; n++) devices.push(await connect(bob));
    await saw(a, bob, "online");
    assert.equal((await online(a)).filter((name) => name === bob.name).length, 1);
    for (const device of devices.slice(1)) await device.close();
    const last = devices[0];
    await last.say("lobby", "still here");
    assert.ok((await online(a)).includes(bob.name));
    await last.close();
    await saw(a, bob, "offline");
    const news = a.frames.filter((f) => f.type === "presence" && f.person.id === bob.id);
    assert.deepEqual(news.map((frame) => frame.state), ["online", "offline"]);
  });

  Deno.test(
    withGateways("whoever vanishes without a goodbye is offline after a while"),
    async () => {
      const [alice, bob] = [await newAccount("alice"), await newAccount("bob")];
      await using a = await connect(alice);
      const b = await RawWebSocket.connect({ port: server().port });
      b.sendText(JSON.stringify({ type: "hello", token: bob.token }));
      await saw(a, bob, "online");
      await b.destroy();
      await saw(a, bob, "offline");
    },
  );

  Deno.test(withGateways("whoever vanishes and comes back at once was never away"), async () => {
    const [alice, bob] = [await newAccount("alice"), await newAccount("bob")];
    await using a = await connect(alice);
    const first = await RawWebSocket.connect({ port: server().port });
    first.sendText(JSON.stringify({ type: "hello", token: bob.token }));
    await saw(a, bob, "online");
    await first.destroy();
    const second = await connect(bob);
    // Carol goes offline by the same way as bob would have, and later than he did.
    const carol = await newAccount("carol");
    const c = await RawWebSocket.connect({ port: server().port });
    c.sendText(JSON.stringify({ type: "hello", token: carol.token }));
    await saw(a, carol, "online");
    await c.destroy();
    await saw(a, carol, "offline");
    const news = a.frames.filter((f) => f.type === "presence" && f.person.id === bob.id);
    assert.deepEqual(news.map((frame) => frame.state), ["online"]);
    await second.close();
  });
}
