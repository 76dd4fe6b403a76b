import assert from "node:assert/strict";
import { freshName, register } from "../support/http.ts";
import { serverOfFile } from "../support/server.ts";
import { ask as exactly, type Asking } from "./asking.ts";

const server = serverOfFile();

const ask = (path: string, asking: Asking) => exactly(server().port, path, asking);

Deno.test("every answer of the interface says that browsers may make nothing of it", async () => {
  const { token } = await register(server().url, freshName("reader"));
  const answers = [
    await ask("/healthz", {}),
    await ask("/v1/openapi.json", {}),
    await ask("/nothing", {}),
    await ask("/v1/me", {}),
    await ask("/v1/me", { headers: { Authorization: `Bearer ${token}` } }),
    await ask("/v1/me/export", { headers: { Authorization: `Bearer ${token}` } }),
    await ask("/v1/ws", {}),
    await ask("/v1/sessions", { method: "POST", headers: { "Content-Length": "99999999" } }),
    await ask("/v1/sessions", { method: "POST", body: "not an object" }),
  ];
  for (const { status, header, body } of answers) {
    const where = `${status} ${body.slice(0, 80)}`;
    const policy = header("content-security-policy") ?? "";
    assert.match(policy, /default-src 'none'/, where);
    assert.match(policy, /frame-ancestors 'none'/, where);
    assert.doesNotMatch(policy, /unsafe/, where);
    assert.equal(header("x-content-type-options"), "nosniff", where);
    assert.equal(header("referrer-policy"), "no-referrer", where);
    assert.equal(header("cache-control"), "no-store", where);
  }
});

Deno.test("no path leads out of the interface, however it is written", async () => {
  const paths = [
    "/../../../etc/passwd",
    "/..%2f..%2f..%2fetc%2fpasswd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/v1/../../data/parley.db",
    "/v1/rooms/..%2f..%2fparley.db",
    "/v1/rooms/%00",
    "/v1/hooks/..%2f..%2f/x",
    "//etc/passwd",
    "/\\..\\..\\etc\\passwd",
    "/v1/%c0%ae%c0%ae/parley.db",
  ];
  const { token } = await register(server().url, freshName("walker"));
  for (const path of paths) {
    for (const method of ["GET", "POST"]) {
      const headers = { Authorization: `Bearer ${token}` };
      const { status, body } = await ask(path, { method, headers });
      assert.ok([400, 404, 422].includes(status), `${method} ${path}: ${status}`);
      assert.doesNotMatch(body, /root:|SQLite format/, path);
    }
  }
});
