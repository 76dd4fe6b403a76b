import assert from "node:assert/strict";
import { TestClient } from "../support/client.ts";
import { call, freshName, PASSWORD, register } from "../support/http.ts";
import { HandshakeRefused, RawWebSocket } from "../support/raw_websocket.ts";
import { serverOfFile } from "../support/server.ts";
import { ask as exactly, type Asking, type Headers } from "./asking.ts";

const ALLOWED = "https://app.example";
const server = serverOfFile({ flags: ["--allowed-origin", ALLOWED] });

/** The status of an attempt to open a WebSocket; 101 if it was opened. */
async function statusOfUpgrade(headers: Headers): Promise<number> {
  try {
    const client = await RawWebSocket.connect({ port: server().port, headers });
    await client.destroy();
    return 101;
  } catch (error) {
    assert.ok(error instanceof HandshakeRefused, String(error));
    return error.response.status;
  }
}

/** The first frame that comes to a WebSocket with these headers that says hello without a token. */
async function greeting(headers: Headers) {
  const client = await RawWebSocket.connect({ port: server().port, headers });
  client.sendText('{"type":"hello"}');
  const frame = JSON.parse((await client.nextText()).split("\n")[0]);
  await client.destroy();
  return frame;
}

const ask = (path: string, asking: Asking) => exactly(server().port, path, asking);

const own = () => ({ Origin: `http://127.0.0.1:${server().port}` });

/** Logs a new account in with a cookie. @returns what a browser would send from then on. */
async function cookieOf(name = freshName("browser")): Promise<string> {
  await register(server().url, name);
  const { status, header, json } = await ask("/v1/sessions", {
    method: "POST",
    headers: own(),
    body: { name, password: PASSWORD, cookie: true },
  });
  assert.equal(status, 201);
  assert.equal(json.account.name, name);
  assert.equal(json.token, undefined);
  return header("set-cookie")!.split(";")[0];
}

Deno.test("a page of another site may open no WebSocket, unless the operator allows it", async () => {
  const { port } = server();
  assert.equal(await statusOfUpgrade({}), 101);
  assert.equal(await statusOfUpgrade({ Origin: `http://127.0.0.1:${port}` }), 101);
  assert.equal(
    await statusOfUpgrade({ Origin: "https://chat.example", Host: "chat.example" }),
    101,
  );
  assert.equal(await statusOfUpgrade({ Origin: ALLOWED }), 101);
  for (const origin of ["https://evil.example", "null", `http://127.0.0.1:${port + 1}`]) {
    assert.equal(await statusOfUpgrade({ Origin: origin }), 403, origin);
  }
});

Deno.test("a session's cookie is out of reach of scripts, other sites and plain HTTP", async () => {
  const name = freshName("browser");
  await register(server().url, name);
  const body = { name, password: PASSWORD, cookie: true };
  const headers = { Host: "chat.example", Origin: "https://chat.example" };
  const answer = await ask("/v1/sessions", { method: "POST", headers, body });
  const [value, ...attributes] = answer.header("set-cookie")!.split("; ");
  assert.match(value, /^__Host-parley-session=[\w-]{43}$/);
  assert.deepEqual(
    attributes.filter((attribute) => !attribute.startsWith("Max-Age=")).sort(),
    ["HttpOnly", "Path=/", "SameSite=Strict", "Secure"],
  );
  assert.ok(!answer.body.includes(value.split("=")[1]));
  // By plain HTTP it would be seen on its way.
  const plain = { Host: "chat.example", Origin: "http://chat.example" };
  assert.equal((await ask("/v1/sessions", { method: "POST", headers: plain, body })).status, 400);
  const local = await ask("/v1/sessions", { method: "POST", headers: own(), body });
  assert.match(local.header("set-cookie")!, /^parley-session=.*; HttpOnly; SameSite=Strict$/);
});

Deno.test("no page of another site logs anybody in", async () => {
  const name = freshName("browser");
  await register(server().url, name);
  const body = { name, password: PASSWORD, cookie: true };
  for (
    const headers of [
      {},
      { Origin: "https://evil.example" },
      { Origin: ALLOWED },
      { ...own(), "Sec-Fetch-Site": "cross-site" },
    ]
  ) {
    const answer = await ask("/v1/sessions", { method: "POST", headers, body });
    assert.deepEqual([answer.status, answer.header("set-cookie")], [403, undefined]);
  }
});

Deno.test("registering, and coming as a guest, give a cookie to a page that asks for it", async () => {
  const bodies = {
    "/v1/accounts": { name: freshName("browser"), password: PASSWORD, cookie: true },
    "/v1/guests": { name: freshName("browser"), cookie: true },
  };
  for (const [path, body] of Object.entries(bodies)) {
    const { header, json } = await ask(path, { method: "POST", headers: own(), body });
    const cookie = header("set-cookie")!.split(";")[0];
    assert.equal(json.token, undefined);
    assert.equal((await greeting({ ...own(), Cookie: cookie })).you.name, body.name);
  }
});

Deno.test("a cookie counts for requests from the server's own pages, and from no others", async () => {
  const cookie = await cookieOf();
  const good: Headers[] = [
    own(),
    { "Sec-Fetch-Site": "same-origin" },
    { ...own(), "Sec-Fetch-Site": "same-origin" },
  ];
  for (const headers of good) {
    assert.equal((await ask("/v1/me", { headers: { ...headers, Cookie: cookie } })).status, 200);
  }
  const bad: Headers[] = [
    {},
    { Origin: "https://evil.example" },
    { Origin: ALLOWED },
    { Origin: "null" },
    { "Sec-Fetch-Site": "same-site" },
    { "Sec-Fetch-Site": "none" },
    { ...own(), "Sec-Fetch-Site": "cross-site" },
    { Origin: "https://evil.example", "Sec-Fetch-Site": "same-origin" },
  ];
  for (const headers of bad) {
    for (const method of ["GET", "POST"]) {
      const path = method === "GET" ? "/v1/me" : "/v1/rooms/lobby/messages";
      const body = method === "GET" ? undefined : { text: "forged" };
      const answer = await ask(path, { method, headers: { ...headers, Cookie: cookie }, body });
      assert.equal(answer.status, 403, `${method} ${JSON.stringify(headers)}`);
    }
  }
});

Deno.test("a cookie of a subdomain's making is none where there is HTTPS", async () => {
  const token = (await cookieOf()).split("=")[1];
  const headers = { Host: "chat.example", Origin: "https://chat.example" };
  const met = (cookie: string) => greeting({ ...headers, Cookie: cookie });
  assert.equal((await met(`__Host-parley-session=${token}`)).type, "welcome");
  assert.equal((await met(`parley-session=${token}`)).type, "bye");
});

Deno.test("hello without a token is from whom the cookie of the handshake says", async () => {
  const name = freshName("browser");
  const cookie = await cookieOf(name);
  const welcome = await greeting({ ...own(), Cookie: `theme=dark; ${cookie}` });
  assert.deepEqual([welcome.type, welcome.you.name], ["welcome", name]);
  for (const headers of [{ Cookie: cookie }, { Cookie: cookie, Origin: ALLOWED }, own()]) {
    const bye = await greeting(headers);
    assert.deepEqual([bye.type, bye.code], ["bye", 4100], JSON.stringify(headers));
  }
});

Deno.test("logging out ends the session and clears its cookie", async () => {
  const cookie = await cookieOf();
  const headers = { ...own(), Cookie: cookie };
  const answer = await ask("/v1/sessions/current", { method: "DELETE", headers });
  assert.equal(answer.status, 204);
  const cleared = answer.headers.filter(([name]) => name === "set-cookie").map(([, v]) => v);
  assert.ok(cleared.some((value) => /^parley-session=; Max-Age=0;/.test(value)), cleared.join());
  assert.equal((await ask("/v1/me", { headers })).status, 401);
  assert.equal((await greeting(headers)).code, 4100);
});

Deno.test("a bearer token counts from anywhere, and over any cookie", async () => {
  const { token } = await register(server().url, freshName("script"));
  const cookie = await cookieOf();
  for (const origin of [undefined, "https://evil.example", ALLOWED]) {
    const headers = { Authorization: `Bearer ${token}`, Origin: origin, Cookie: cookie };
    assert.equal((await ask("/v1/me", { headers })).status, 200);
  }
  const wrong = { Authorization: "Bearer wrong", Cookie: cookie, ...own() };
  assert.equal((await ask("/v1/me", { headers: wrong })).status, 401);
});

Deno.test("other sites' pages read no answers, but those of allowed origins, without cookies", async () => {
  const preflight = (origin: string) =>
    ask("/v1/rooms/lobby/messages", {
      method: "OPTIONS",
      headers: {
        Origin: origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization",
      },
    });
  const allowed = await preflight(ALLOWED);
  assert.equal(allowed.header("access-control-allow-origin"), ALLOWED);
  assert.match(allowed.header("access-control-allow-headers")!, /authorization/i);
  for (const answer of [allowed, await ask("/v1/server", { headers: { Origin: ALLOWED } })]) {
    assert.equal(answer.header("access-control-allow-credentials"), undefined);
    assert.match(answer.header("vary") ?? "", /origin/i);
  }
  for (const origin of ["https://evil.example", "null"]) {
    for (
      const answer of [
        await preflight(origin),
        await ask("/v1/server", { headers: { Origin: origin } }),
        await ask("/v1/me", { headers: { Origin: origin } }),
      ]
    ) assert.equal(answer.header("access-control-allow-origin"), undefined);
  }
});

Deno.test("tokens go in headers and frames; in a URL they are worth nothing", async () => {
  const { token } = await register(server().url, freshName("careless"));
  for (
    const query of [`token=${token}`, `access_token=${token}`, `authorization=Bearer ${token}`]
  ) {
    const path = `/v1/me?${query.replace(" ", "%20")}`;
    assert.equal((await call(server().url, path)).status, 401);
  }
  const client = new TestClient(server().url);
  await client.opened;
  client.send({ type: "hello" });
  assert.equal((await client.next("bye")).code, 4100);
  await client.closed;
});
