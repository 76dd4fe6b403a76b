import assert from "node:assert/strict";
import { join } from "node:path";
import { TestClient } from "../support/client.ts";
import { type Account, freshName, logIn, logOut, register } from "../support/http.ts";
import { operate } from "../support/operate.ts";
import { type PushService, PushSetup } from "../support/push_service.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { eventually } from "../support/wait.ts";

let setup: PushSetup;
let server: TestServer;
Deno.test.beforeAll(async () => {
  setup = await PushSetup.make();
  server = await startServer(setup.server);
});
Deno.test.afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  setup?.[Symbol.dispose]();
});

/** Somebody whose browser subscribed, and left. */
async function subscriber(service: PushService, stem: string): Promise<Account> {
  const account = await register(server.url, freshName(stem));
  await using client = await TestClient.connect(server.url, account.token);
  await client.request("subscribe-push", service.subscription);
  return account;
}

async function newClient(stem: string): Promise<TestClient> {
  const { token } = await register(server.url, freshName(stem));
  return await TestClient.connect(server.url, token);
}

function texts({ pushed }: PushService): string[] {
  return pushed.map(({ notification }) => notification.text);
}

function arrives(service: PushService, text: string): Promise<void> {
  return eventually(() => texts(service).includes(text), `${text} is pushed`);
}

Deno.test("keys are written once, for this user alone, and a server refuses a file that holds none", async () => {
  const { file, folder } = setup;
  assert.equal((await Deno.stat(file)).mode! & 0o777, 0o600);
  const again = await operate(["push-keys", file, "--contact", "mailto:ops@example.org"]);
  assert.match(again.stderr, /exists\. Browsers subscribe with its keys/);
  const vague = await operate(["push-keys", join(folder, "other.json"), "--contact", "me"]);
  assert.match(vague.stderr, /me is no contact/);
  const other = join(folder, "empty.json");
  await Deno.writeTextFile(other, "{}");
  const refused = await operate(["--push-keys", other, "--port", "0", "--data", folder]);
  assert.match(refused.stderr, /it holds no publicKey, privateKey and contact/);
});

Deno.test("a direct message is pushed to whoever has no device connected, encrypted and signed", async () => {
  await using bobs = await setup.service();
  await using alice = await newClient("alice");
  const bob = await subscriber(bobs, "bob");
  const { room } = await alice.request("direct", { people: [bob.name] });
  await alice.say(room.id, "are you **there**? 👋");
  await arrives(bobs, "are you **there**? 👋");
  const [{ notification, headers, encrypted, claims }] = bobs.pushed;
  assert.deepEqual(notification, {
    room: room.id,
    title: alice.welcome.you.name,
    text: "are you **there**? 👋",
  });
  assert.equal(headers.get("content-encoding"), "aes128gcm");
  assert.equal(headers.get("ttl"), "86400");
  assert.ok(!new TextDecoder().decode(encrypted).includes("there"));
  assert.equal(claims.aud, bobs.origin);
  assert.equal(claims.sub, "mailto:ops@example.org");
  assert.ok(claims.exp * 1000 > Date.now());
});

Deno.test("of a room's messages only those that mention somebody are pushed, and to nobody who is connected", async () => {
  await using bobs = await setup.service();
  await using carols = await setup.service();
  await using alice = await newClient("alice");
  const bob = await subscriber(bobs, "bob");
  const carol = await subscriber(carols, "carol");
  const { room } = await alice.request("join", { room: freshName("garden") });
  for (const { token } of [bob, carol]) {
    await using client = await TestClient.connect(server.url, token);
    await client.request("join", { room: room.id });
  }
  {
    await using present = await TestClient.connect(server.url, bob.token);
    const { seq } = await alice.say(room.id, `both of you: @${bob.name} @${carol.name}`);
    await arrives(carols, `both of you: @${bob.name} @${carol.name}`);
    await present.request("mark-read", { room: room.id, seq });
  }
  await alice.say(room.id, "about nobody");
  await alice.say(room.id, `for @${bob.name}`);
  await arrives(bobs, `for @${bob.name}`);
  assert.deepEqual(texts(bobs), [`for @${bob.name}`]);
  assert.equal(bobs.pushed[0].notification.title, `${alice.welcome.you.name} in #${room.name}`);
  assert.equal(carols.pushed.length, 1);
});

Deno.test("whoever leaves without having read what came is told after all", async () => {
  await using bobs = await setup.service();
  await using carols = await setup.service();
  await using alice = await newClient("alice");
  const bob = await subscriber(bobs, "bob");
  const carol = await subscriber(carols, "carol");
  const { room } = await alice.request("direct", { people: [bob.name, carol.name] });
  {
    await using _asleep = await TestClient.connect(server.url, bob.token);
    await alice.say(room.id, "anybody?");
    // Both are looked at together.
    await arrives(carols, "anybody?");
    assert.deepEqual(texts(bobs), []);
  }
  await arrives(bobs, "anybody?");
});

Deno.test("a room that shall tell nothing pushes nothing", async () => {
  await using bobs = await setup.service();
  await using alice = await newClient("alice");
  const bob = await subscriber(bobs, "bob");
  const [quiet, loud] = await Promise.all(["quiet", "loud"].map(async (stem) => {
    const { room } = await alice.request("join", { room: freshName(stem) });
    return room;
  }));
  {
    await using client = await TestClient.connect(server.url, bob.token);
    for (const { id } of [quiet, loud]) await client.request("join", { room: id });
    await client.request("set-notify", { room: quiet.id, level: "none" });
  }
  await alice.say(quiet.id, `psst @${bob.name}`);
  await alice.say(loud.id, `hey @${bob.name}`);
  await arrives(bobs, `hey @${bob.name}`);
  assert.equal(bobs.pushed.length, 1);
});

Deno.test("a subscription ends with its session, and when its push service says that it is gone", async () => {
  await using bobs = await setup.service();
  await using carols = await setup.service();
  await using alice = await newClient("alice");
  const bob = await subscriber(bobs, "bob");
  const carol = await subscriber(carols, "carol");
  await logOut(server.url, bob.token);
  const tell = async (people: string[], text: string) => {
    const { room } = await alice.request("direct", { people });
    await alice.say(room.id, text);
  };
  carols.answer = 410;
  await tell([bob.name, carol.name], "one");
  await arrives(carols, "one");
  carols.answer = 201;
  // Another device of Carol's: what it is told, the first would be told in the same turn.
  await using second = await setup.service();
  const { token } = await logIn(server.url, carol.name);
  {
    await using client = await TestClient.connect(server.url, token);
    await client.request("subscribe-push", second.subscription);
  }
  await tell([bob.name, carol.name], "two");
  await arrives(second, "two");
  await tell([bob.name, carol.name], "three");
  await arrives(second, "three");
  assert.deepEqual([texts(bobs), texts(carols)], [[], ["one"]]);
});

Deno.test("what was said before a restart is told of after it, once", async () => {
  await using bobs = await setup.service();
  await using own = await startServer(setup.server);
  const bob = await register(own.url, "bob");
  const alice = await register(own.url, "alice");
  {
    await using client = await TestClient.connect(own.url, bob.token);
    await client.request("subscribe-push", bobs.subscription);
  }
  {
    await using client = await TestClient.connect(own.url, alice.token);
    const { room } = await client.request("direct", { people: ["bob"] });
    await client.say(room.id, "just before");
    await own.kill();
  }
  await own.restart();
  await arrives(bobs, "just before");
  await using client = await TestClient.connect(own.url, alice.token);
  const { room } = await client.request("direct", { people: ["bob"] });
  await client.say(room.id, "and after");
  await arrives(bobs, "and after");
  assert.deepEqual(texts(bobs), ["just before", "and after"]);
});

Deno.test("no address of the server's surroundings may be subscribed, and nothing where there are no keys", async () => {
  await using service = await setup.service();
  await using strict = await startServer({ flags: ["--push-keys", setup.file] });
  const { token } = await register(strict.url, "bob");
  await using bob = await TestClient.connect(strict.url, token);
  for (const endpoint of ["https://127.0.0.1/x", "https://localhost/x", "https://[::1]/x"]) {
    await assert.rejects(
      bob.request("subscribe-push", { ...service.subscription, endpoint }),
      /forbidden: .* is no public address/,
    );
  }
  await assert.rejects(
    bob.request("subscribe-push", {
      ...service.subscription,
      endpoint: "http://push.example.org/x",
    }),
    /bad-request: A push service's endpoint is an https: URL/,
  );
  await using none = await startServer();
  const account = await register(none.url, "bob");
  await using without = await TestClient.connect(none.url, account.token);
  await assert.rejects(
    without.request("subscribe-push", service.subscription),
    /not-found: This server sends no Web Push/,
  );
});
