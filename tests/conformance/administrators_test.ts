import assert from "node:assert/strict";
import { TestClient } from "../support/client.ts";
import { call, freshName, guest, PASSWORD, register } from "../support/http.ts";
import { serverOfFile, startServer } from "../support/server.ts";
import { eventually } from "../support/wait.ts";

const server = serverOfFile();

/** Status of asking for what administrators alone may see. */
async function asAdministrator(url: string, token: string): Promise<number> {
  return (await call(url, "/v1/suspensions", { token })).status;
}

Deno.test("the first account administers the server, and can share that and step down", async () => {
  const { url } = server();
  const first = await register(url, freshName("alice"));
  const second = await register(url, freshName("bob"));
  await using a = await TestClient.connect(url, first.token);
  await using b = await TestClient.connect(url, second.token);
  await a.request("suspensions");
  await assert.rejects(b.request("suspensions"), { code: "forbidden", message: /administrator/ });
  await assert.rejects(a.request("set-administrator", { person: first.name, on: false }), {
    code: "conflict",
    message: /only administrator/,
  });
  await a.request("set-administrator", { person: second.name, on: true });
  // It holds for the connections that are open, as soon as they have heard of it.
  await eventually(
    () => b.request("suspensions").then(() => true, () => false),
    "the new administrator may",
  );
  await b.request("set-administrator", { person: first.name, on: false });
  await eventually(
    () => a.request("suspensions").then(() => false, () => true),
    "the old one may no longer",
  );
  assert.equal(await asAdministrator(url, first.token), 403);
  assert.equal(await asAdministrator(url, second.token), 200);
  const { entries } = await b.request("audit-server", { action: "set-administrator" });
  assert.deepEqual(entries.map(({ actor, person, detail }) => [actor?.id, person?.id, detail]), [
    [second.id, first.id, "off"],
    [first.id, second.id, "on"],
  ]);
  // Over HTTP, and for the tests that follow.
  const path = `/v1/administrators/${first.name}`;
  assert.equal((await call(url, path, { method: "PUT", token: second.token })).status, 200);
  assert.equal(await asAdministrator(url, first.token), 200);
  const visitor = await guest(url, freshName("visitor"));
  await assert.rejects(b.request("set-administrator", { person: visitor.name, on: true }), {
    code: "conflict",
  });
});

Deno.test("administrators own the public rooms, and the lobby, and are nobody in private ones", async () => {
  await using own = await startServer();
  const first = await register(own.url, "alice");
  const other = await register(own.url, "bob");
  await using a = await TestClient.connect(own.url, first.token);
  await using b = await TestClient.connect(own.url, other.token);
  await a.request("set-topic", { room: "lobby", topic: "Be kind." });
  await assert.rejects(b.request("slow-mode", { room: "lobby", seconds: 5 }), {
    code: "forbidden",
  });
  const { room } = await b.request("join", { room: "garden" });
  await a.request("slow-mode", { room: room.id, seconds: 5 });
  const shed = (await b.request("create-room", { name: "shed", kind: "private" })).room;
  await assert.rejects(a.request("slow-mode", { room: shed.id, seconds: 5 }), {
    code: "not-found",
  });
});

Deno.test("with --owner that account administers, whenever it registers, and not the first", async () => {
  await using own = await startServer({ flags: ["--owner", "Olga"] });
  const first = await register(own.url, "alice");
  const owner = await register(own.url, "olga");
  assert.equal(await asAdministrator(own.url, first.token), 403);
  assert.equal(await asAdministrator(own.url, owner.token), 200);
  // An account that is there already becomes one at the start, besides those there are.
  await own.restart(["--owner", "alice"]);
  assert.equal(await asAdministrator(own.url, first.token), 200);
  assert.equal(await asAdministrator(own.url, owner.token), 200);
});

Deno.test("a server for invited people starts with a code of its console, and goes on with its administrator's", async () => {
  await using own = await startServer({ flags: ["--registration", "invite"] });
  const { url } = own;
  const join = (name: string, invitation?: string) =>
    call(url, "/v1/accounts", { body: { name, password: PASSWORD, invitation } });
  assert.equal((await join("alice")).body.code, "invitation-required");
  const code = () => [...own.stdout.matchAll(/Invitation: (\S+)/g)].at(-1)?.[1];
  await eventually(() => code() !== undefined, "the first invitation");
  const first = await join("alice", code());
  assert.equal(first.status, 201);
  const { token } = first.body;
  const made = await call(url, "/v1/invitations", { token, body: { uses: 1 } });
  assert.equal(made.status, 201);
  assert.equal(typeof made.body.expiresAt, "number");
  const second = await join("bob", made.body.code);
  assert.equal(second.status, 201);
  assert.equal((await join("carol", made.body.code)).body.code, "invitation-required");
  const refused = await call(url, "/v1/invitations", { token: second.body.token, body: {} });
  assert.equal(refused.status, 403);
  const other = await call(url, "/v1/invitations", { token, body: {} });
  const path = `/v1/invitations/${other.body.id}`;
  const revoke = (by: string) => call(url, path, { method: "DELETE", token: by });
  assert.equal((await revoke(second.body.token)).status, 403);
  assert.equal((await revoke(token)).status, 200);
  assert.equal((await revoke(token)).status, 404);
  assert.equal((await join("dora", other.body.code)).body.code, "invitation-required");
  const audit = await call(url, "/v1/audit?action=create-server-invitation", { token });
  assert.deepEqual(
    audit.body.entries.map((entry: { actor?: { name: string } }) => entry.actor?.name),
    ["alice", "alice", undefined],
  );
});
