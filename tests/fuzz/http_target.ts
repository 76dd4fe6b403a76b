/**
 * Requests over HTTP up to where a command would begin: path, query and body against every schema.
 * @module
 */
import { Hono } from "hono";
import assert from "node:assert/strict";
import * as v from "valibot";
import { commands } from "../../server/commands/table.ts";
import { Guest, HookBody, Login, Registration } from "../../server/gateway/http/bodies.ts";
import { inputOf } from "../../server/gateway/http/input.ts";
import { problem } from "../../server/gateway/http/problem.ts";
import { type Env, readBody } from "../../server/gateway/http/request.ts";
import { toParleyError } from "../../shared/errors.ts";
import { REQUESTS, schemaError } from "../../shared/protocol/mod.ts";

const app = new Hono<Env>();
const lines: string[] = [];

for (const { type, http } of commands()) {
  const schema = REQUESTS[type].input;
  for (const route of http) {
    app.on(route.method, route.path, async (c) => {
      const input = v.safeParse(schema, await inputOf(c, type, schema, route));
      if (!input.success) throw schemaError("request", input.issues);
      assert.equal(input.output.type, type);
      return c.text("It would begin.");
    });
    const path = route.path.replace(":room", "lobby").replace(/:\w+/g, "1");
    lines.push(`${route.method} ${path}?limit=5&after=x\n{"text":"a","person":"bob","on":true}`);
  }
}
for (const [name, schema] of Object.entries({ Guest, HookBody, Login, Registration })) {
  app.post(`/${name}`, async (c) => c.json(await readBody(c, schema)));
  lines.push(`POST /${name}\n{"name":"a","password":"b","text":"c"}`);
}
app.onError((error) => {
  const refusal = toParleyError(error);
  // Whatever was not expected is a defect.
  if (refusal.code === "internal") throw error;
  return problem(refusal);
});

export const httpTarget = {
  examples: lines,
  async take(bytes: Uint8Array): Promise<void> {
    const text = new TextDecoder().decode(bytes);
    const [, method, target, body] = /^(\w+) (\S*)\n?([^]*)$/.exec(text) ?? [];
    if (!/^(POST|PUT|PATCH|DELETE|GET)$/.test(method ?? "")) return;
    const url = `http://x${target.startsWith("/") ? "" : "/"}${target}`;
    if (!URL.canParse(url)) return;
    const response = await app.request(
      new Request(url, { method, ...(method === "GET" ? {} : { body }) }),
      undefined,
      { address: "127.0.0.1" },
    );
    assert.ok(response.status < 500, `${response.status}`);
    await response.text();
  },
};
