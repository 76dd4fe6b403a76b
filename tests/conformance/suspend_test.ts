import assert from "node:assert/strict";
import { TestClient } from "../support/client.ts";
import { type Account, call, freshName, guest, PASSWORD, register } from "../support/http.ts";
import { serverOfFile } from "../support/server.ts";
import { eventually, sleep } from "../support/wait.ts";

const server = serverOfFile();
let administrator: Account;

Deno.test.beforeAll(async () => {
  administrator = await register(server().url, "first");
});

function newAccount(stem: string): Promise<Account> {
  return register(server().url, freshName(stem));
}

function connect({ token }: Account): Promise<TestClient> {
  return TestClient.connect(server().url, token);
}

function logIn({ name }: Account, password = PASSWORD) {
  return call(server().url, "/v1/sessions", { body: { name, password } });
}

Deno.test("whoever is suspended is out at once on all devices, and told why when logging in", async () => {
  const alice = await newAccount("alice");
  await using admin = await connect(administrator);
  const devices = [await connect(alice), await connect(alice)];
  await admin.request("suspend", { person: alice.name, for: 7200, reason: "spam" });
  for (const device of devices) {
    const bye = await device.next("bye");
    assert.deepEqual([bye.code, bye.reconnect], [4103, false]);
    assert.match(bye.reason, /shut out of this server for .* more: spam/);
    assert.equal((await device.closed).code, 4103);
  }
  assert.equal((await call(server().url, "/v1/rooms", { token: alice.token })).status, 401);
  const refused = await logIn(alice);
  assert.equal(refused.status, 403);
  assert.match(refused.body.detail, /shut out of this server for .* more: spam/);
  assert.equal((await logIn(alice, "wrong, wrong, wrong")).body.code, "wrong-password");
  const { bans } = await admin.request("suspensions");
  const ban = bans.find(({ person }) => person.id === alice.id)!;
  assert.deepEqual([ban.by.id, ban.reason, ban.until! - ban.at], [
    administrator.id,
    "spam",
    7_200_000,
  ]);
  await admin.request("unsuspend", { person: alice.name });
  assert.equal((await logIn(alice)).status, 201);
  await assert.rejects(admin.request("unsuspend", { person: alice.name }), { code: "not-found" });
  const { entries } = await admin.request("audit-server", { person: alice.name });
  assert.deepEqual(entries.map(({ action }) => action), ["unsuspend", "suspend"]);
});

Deno.test("a suspension for a time is over by itself", async () => {
  const alice = await newAccount("alice");
  const path = `/v1/suspensions/${alice.name}`;
  const { token } = administrator;
  assert.equal(
    (await call(server().url, path, { method: "PUT", token, body: { for: 1 } })).status,
    200,
  );
  await eventually(async () => {
    if ((await logIn(alice)).status === 201) return true;
    await sleep(1_000); // Attempts to log in are limited.
    return false;
  }, "the suspension is over");
});

Deno.test("a suspended guest is gone, and nobody else comes in from its address for the time", async () => {
  const { url } = server();
  await using admin = await connect(administrator);
  const visitor = await guest(url, freshName("visitor"));
  await using v = await connect(visitor);
  await admin.request("suspend", { person: visitor.name });
  assert.equal((await v.closed).code, 4103);
  await admin.find(
    (frame) => frame.kind === "leave" && frame.author.id === visitor.id,
    "the guest leaves the lobby",
  );
  const again = await call(url, "/v1/guests", { body: {} });
  assert.equal(again.status, 403);
  assert.match(again.body.detail, /shut out of this server for \d+ hours more/);
  const body = { name: freshName("eve"), password: PASSWORD };
  assert.equal((await call(url, "/v1/accounts", { body })).status, 403);
  // An account that was there before is not concerned.
  assert.equal((await logIn(administrator)).status, 201);
  await admin.request("unsuspend", { person: visitor.name });
  await guest(url, freshName("visitor"));
});

Deno.test("only administrators suspend, and none of them, nor themselves", async () => {
  const [alice, bob] = [await newAccount("alice"), await newAccount("bob")];
  await using a = await connect(alice);
  await using admin = await connect(administrator);
  for (const type of ["suspend", "unsuspend", "suspensions"] as const) {
    const person = type === "suspensions" ? undefined : bob.name;
    await assert.rejects(a.request(type, { person }), { code: "forbidden" }, type);
  }
  await admin.request("set-administrator", { person: bob.name, on: true });
  for (const { name } of [bob, administrator]) {
    await assert.rejects(admin.request("suspend", { person: name }), {
      code: "forbidden",
      message: /is an administrator/,
    });
  }
});
