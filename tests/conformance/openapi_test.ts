import assert from "node:assert/strict";
import { Validator } from "@seriousme/openapi-schema-validator";
import { call, register } from "../support/http.ts";
import { startServer } from "../support/server.ts";

interface Parameter {
  name: string;
  in: string;
  required: boolean;
  schema: Schema;
}
interface Schema {
  type?: string;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
}
interface Operation {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: { content: { "application/json": { schema: Schema } } };
  responses: Record<string, unknown>;
  security?: unknown[];
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
}

/** A value that this schema takes, as far as its type goes. */
function example(schema: Schema): unknown {
  if (schema.enum) return schema.enum[0];
  switch (schema.type) {
    case "integer":
    case "number":
      return 1;
    case "boolean":
      return true;
    case "array":
      return [example(schema.items ?? {})];
    case "object":
      return Object.fromEntries(
        (schema.required ?? []).map((name) => [name, example(schema.properties?.[name] ?? {})]),
      );
    default:
      return "x";
  }
}

/** One request for each operation, with something in each place. */
function requestOf(path: string, { parameters = [], requestBody }: Operation): {
  path: string;
  body: unknown;
} {
  const query = new URLSearchParams();
  let filled = path;
  for (const { name, in: where, required, schema } of parameters) {
    const value = name === "room" ? "lobby" : String(example(schema));
    if (where === "path") filled = filled.replace(`{${name}}`, encodeURIComponent(value));
    else if (where === "query" && required) query.set(name, value);
  }
  const body = requestBody && example(requestBody.content["application/json"].schema);
  return { path: query.size > 0 ? `${filled}?${query}` : filled, body };
}

async function documentOf(url: string): Promise<Document> {
  const { status, body } = await call(url, "/v1/openapi.json");
  assert.equal(status, 200);
  return body;
}

Deno.test("the OpenAPI document is a valid one", async () => {
  await using server = await startServer();
  const document = await documentOf(server.url);
  assert.match(document.openapi, /^3\.1\./);
  const { valid, errors } = await new Validator().validate(
    document as unknown as Record<string, unknown>,
  );
  assert.ok(valid, JSON.stringify(errors ?? [], null, 2).slice(0, 2_000));
  const ids = Object.values(document.paths).flatMap((path) =>
    Object.values(path).map((operation) => operation.operationId)
  );
  assert.equal(new Set(ids).size, ids.length, "each operationId once");
});

Deno.test("every route of the OpenAPI document answers, and wants a token where it says so", async () => {
  await using server = await startServer();
  const { paths } = await documentOf(server.url);
  const missing: string[] = [];
  let accounts = 0;
  const newToken = async () => (await register(server.url, `user${++accounts}`)).token;
  let token = await newToken();
  for (const [template, methods] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const name = `${method.toUpperCase()} ${template}`;
      const { path, body } = requestOf(template, operation);
      const options = { method: method.toUpperCase(), body };
      const open = operation.security?.length === 0;
      const without = await call(server.url, path, options);
      if (!open) assert.equal(without.status, 401, name);
      // Some operations end the session, or the account.
      if ((await call(server.url, "/v1/me", { token })).status === 401) token = await newToken();
      const answer = open ? without : await call(server.url, path, { ...options, token });
      if (/^There is nothing at/.test(answer.body?.detail ?? "")) missing.push(name);
      assert.ok(answer.status < 500, `${name}: ${answer.status} ${JSON.stringify(answer.body)}`);
      if (answer.status < 300) {
        assert.ok(String(answer.status) in operation.responses, `${name}: ${answer.status}`);
      } else {
        assert.equal(answer.headers.get("content-type"), "application/problem+json", name);
        assert.equal(answer.body.status, answer.status, name);
      }
    }
  }
  assert.deepEqual(missing, []);
});
