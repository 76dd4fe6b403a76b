import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { parse } from "yaml";
import manifest from "../deno.json" with { type: "json" };
import { DESCRIPTIONS } from "../server/admin/descriptions.ts";
import { OPTION_NAMES, variableOf } from "../server/config/options.ts";

function read(name: string): string {
  return Deno.readTextFileSync(new URL(`../${name}`, import.meta.url));
}

/** The instructions of a Dockerfile, each with what follows it; continued lines joined. */
function instructions(text: string): [name: string, rest: string][] {
  return text.replaceAll(/^#.*\n/gm, "").replaceAll(/\\\n\s*/g, "").split("\n")
    .filter((line) => line !== "").map((line) => {
      const [, name, rest] = /^([A-Z]+) (.+)$/.exec(line) ?? assert.fail(line);
      return [name, rest];
    });
}

const VARIABLES = OPTION_NAMES.map(variableOf);

Deno.test("the container is not root, knows whether it is well, and starts the program directly", () => {
  const all = instructions(read("Dockerfile"));
  const last = all.findLastIndex(([name]) => name === "FROM");
  const of = (name: string) =>
    all.slice(last).filter(([each]) => each === name).map(([, it]) => it);
  assert.deepEqual(of("USER"), ["nonroot:nonroot"]);
  const [entry] = of("ENTRYPOINT").map((text) => JSON.parse(text));
  assert.ok(of("COPY").some((copy) => copy.endsWith(` ${entry[0]}`)));
  const check = JSON.parse(/CMD (.+)$/.exec(of("HEALTHCHECK")[0])![1]);
  assert.equal(check[0], entry[0]);
  assert.ok(check[1] in DESCRIPTIONS);
  for (const [, name] of of("ENV")[0].matchAll(/(\w+)=/g)) {
    assert.ok(VARIABLES.includes(name), name);
  }
  // Nothing is run in it: it has no shell.
  assert.deepEqual(of("RUN"), []);
  for (const [, task] of all.join("\n").matchAll(/deno task (\w+)/g)) {
    assert.ok(task in manifest.tasks, task);
  }
});

Deno.test("what the build is given is there", () => {
  const given = read(".dockerignore").split("\n").filter((line) => line.startsWith("!"));
  assert.ok(given.length > 5);
  for (const line of given) {
    assert.ok(existsSync(new URL(`../${line.slice(1)}`, import.meta.url)), line);
  }
});

Deno.test("compose.yaml is one service, that may write its data and nothing else", () => {
  const { services, volumes } = parse(read("compose.yaml"));
  assert.deepEqual(Object.keys(services), ["parley"]);
  const { parley } = services;
  assert.equal(parley.read_only, true);
  assert.deepEqual(parley.cap_drop, ["ALL"]);
  assert.deepEqual(parley.volumes, ["data:/data"]);
  assert.ok("data" in volumes);
  assert.match(parley.ports[0], /^127\.0\.0\.1:/);
  for (const name of Object.keys(parley.environment)) assert.ok(VARIABLES.includes(name), name);
});
