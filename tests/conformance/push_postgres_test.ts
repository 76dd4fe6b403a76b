import assert from "node:assert/strict";
import { TestClient } from "../support/client.ts";
import { register } from "../support/http.ts";
import { Cluster, WITHOUT_POSTGRES } from "../support/postgres.ts";
import { PushSetup } from "../support/push_service.ts";
import { startServer } from "../support/server.ts";
import { testUnless } from "../support/skip.ts";
import { eventually } from "../support/wait.ts";

testUnless(
  WITHOUT_POSTGRES,
  "on PostgreSQL too people are pushed what calls for them, once, and no more when the subscription is gone",
  async () => {
    const cluster = await Cluster.start();
    try {
      using setup = await PushSetup.make();
      await using service = await setup.service();
      const database = await cluster.create();
      const flags = [...setup.server.flags!, "--database", database];
      await using server = await startServer({ flags });
      const alice = await register(server.url, "alice");
      const bob = await register(server.url, "bob");
      const texts = () => service.pushed.map(({ notification }) => notification.text);
      const arrives = (text: string) => eventually(() => texts().includes(text), text);
      const asAlice = () => TestClient.connect(server.url, alice.token);
      {
        await using phone = await TestClient.connect(server.url, bob.token);
        await phone.request("subscribe-push", service.subscription);
        await using client = await asAlice();
        const { seq } = await client.say(client.room("lobby"), "@bob, who is here");
        await phone.request("mark-read", { room: phone.room("lobby"), seq });
      }
      {
        await using client = await asAlice();
        await client.say(client.room("lobby"), "for nobody");
        await client.say(client.room("lobby"), "@bob, come back");
        await arrives("@bob, come back");
        const { room } = await client.request("direct", { people: ["bob"] });
        await client.say(room.id, "just before");
        await server.kill();
      }
      await server.restart();
      await arrives("just before");
      await using client = await asAlice();
      const { room } = await client.request("direct", { people: ["bob"] });
      service.answer = 410;
      await client.say(room.id, "and after");
      await arrives("and after");
      assert.deepEqual(texts(), ["@bob, come back", "just before", "and after"]);
      const name = new URL(database).pathname.slice(1);
      await eventually(async () => {
        const left = await cluster.ask(name, "SELECT endpoint FROM push_subscription");
        return left.length === 0;
      }, "the subscription is dropped");
    } finally {
      await cluster.remove();
    }
  },
);
