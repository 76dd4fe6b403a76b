import assert from "node:assert/strict";
import {
  checkDependencies,
  checkLimits,
  checkLinks,
  checkProtocol,
  frameSections,
} from "./documents.ts";

const PROTOCOL = {
  clientFrames: ["hello"],
  serverFrames: ["bye"],
  closeCodes: { busy: 4003 },
  errorCodes: { "not-found": { status: 404, exit: 5 } },
};

const DOCUMENT = `# Protocol
## Client to server
### \`hello\`
\`\`\`json
{"type":"hello"}
\`\`\`
## Server to client
### \`bye\`
\`\`\`json
{"type":"bye"}
\`\`\`
\`\`\`json
{"type":"bye","after":1}
\`\`\`
## Codes
| 4003 | \`busy\` | later |
| \`not-found\` | 404 | 5 | nothing |
`;

function check(markdown: string): string[] {
  return checkProtocol("p.md", markdown, PROTOCOL).map(({ line, message }) => `${line} ${message}`);
}

Deno.test("examples are found with their direction, type and line", () => {
  const examples = frameSections(DOCUMENT).flatMap((section) => section.examples);
  assert.deepEqual(examples, [
    { direction: "client", type: "hello", json: '{"type":"hello"}', line: 5 },
    { direction: "server", type: "bye", json: '{"type":"bye"}', line: 10 },
    { direction: "server", type: "bye", json: '{"type":"bye","after":1}', line: 13 },
  ]);
});

Deno.test("the protocol's document has every frame, example and code, and no others", () => {
  assert.deepEqual(check(DOCUMENT), []);
  const without = (part: string, put = "") => {
    assert.ok(DOCUMENT.includes(part));
    const found = check(DOCUMENT.replace(part, put));
    assert.equal(found.length, 1, `${part}: ${found}`);
    return found[0];
  };
  assert.match(without('```json\n{"type":"hello"}\n```\n'), /^3 The frame hello has no example/);
  assert.match(without("| 4003 | `busy` | later |\n"), /row \| 4003 \| `busy`/);
  assert.match(without("404 | 5", "404 | 6"), /row \| `not-found` \| 404 \| 5/);
  assert.match(without("## Codes", "### `shout`"), /^15 There is no frame shout from the server/);
  assert.match(
    without('### `hello`\n```json\n{"type":"hello"}\n```\n'),
    /The frame hello is missing/,
  );
});

Deno.test("every package has a row, and every row a package", () => {
  const packages = new Set(["hono", "ws"]);
  const check = (markdown: string) =>
    checkDependencies("d.md", markdown, packages).map((problem) => problem.message);
  assert.deepEqual(check("| `hono` | x |\n| `ws`   | x |\n| `node:sqlite` | x |\n"), []);
  assert.match(check("| `hono` | x |\n")[0], /The package ws is missing/);
  assert.match(check("| `hono` | x |\n| `ws` | x |\n| `koa` | x |\n")[0], /koa is not a package/);
});

Deno.test("a limit without a comment of its own is reported, unless it goes on with a subject", () => {
  const check = (text: string) => checkLimits("l.ts", text).map((problem) => problem.line);
  const commented = "export const limits = {\n  /** Why. */\n  sendBurst: 1,\n";
  assert.deepEqual(check(commented), []);
  assert.deepEqual(check(`${commented}  sendsPerSecond: 1,\n`), []);
  assert.deepEqual(check(`${commented}  roomEvents: 1,\n`), [4]);
  assert.deepEqual(check(`${commented}\n  sendRetry: 1,\n`), [5]);
  assert.deepEqual(check("export const limits = {\n  // Why.\n  sendBurst: 1,\n"), [3]);
});

Deno.test("a link to a file that doesn't exist is reported, others are not", () => {
  const markdown = "[a](b.md#part) [c](../README.md)\n[d](https://x.org) [e](#here) [f](gone.md)\n";
  const exists = (path: string) => ["docs/b.md", "README.md"].includes(path);
  assert.deepEqual(checkLinks("docs/a.md", markdown, exists), [
    { file: "docs/a.md", line: 2, message: "It links to gone.md, which doesn't exist." },
  ]);
});
