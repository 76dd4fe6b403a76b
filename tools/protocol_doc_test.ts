import assert from "node:assert/strict";
import { parseClientFrame, parseServerFrame, type RequestType } from "../shared/protocol/mod.ts";
import { REQUESTS } from "../shared/protocol/mod.ts";
import type { Gateway } from "../server/gateway/gateway.ts";
import { httpApp } from "../server/gateway/http/app.ts";
import * as v from "valibot";
import { type Example, frameSections } from "./tidy/documents.ts";

const markdown = await Deno.readTextFile(new URL("../docs/protocol.md", import.meta.url));
const examples = frameSections(markdown).flatMap((section) => section.examples);

function parse({ direction, json }: Example): unknown {
  return direction === "client" ? parseClientFrame(json) : parseServerFrame(json);
}

Deno.test("every example of docs/protocol.md is the frame that its heading names, and can be read", () => {
  assert.ok(examples.length > 0);
  for (const example of examples) {
    const where = `docs/protocol.md:${example.line}`;
    assert.equal((JSON.parse(example.json) as { type: string }).type, example.type, where);
    assert.doesNotThrow(() => parse(example), where);
    // Nothing in an example is made up: what the schema doesn't know would be left out.
    const read = parse(example);
    for (const [key, value] of Object.entries(JSON.parse(example.json))) {
      assert.deepEqual((read as Record<string, unknown>)[key], value, `${where}: ${key}`);
    }
  }
});

Deno.test("the result of the done frame's example has its request's shape", () => {
  const sent = new Map(
    examples.filter(({ direction }) => direction === "client")
      .map(({ json }) => JSON.parse(json)).map((frame) => [frame.id, frame.type]),
  );
  const answers = examples.filter(({ type }) => type === "done").map(({ json }) =>
    JSON.parse(json)
  );
  assert.ok(answers.length > 0);
  for (const { id, result } of answers) {
    const request = sent.get(id) as RequestType;
    assert.ok(v.is(REQUESTS[request].result, result), `${id} answers ${request}`);
  }
});

Deno.test("every HTTP route is in docs/protocol.md, and no others", () => {
  const served = httpApp({} as Gateway).routes
    // Files of the browser client, where it is built, are no interface.
    .filter(({ method, path }) => method !== "ALL" && /^\/(v1\/|healthz$|$)/.test(path))
    .map(({ method, path }) => `${method} ${path}`);
  const documented = [...markdown.matchAll(/^\| `((?:GET|POST|PUT|PATCH|DELETE) \S+)` *\|/gm)]
    .map(([, route]) => route);
  assert.deepEqual(documented.sort(), [...new Set(served)].sort());
});
