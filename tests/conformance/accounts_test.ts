import assert from "node:assert/strict";
import { httpApp } from "../../server/gateway/http/app.ts";
import { TestClient } from "../support/client.ts";
import { call, freshName, guest, logIn, logOut, PASSWORD, register } from "../support/http.ts";
import { serverOfFile, startServer } from "../support/server.ts";
import { eventually } from "../support/wait.ts";
import { UnreliableBus, Wired } from "../support/wired.ts";

const server = serverOfFile();

function tryToRegister(name: string, password = PASSWORD, invitation?: string, at = server()) {
  return call(at.url, "/v1/accounts", { body: { name, password, invitation } });
}

Deno.test("whoever registers is signed in, is in the lobby, and can log in again", async () => {
  const { url } = server();
  const name = freshName("alice");
  const first = await register(url, name);
  const second = await logIn(url, name);
  assert.equal(second.id, first.id);
  assert.notEqual(second.token, first.token);
  for (const { token } of [first, second]) {
    const me = await call(url, "/v1/me", { token });
    assert.deepEqual([me.body.account.id, me.body.account.name], [first.id, name]);
  }
  await using client = await TestClient.connect(url, first.token);
  assert.deepEqual(client.welcome.rooms.map((room: { name: string }) => room.name), ["lobby"]);
});

Deno.test("names are found in any letter case and width", async () => {
  const { url } = server();
  const { id, name } = await register(url, freshName("Bertha"));
  const wide = String.fromCodePoint(...[...name].map((c) => c.codePointAt(0)! + 0xfee0));
  for (const spelling of [name.toUpperCase(), wide, `@${name}`]) {
    assert.equal((await logIn(url, spelling)).id, id, spelling);
  }
});

Deno.test("logging out ends this token and its connections with 4102, and no other", async () => {
  const { url } = server();
  const one = await register(url, freshName("carol"));
  const two = await logIn(url, one.name);
  await using phone = await TestClient.connect(url, one.token);
  await using laptop = await TestClient.connect(url, two.token);
  await logOut(url, one.token);
  const bye = await phone.next("bye");
  assert.equal(bye.reconnect, false);
  assert.equal(bye.code, 4102);
  assert.equal((await phone.closed).code, 4102);
  assert.equal((await call(url, "/v1/me", { token: one.token })).status, 401);
  assert.equal((await call(url, "/v1/me", { token: two.token })).status, 200);
  await laptop.say("lobby", "still here");
});

Deno.test("logging out twice is refused as not signed in", async () => {
  const { url } = server();
  const { token } = await register(url, freshName("dora"));
  await logOut(url, token);
  const again = await call(url, "/v1/sessions/current", { method: "DELETE", token });
  assert.equal(again.status, 401);
  assert.equal(again.body.code, "not-signed-in");
});

Deno.test("a wrong password, an unknown name and a guest's name get the same answer", async () => {
  // Attempts are counted for each address: this test has its own, on a server of its own.
  await using other = await startServer();
  const { url } = other;
  const { name } = await register(url, "erin");
  const visitor = await guest(url, freshName("visitor"));
  const attempts = [name, "nobody-of-this-name", visitor.name, "x\u202ey"].map((each) =>
    call(url, "/v1/sessions", { body: { name: each, password: "not the password" } })
  );
  for (const { status, body } of await Promise.all(attempts)) {
    assert.equal(status, 401);
    assert.deepEqual(body, {
      type: "about:blank",
      title: "Unauthorized",
      status: 401,
      detail: "There is no account with this name and password. Check both, or register.",
      code: "wrong-password",
    });
  }
});

Deno.test("guessing one name's password is slowed down, whatever its letter case", async () => {
  await using other = await startServer();
  const { name } = await register(other.url, "frida");
  const answers = [];
  for (let n = 0; n < 12; n++) {
    const spelling = n % 2 ? name : name.toUpperCase();
    answers.push(
      await call(other.url, "/v1/sessions", { body: { name: spelling, password: "wrong" } }),
    );
  }
  const last = answers.at(-1)!;
  assert.equal(last.status, 429);
  assert.equal(last.body.code, "rate-limited");
  assert.ok(Number(last.headers.get("retry-after")) >= 1);
  assert.ok(last.body.retryAfter > 0);
});

Deno.test("a name that is taken, or looks like one that is, is refused with the reason", async () => {
  await register(server().url, "Otto");
  const same = await tryToRegister("otto");
  assert.equal(same.status, 409);
  assert.equal(same.body.code, "name-taken");
  assert.match(same.body.detail, /The name otto is taken/);
  const twin = await tryToRegister("0tto");
  assert.equal(twin.status, 409);
  assert.match(twin.body.detail, /looks too much like Otto/);
  const twinGuest = await call(server().url, "/v1/guests", { body: { name: "0tt0" } });
  assert.equal(twinGuest.body.code, "name-taken");
});

Deno.test("a name that can't be one is refused with the reason", async () => {
  for (
    const name of [
      "",
      " ",
      "a b",
      "a".repeat(33),
      "raul\u0430",
      "a\u200bb",
      "a\u202eb",
      "\u001b[31m",
    ]
  ) {
    const { status, body } = await tryToRegister(name);
    assert.equal(status, 422, JSON.stringify(name));
    assert.equal(body.code, "bad-name");
    // deno-lint-ignore no-control-regex -- that's the question
    assert.doesNotMatch(body.detail, /[\u0000-\u001f\u200b\u202e]/);
  }
});

Deno.test("a weak password is refused and makes no account", async () => {
  const name = freshName("gina");
  for (const password of ["short", "password123", `${name}${name}`]) {
    const { status, body } = await tryToRegister(name, password);
    assert.equal(status, 422, password);
    assert.equal(body.code, "weak-password");
  }
  await register(server().url, name);
});

Deno.test("a body that isn't what it should be is refused by the name of its field", async () => {
  const { url } = server();
  const post = (body: string) => fetch(`${url}/v1/accounts`, { method: "POST", body });
  const cases: [string, RegExp][] = [
    ["{", /not JSON/],
    [JSON.stringify({ name: "henry" }), /"password" is missing/],
    [JSON.stringify({ name: 7, password: PASSWORD }), /"name"/],
    [JSON.stringify({ name: "henry", password: PASSWORD, admin: true }), /"admin" is not a field/],
  ];
  for (const [body, reason] of cases) {
    const response = await post(body);
    const answer = await response.json();
    assert.equal(response.status, 400, body);
    assert.equal(response.headers.get("content-type"), "application/problem+json");
    assert.match(answer.detail, reason);
  }
});

Deno.test("closed registration takes no accounts, and says so before anything else", async () => {
  await using closed = await startServer({ flags: ["--registration", "closed"] });
  const { status, body } = await tryToRegister("ivan", PASSWORD, undefined, closed);
  assert.equal(status, 403);
  assert.equal(body.code, "registration-closed");
  assert.equal((await call(closed.url, "/v1/server")).body.registration, "closed");
});

Deno.test("with registration by invitation the printed code works, in any letter case", async () => {
  await using inviting = await startServer({ flags: ["--registration", "invite"] });
  await eventually(() => inviting.stdout.includes("Invitation:"), "the server prints a code");
  const code = /Invitation: (\S+)/.exec(inviting.stdout)![1];
  const without = await tryToRegister("jana", PASSWORD, undefined, inviting);
  assert.equal(without.status, 403);
  assert.equal(without.body.code, "invitation-required");
  const wrong = await tryToRegister("jana", PASSWORD, "AAAA-BBBB", inviting);
  assert.equal(wrong.body.code, "invitation-required");
  assert.match(wrong.body.detail, /unknown, used up or expired/);
  assert.equal((await tryToRegister("jana", PASSWORD, code, inviting)).status, 201);
  assert.equal((await tryToRegister("karl", PASSWORD, code.toLowerCase(), inviting)).status, 201);
});

Deno.test("an invitation can be used 25 times, and i on the console makes another", async () => {
  await using inviting = await startServer({ flags: ["--registration", "invite"] });
  const codes = () => [...inviting.stdout.matchAll(/Invitation: (\S+)/g)].map((match) => match[1]);
  await eventually(() => codes().length === 1, "the server prints a code");
  const joins = (code: string, name: string) => tryToRegister(name, PASSWORD, code, inviting);
  for (let n = 0; n < 25; n++) {
    // A refusal does not use the invitation up.
    if (n === 7) assert.equal((await joins(codes()[0], "person6")).body.code, "name-taken");
    assert.equal((await joins(codes()[0], `person${n}`)).status, 201, `use ${n}`);
  }
  assert.equal((await joins(codes()[0], "latecomer")).body.code, "invitation-required");
  await inviting.type("i");
  await eventually(() => codes().length === 2, "the console makes an invitation");
  assert.equal((await joins(codes()[1], "latecomer")).status, 201);
});

Deno.test("a guess at an unknown name is given to the hasher like any other", async () => {
  await using wired = await Wired.start(1, new UnreliableBus(() => "arrives"));
  await wired.register("alice", "her password");
  const app = httpApp(wired.gateways[0]);
  const bodies = new Set<string>();
  for (const name of ["alice", "nobody", "not a name"]) {
    const body = JSON.stringify({ name, password: "a guess" });
    const response = await app.request("/v1/sessions", { method: "POST", body }, {
      address: "::1",
    });
    assert.equal(response.status, 401);
    bodies.add(await response.text());
  }
  assert.equal(bodies.size, 1);
  assert.deepEqual(wired.hasher.asked, [
    { password: "a guess", hash: "hash of her password" },
    { password: "a guess", hash: undefined },
    { password: "a guess", hash: undefined },
  ]);
});
