import assert from "node:assert/strict";
import { TestClient } from "../support/client.ts";
import { call, freshName, guest, logIn, register } from "../support/http.ts";
import { serverOfFile } from "../support/server.ts";
import { eventually } from "../support/wait.ts";

const server = serverOfFile();

Deno.test("sessions are listed, newest first, with what their clients said and the current one marked", async () => {
  const { url } = server();
  const phone = await register(url, freshName("alice"));
  const laptop = await logIn(url, phone.name);
  const client = await TestClient.open(url);
  client.send({ type: "hello", token: phone.token, client: "parley 9.9" });
  await client.next("welcome");
  const list = async () => (await client.request("sessions")).sessions;
  await eventually(async () => (await list())[1].client !== undefined, "the client is noted");
  const [newer, older] = await list();
  assert.equal(older.client, "parley 9.9");
  assert.equal(older.current, true);
  assert.equal(newer.current, undefined);
  assert.equal(newer.client, undefined);
  for (const { createdAt, lastSeenAt, expiresAt } of [newer, older]) {
    assert.ok(createdAt <= lastSeenAt && lastSeenAt < expiresAt);
  }
  const seen = await call(url, "/v1/me/sessions?limit=1", { token: laptop.token });
  assert.deepEqual(seen.body.sessions.map((each: { id: string }) => each.id), [newer.id]);
  const rest = await call(url, `/v1/me/sessions?after=${seen.body.next}`, { token: laptop.token });
  assert.deepEqual(rest.body.sessions.map((each: { id: string }) => each.id), [older.id]);
  assert.equal(rest.body.next, undefined);
  for (const secret of [phone.token, laptop.token]) {
    assert.ok(!JSON.stringify([newer, older]).includes(secret));
  }
  await client.close();
});

Deno.test("a session that is revoked ends with its connections, and no other", async () => {
  const { url } = server();
  const phone = await register(url, freshName("alice"));
  const laptop = await logIn(url, phone.name);
  await using p = await TestClient.connect(url, phone.token);
  await using l = await TestClient.connect(url, laptop.token);
  const { sessions } = await p.request("sessions");
  const session = sessions.find((each) => !each.current)!.id;
  await p.request("revoke-session", { session });
  assert.equal((await l.closed).code, 4102);
  assert.equal((await call(url, "/v1/me", { token: laptop.token })).status, 401);
  await p.say("lobby", "still here");
  await assert.rejects(p.request("revoke-session", { session }), { code: "not-found" });
});

Deno.test("nobody revokes somebody else's session", async () => {
  const { url } = server();
  await using alice = await TestClient.connect(
    url,
    (await register(url, freshName("alice"))).token,
  );
  const eve = await register(url, freshName("eve"));
  const [{ id }] = (await alice.request("sessions")).sessions;
  const answer = await call(url, `/v1/me/sessions/${id}`, { method: "DELETE", token: eve.token });
  assert.equal(answer.body.code, "not-found");
  await alice.request("me");
});

Deno.test("all other sessions are ended at once; API tokens stay", async () => {
  const { url } = server();
  const phone = await register(url, freshName("alice"));
  const others = [await logIn(url, phone.name), await logIn(url, phone.name)];
  await using p = await TestClient.connect(url, phone.token);
  await using o = await TestClient.connect(url, others[0].token);
  const { token } = await p.request("create-token", { name: "script", scopes: ["read"] });
  const answer = await call(url, "/v1/me/sessions", { method: "DELETE", token: phone.token });
  assert.equal(answer.status, 200);
  assert.equal((await o.closed).code, 4102);
  for (const other of others) {
    assert.equal((await call(url, "/v1/me", { token: other.token })).status, 401);
  }
  assert.equal((await call(url, "/v1/me", { token })).status, 200);
  assert.equal((await p.request("sessions")).sessions.length, 1);
});

Deno.test("a guest sees its one session", async () => {
  const visitor = await guest(server().url, freshName("visitor"));
  const { body } = await call(server().url, "/v1/me/sessions", { token: visitor.token });
  assert.deepEqual(body.sessions.map((each: { current: boolean }) => each.current), [true]);
});
