import assert from "node:assert/strict";
import { TestClient } from "../support/client.ts";
import { type Account, call, freshName, guest, register } from "../support/http.ts";
import { serverOfFile } from "../support/server.ts";
import { eventually } from "../support/wait.ts";

const server = serverOfFile();

function newAccount(stem: string): Promise<Account> {
  return register(server().url, freshName(stem));
}

function connect(account: Account): Promise<TestClient> {
  return TestClient.connect(server().url, account.token);
}

async function makeCabin(client: TestClient): Promise<string> {
  const { room } = await client.request("create-room", {
    name: freshName("cabin"),
    kind: "private",
  });
  return room.id;
}

const UNKNOWN = { code: "not-found", message: /unknown, used up or expired/ };

Deno.test("a code lets people in who need not know the room, however they type it", async () => {
  await using a = await connect(await newAccount("alice"));
  await using b = await connect(await newAccount("bob"));
  await using visitor = await connect(await guest(server().url));
  const room = await makeCabin(a);
  const { code, invitation } = await a.request("create-invitation", { room });
  assert.match(code, /^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  assert.equal(invitation.usesLeft, 25);
  const typed = code.toLowerCase().replaceAll("-", " ").replaceAll("0", "o").replaceAll("1", "l");
  const { room: entered } = await b.request("accept-invitation", { code: ` ${typed} ` });
  assert.deepEqual([entered.id, entered.you?.role], [room, "member"]);
  assert.equal((await b.next("joined")).room.id, room);
  await visitor.request("accept-invitation", { code });
  const { seq } = await visitor.say(room, "found it");
  await a.reaches(room, seq);
});

Deno.test("an invitation lets in as many as it says, each person counted once", async () => {
  await using a = await connect(await newAccount("alice"));
  await using b = await connect(await newAccount("bob"));
  await using c = await connect(await newAccount("carol"));
  await using d = await connect(await newAccount("dora"));
  const room = await makeCabin(a);
  const { code } = await a.request("create-invitation", { room, uses: 2 });
  await b.request("accept-invitation", { code });
  await b.request("accept-invitation", { code });
  await b.request("leave", { room });
  await b.request("accept-invitation", { code });
  await c.request("accept-invitation", { code });
  await assert.rejects(d.request("accept-invitation", { code }), UNKNOWN);
  assert.deepEqual((await a.request("invitations", { room })).invitations, []);
  assert.equal((await a.request("room", { room })).room.members, 3);
});

Deno.test("an invitation that has run out, or was revoked, lets nobody in", async () => {
  await using a = await connect(await newAccount("alice"));
  await using b = await connect(await newAccount("bob"));
  const room = await makeCabin(a);
  const short = await a.request("create-invitation", { room, expiresIn: 1 });
  const { code, invitation } = await a.request("create-invitation", { room });
  await a.request("revoke-invitation", { room, invitation: invitation.id });
  await assert.rejects(b.request("accept-invitation", { code }), UNKNOWN);
  await assert.rejects(b.request("accept-invitation", { code: "AAAA-BBBB-CCCC" }), UNKNOWN);
  const again = a.request("revoke-invitation", { room, invitation: invitation.id });
  await assert.rejects(again, { code: "not-found" });
  await eventually(() => Date.now() > short.invitation.expiresAt, "it runs out");
  await assert.rejects(b.request("accept-invitation", { code: short.code }), UNKNOWN);
});

Deno.test("moderators see and revoke all invitations of a room, others their own; codes are shown once", async () => {
  const [alice, bob] = [await newAccount("alice"), await newAccount("bob")];
  await using a = await connect(alice);
  await using b = await connect(bob);
  const room = await makeCabin(a);
  await a.request("invite", { room, person: bob.name });
  const hers = await a.request("create-invitation", { room, uses: 1, expiresIn: 3600 });
  const his = await b.request("create-invitation", { room, uses: 3, expiresIn: 7200 });
  const seen = (await a.request("invitations", { room })).invitations;
  assert.deepEqual(seen, [his.invitation, hers.invitation]);
  assert.deepEqual(seen[0].by, { id: bob.id, name: bob.name });
  assert.deepEqual((await b.request("invitations", { room })).invitations, [his.invitation]);
  const { next } = await a.request("invitations", { room, limit: 1 });
  const rest = await a.request("invitations", { room, limit: 1, after: next });
  assert.deepEqual(rest, { invitations: [hers.invitation] });
  const notHis = b.request("revoke-invitation", { room, invitation: hers.invitation.id });
  await assert.rejects(notHis, { code: "not-found" });
  await a.request("revoke-invitation", { room, invitation: his.invitation.id });
  await assert.rejects(b.request("accept-invitation", { code: his.code }), UNKNOWN);
  const { entries } = await a.request("audit", { room, action: "revoke-invitation" });
  assert.deepEqual(entries.map(({ person }) => person?.id), [bob.id]);
});

Deno.test("whoever is banned isn't let in by a code, and one's codes end with one's membership", async () => {
  const [alice, bob] = [await newAccount("alice"), await newAccount("bob")];
  await using a = await connect(alice);
  await using b = await connect(bob);
  await using c = await connect(await newAccount("carol"));
  const room = await makeCabin(a);
  await a.request("invite", { room, person: bob.name });
  const hers = await a.request("create-invitation", { room });
  const his = await b.request("create-invitation", { room });
  await a.request("ban", { room, person: bob.name });
  await assert.rejects(b.request("accept-invitation", { code: hers.code }), {
    code: "forbidden",
    message: /banned/,
  });
  await assert.rejects(c.request("accept-invitation", { code: his.code }), UNKNOWN);
  assert.deepEqual((await a.request("invitations", { room })).invitations, [hers.invitation]);
  await c.request("accept-invitation", { code: hers.code });
});

Deno.test("guests make no invitations, direct rooms have none, and HTTP does the same", async () => {
  const { url } = server();
  const [alice, bob] = [await newAccount("alice"), await newAccount("bob")];
  await using a = await connect(alice);
  const visitor = await guest(url);
  const room = await makeCabin(a);
  const { room: direct } = await a.request("direct", { people: [bob.name] });
  const inDirect = a.request("create-invitation", { room: direct.id });
  await assert.rejects(inDirect, { code: "conflict", message: /direct conversation/ });
  const { token } = alice;
  const made = await call(url, `/v1/rooms/${room}/invitations`, { token, body: { uses: 1 } });
  assert.equal(made.status, 201);
  const { code } = made.body;
  const entered = await call(url, "/v1/invitations/accept", {
    token: visitor.token,
    body: { code },
  });
  assert.deepEqual([entered.status, entered.body.room.id], [200, room]);
  const refused = await call(url, `/v1/rooms/${room}/invitations`, {
    token: visitor.token,
    body: {},
  });
  assert.deepEqual([refused.status, refused.body.code], [403, "forbidden"]);
});
