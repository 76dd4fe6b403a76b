import assert from "node:assert/strict";
import { join } from "node:path";
import { Refused, TestClient } from "../support/client.ts";
import { call, logIn, register } from "../support/http.ts";
import { operate, operated } from "../support/operate.ts";
import { startServer } from "../support/server.ts";

const PASSWORD = "correct horse battery";

Deno.test("accounts are made, listed, given a password, promoted and deleted while the server runs", async () => {
  await using server = await startServer({ flags: ["--registration", "closed"] });
  const at = ["--data", server.data];
  const first = await operate(["user", "create", "alice", ...at, "--password-stdin"], PASSWORD);
  assert.deepEqual([first.code, first.stderr], [0, ""]);
  const { token } = await logIn(server.url, "alice", PASSWORD);

  // Without one, a password is made and told, and it is the account's.
  const made = await operate(["user", "create", "Bob", ...at]);
  const [, password] = /^Made @Bob\. Password: (\S{20})\n$/.exec(made.stdout)!;
  await logIn(server.url, "bob", password);

  const reset = await operate(
    ["user", "password", "alice", ...at, "--password-stdin"],
    "another horse battery\n",
  );
  assert.equal(reset.code, 0);
  assert.equal((await call(server.url, "/v1/me", { token })).status, 401, "her sessions ended");
  await logIn(server.url, "alice", "another horse battery");

  await operated(["user", "promote", "bob", ...at]);
  const { people } = await operated(["user", "list", ...at]);
  assert.deepEqual(people.map(({ name }: { name: string }) => name), ["alice", "Bob"]);
  const page = await operated(["user", "list", "--limit", "1", ...at]);
  const rest = await operated(["user", "list", "--limit", "1", "--after", page.next, ...at]);
  assert.deepEqual([page.people[0].name, rest.people[0].name], ["alice", "Bob"]);

  await operated(["user", "delete", "bob", ...at]);
  assert.equal(
    (await call(server.url, "/v1/sessions", { body: { name: "bob", password } })).status,
    401,
  );
  const { entries } = await operated(["audit", "list", ...at]);
  const acts = entries.map(({ action, actor }: { action: string; actor?: { name: string } }) =>
    `${action} by ${actor?.name}`
  );
  assert.ok(acts.includes("set-administrator by alice"), acts.join(", "));
  // What is the operator's alone no account did.
  const own = entries.filter(({ actor }: { actor?: unknown }) => actor === undefined);
  assert.deepEqual(
    own.map(({ action, person }: { action: string; person: { name: string } }) =>
      `${action} ${person.name}`
    ),
    ["delete-user deleted", "set-password alice", "create-user deleted", "create-user alice"],
  );
});

Deno.test("whoever is suspended or banned by the operator is out at once, and may come back", async () => {
  await using server = await startServer();
  const at = ["--data", server.data];
  await register(server.url, "alice", PASSWORD);
  const { token } = await register(server.url, "mallory", PASSWORD);
  const mallory = await TestClient.connect(server.url, token);
  await operated(["ban", "add", "lobby", "mallory", "--for", "1d", "--reason", "flooding", ...at]);
  await assert.rejects(mallory.say("lobby", "let me in"), Refused);
  const { bans: [ban] } = await operated(["ban", "list", "lobby", ...at]);
  assert.deepEqual([ban.person.name, ban.by.name, ban.reason], ["mallory", "alice", "flooding"]);
  await operated(["ban", "remove", "lobby", "mallory", ...at]);
  await operated(["user", "suspend", "mallory", "--reason", "spam", ...at]);
  await mallory.closed;
  assert.equal((await call(server.url, "/v1/me", { token })).status, 401);
  const listed = await operate(["ban", "list", ...at]);
  assert.match(listed.stdout, /^@mallory .* for ever {2}by @alice: spam$/m);
  await operated(["user", "unsuspend", "mallory", ...at]);
  await logIn(server.url, "mallory", PASSWORD);
});

Deno.test("rooms, invitations and tokens are made as an account, and each judged as its request", async () => {
  await using server = await startServer({ flags: ["--registration", "invite"] });
  const at = ["--data", server.data];
  const nobody = await operate(["room", "create", "garden", ...at]);
  assert.equal(nobody.code, 5);
  assert.match(nobody.stderr, /no administrator.*user create/);
  await operate(["user", "create", "alice", ...at]);
  await operate(["user", "create", "bot", ...at]);

  const { code } = await operated(["invite", "create", "--uses", "1", "--for", "1h", ...at]);
  const carol = await call(server.url, "/v1/accounts", {
    body: { name: "carol", password: PASSWORD, invitation: code },
  });
  assert.equal(carol.status, 201);

  await operated(["room", "create", "garden", "--topic", "What grows", ...at]);
  assert.match(
    (await operate(["room", "list", ...at])).stdout,
    /^#garden +public +1 {2}What grows$/m,
  );
  const { members } = await operated(["room", "members", "garden", ...at]);
  assert.deepEqual([members[0].person.name, members[0].role], ["alice", "owner"]);
  assert.match(
    (await operate(["room", "topic", "garden", "Weeds", ...at])).stdout,
    /^#garden is about: Weeds$/m,
  );
  assert.match((await operate(["room", "topic", "garden", "", ...at])).stdout, /no topic any more/);
  const { room } = await operated(["room", "retention", "garden", "30", ...at]);
  assert.equal(room.retention, 30);
  const kept = await operate(["room", "retention", "garden", "0", ...at]);
  assert.equal(kept.stdout, "#garden keeps messages for ever.\n");
  const slip = await operate(["room", "retention", "garden", "soon", ...at]);
  assert.deepEqual([slip.code, /has to be a whole number, not "soon"/.test(slip.stderr)], [
    2,
    true,
  ]);
  await operated(["room", "archive", "garden", ...at]);

  // What the account may not, the operator may not as that account.
  const denied = await operate(["room", "archive", "garden", "--undo", "--as", "bot", ...at]);
  assert.equal(denied.code, 4, denied.stderr);
  await operated(["room", "archive", "garden", "--undo", ...at]);

  const made = await operated(["token", "create", "bot", "ci", "--scope", "send", ...at]);
  const sent = await call(server.url, "/v1/rooms/lobby/messages", {
    token: made.token,
    body: { text: "built" },
  });
  assert.equal(sent.status, 201);
  const { tokens } = await operated(["token", "list", "bot", ...at]);
  assert.deepEqual(tokens.map(({ name, scopes }: typeof made.info) => [name, scopes]), [["ci", [
    "send",
  ]]]);
  await operated(["token", "revoke", "bot", made.info.id, ...at]);
  assert.equal((await call(server.url, "/v1/me", { token: made.token })).status, 401);
});

Deno.test("the operator sees all invitations at once: to the server and to each room", async () => {
  await using server = await startServer();
  const at = ["--data", server.data];
  await operate(["user", "create", "alice", ...at]);
  await operated(["invite", "create", "--uses", "3", "--for", "1h", ...at]);
  await operated(["room", "create", "staff", "--private", ...at]);
  await operated(["invite", "create", "--room", "staff", "--uses", "2", "--for", "2h", ...at]);
  await operated(["invite", "create", "--room", "lobby", "--for", "3h", ...at]);
  const { invitations } = await operated(["invite", "list", ...at]);
  assert.deepEqual(
    invitations.map(({ room, by }: { room?: string; by: { name: string } }) => [room, by.name]),
    [["lobby", "alice"], ["staff", "alice"], [undefined, "alice"]],
  );
  const page = await operated(["invite", "list", "--limit", "2", ...at]);
  const rest = await operated(["invite", "list", "--limit", "2", "--after", page.next, ...at]);
  assert.deepEqual([...page.invitations, ...rest.invitations], invitations);
  const { stdout } = await operate(["invite", "list", ...at]);
  assert.match(stdout, /^#staff +I\S{16} +2 left {2}until .* by @alice$/m);
  assert.match(stdout, /^the server +I\S{16} +3 left {2}until .* by @alice$/m);
  const staff = await operate(["invite", "list", "staff", ...at]);
  assert.match(staff.stdout, /^I\S{16} +2 left .* by @alice\n$/);
  const [inLobby, , toServer] = invitations;
  await operated(["invite", "revoke", toServer.id, ...at]);
  const revoked = await operate(["invite", "revoke", inLobby.id, "--room", "lobby", ...at]);
  assert.equal(revoked.stdout, `${inLobby.id} lets nobody in any more.\n`);
  assert.equal((await operated(["invite", "list", ...at])).invitations.length, 1);
  const again = await operate(["invite", "revoke", toServer.id, ...at]);
  assert.match(again.stderr, /There is no such invitation to this server/);
});

Deno.test("the operator's socket is this user's alone, and gone when the server is", async () => {
  await using server = await startServer();
  const socket = join(server.data, "operator.sock");
  const { mode, isSocket } = await Deno.stat(socket);
  assert.equal(isSocket, true);
  assert.equal(mode! & 0o777, 0o600);
  const at = ["--data", server.data];
  const slip = await operate(["user", "suspend", "alise", "--for", "soon", ...at]);
  assert.deepEqual([slip.code, /--for has to be a time such as/.test(slip.stderr)], [2, true]);
  await server.stop();
  await assert.rejects(Deno.stat(socket), Deno.errors.NotFound);
  const late = await operate(["user", "list", ...at]);
  assert.equal(late.code, 3);
  assert.match(late.stderr, /No server answers in .* \(ENOENT\)\. Start one.*--data/);
});

Deno.test("a killed server's socket is in nobody's way", async () => {
  await using server = await startServer();
  await server.kill();
  await server.restart();
  const { people } = await operated(["user", "list", "--data", server.data]);
  assert.deepEqual(people, []);
});
