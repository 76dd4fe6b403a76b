import assert from "node:assert/strict";
import * as v from "valibot";
import { Guest, Login, Registration } from "../../server/gateway/http/bodies.ts";
import { CLIENT_FRAMES, parseClientFrame } from "../../shared/protocol/mod.ts";
import { call, freshName, PASSWORD, register } from "../support/http.ts";
import { serverOfFile } from "../support/server.ts";

const server = serverOfFile();

/** Fields that somebody might slip in, hoping that they are taken over. */
const SLIPPED = {
  administrator: true,
  role: "owner",
  author: { id: "U0", name: "root" },
  account: "U0",
  person_id: "U0",
  seq: 1,
  at: 0,
  guest: false,
  grant: null,
  hook: true,
  passwordHash: "x",
};

interface Schema {
  type: string;
  entries?: Record<string, Schema>;
  wrapped?: Schema;
  item?: Schema;
  value?: Schema;
  options?: Schema[];
  pipe?: Schema[];
}

/** The paths of objects within a schema that take fields which they don't name. */
function looseIn(schema: Schema, path: string): string[] {
  const { type, entries = {}, wrapped, item, value, options, pipe } = schema;
  const inner: [string, Schema | undefined][] = [
    ...Object.entries(entries),
    ["?", wrapped],
    ["[]", item],
    ["{}", value],
    ...(Array.isArray(options) ? options : []).map((
      option,
      n,
    ): [string, Schema] => [`|${n}`, option]),
    ...(pipe ?? []).filter((part) => part !== schema).map((part): [string, Schema] => [">", part]),
  ];
  const own = /object/.test(type) && type !== "strict_object" ? [path] : [];
  return [
    ...own,
    ...inner.flatMap(([key, each]) =>
      each && typeof each === "object" && "type" in each ? looseIn(each, `${path}.${key}`) : []
    ),
  ];
}

Deno.test("no frame and no body takes a field that it doesn't name, at any depth", () => {
  const schemas = { ...CLIENT_FRAMES, Guest, Login, Registration };
  assert.ok(Object.keys(schemas).length > 60);
  for (const [name, schema] of Object.entries(schemas)) {
    // A newer client's hello may hold more, which is dropped.
    const expected = name === "hello" ? ["hello"] : [];
    assert.deepEqual(looseIn(schema as unknown as Schema, name), expected);
  }
});

Deno.test("a frame with one field more is refused by the field's name, whatever frame it is", () => {
  const hello = parseClientFrame(JSON.stringify({ type: "hello", ...SLIPPED }));
  assert.deepEqual(Object.keys(hello).sort(), ["backlog", "cursors", "type"]);
  for (const type of Object.keys(CLIENT_FRAMES).filter((type) => type !== "hello")) {
    for (const [key, value] of Object.entries(SLIPPED)) {
      const schema = CLIENT_FRAMES[type] as unknown as Schema;
      if (key in schema.entries!) continue;
      const frame = JSON.stringify({ type, [key]: value });
      assert.throws(() => parseClientFrame(frame), { name: "ParleyError" }, `${type}: ${key}`);
    }
  }
});

Deno.test("names that every object has are no way in", () => {
  for (const key of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
    const text = `{"type":"ping","${key}":{"administrator":true}}`;
    let frame: unknown;
    try {
      frame = parseClientFrame(text);
    } catch {
      continue;
    }
    assert.deepEqual(JSON.stringify(frame), '{"type":"ping"}');
    assert.equal((frame as { administrator?: boolean }).administrator, undefined);
  }
  assert.equal(({} as { administrator?: boolean }).administrator, undefined);
  assert.ok(!v.safeParse(Registration, { name: "a", password: "b", administrator: true }).success);
});

Deno.test("over HTTP the same is refused, in body and query", async () => {
  const { url } = server();
  await register(url, freshName("first"));
  const alice = await register(url, freshName("alice"));
  for (const [key, value] of Object.entries(SLIPPED)) {
    const attempts = [
      call(url, "/v1/accounts", { body: { name: "eve", password: PASSWORD, [key]: value } }),
      call(url, "/v1/guests", { body: { name: "eve", [key]: value } }),
      call(url, "/v1/sessions", { body: { name: alice.name, password: PASSWORD, [key]: value } }),
      call(url, "/v1/rooms/lobby/messages", {
        token: alice.token,
        body: { text: "hello", [key]: value },
      }),
      call(url, `/v1/rooms?${key}=1`, { token: alice.token }),
    ];
    for (const { status, body } of await Promise.all(attempts)) {
      assert.equal(status, 400, JSON.stringify(body));
      assert.match(body.detail, new RegExp(key));
    }
  }
  const forged = await call(url, "/v1/rooms/lobby/messages", {
    token: alice.token,
    body: { type: "delete-account", text: "hello" },
  });
  assert.equal(forged.status, 201);
  assert.equal((await call(url, "/v1/me", { token: alice.token })).body.account.name, alice.name);
});
