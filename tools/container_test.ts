import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import { parse } from "yaml";
import manifest from "../deno.json" with { type: "json" };
import { DESCRIPTIONS } from "../server/admin/descriptions.ts";
import { flagsOf, serverCommand } from "../server/config/command_line.ts";
import { type Config, OPTION_NAMES, variableOf } from "../server/config/options.ts";
import { configOf, resolveSources } from "../server/config/resolve.ts";
import { binaryPath } from "./compile.ts";

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

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** What the server makes of a command line and an environment. */
function configured(words: readonly string[], environment: Record<string, string>): Config {
  const command = serverCommand().exitOverride();
  command.parse([...words], { from: "user" });
  const flags = flagsOf(command as unknown as CommandUnknownOpts);
  const resolved = resolveSources({ flags, environment, cores: 2 });
  assert.deepEqual(resolved.problems, []);
  return configOf(resolved);
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
  const environment = Object.fromEntries(
    of("ENV")[0].split(" ").map((each) => each.split("=") as [string, string]),
  );
  for (const name of Object.keys(environment)) assert.ok(VARIABLES.includes(name), name);
  const { port, data } = configured(entry.slice(1), environment);
  assert.deepEqual([of("EXPOSE"), of("VOLUME")], [[String(port)], [data]]);
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

Deno.test("what is copied is made before, and out of what the build is given", async () => {
  const stages = new Set<string>();
  for (const [name, rest] of instructions(read("Dockerfile"))) {
    if (name === "FROM") stages.add(/ AS (\w+)$/.exec(rest)?.[1] ?? "");
    if (name !== "COPY") continue;
    const from = /--from=(\w+)/.exec(rest)?.[1];
    const [source] = rest.split(" ").filter((word) => !word.startsWith("--"));
    if (from === undefined) assert.equal(source, ".");
    else assert.ok(stages.has(from), from);
    const made = [`/source/${relative(ROOT, binaryPath("parley-server"))}`, "/image"];
    if (from !== undefined) assert.ok(made.includes(source), source);
  }
  // The whole of what compiling needs comes along.
  const given = read(".dockerignore").split("\n").filter((line) => line.startsWith("!"))
    .map((line) => line.slice(1));
  const needed = new Set<string>();
  for (const entry of ["tools/compile.ts", "server/main.ts", "cli/main.ts", "web/main.tsx"]) {
    if (!existsSync(new URL(`../${entry}`, import.meta.url))) continue;
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["info", "--json", entry],
      cwd: ROOT,
    }).output();
    const { modules } = JSON.parse(new TextDecoder().decode(stdout));
    for (const { local } of modules as { local?: string }[]) {
      if (local?.startsWith(ROOT)) needed.add(relative(ROOT, local));
    }
  }
  assert.ok(needed.size > 300, `${needed.size}`);
  for (const path of needed) {
    assert.ok(given.includes(path.split(/[/\\]/)[0]) && !path.endsWith("_test.ts"), path);
  }
});

interface Service {
  image?: string;
  entrypoint?: string[];
  environment?: Record<string, string>;
  volumes?: string[];
  depends_on?: string[] | Record<string, unknown>;
}

Deno.test("compose.cluster.yaml: nodes that the server's options know, services and files that there are", () => {
  const { services, volumes } = parse(read("compose.cluster.yaml"), { merge: true }) as {
    services: Record<string, Service>;
    volumes: Record<string, unknown>;
  };
  const names = Object.keys(services);
  const nodes = names.filter((name) => services[name].entrypoint);
  assert.equal(nodes.length, 2);
  for (const name of names) {
    const { depends_on: needs = [], volumes: mounted = [], image } = services[name];
    assert.match(image!, /^\S+:\S+$/);
    for (const each of Array.isArray(needs) ? needs : Object.keys(needs)) {
      assert.ok(names.includes(each), each);
    }
    for (const [source, target] of mounted.map((each) => each.split(":"))) {
      if (!source.startsWith("./")) assert.ok(source in volumes, source);
      else assert.ok(target.endsWith(source.replace(/^\.\/(dist\/)?/, "/")), source);
    }
  }
  const folders = new Set<string>();
  for (const name of nodes) {
    const { entrypoint, environment, volumes } = services[name];
    const [program, ...words] = entrypoint!;
    assert.equal(program, "parley-server");
    const filled = Object.fromEntries(
      Object.entries(environment!).map(([key, value]) => [
        key,
        value.replace(/\$\{POSTGRES_PASSWORD:\?[^}]*\}/, "secret"),
      ]),
    );
    const { database, broker, data, port, host } = configured(words, filled);
    assert.equal(host, "0.0.0.0");
    for (const url of [database!, broker!]) assert.ok(names.includes(new URL(url).hostname), url);
    const [own] = volumes!.filter((each) => each.endsWith(`:${data}`));
    folders.add(own);
    assert.match(read("Caddyfile"), new RegExp(`reverse_proxy .*\\b${name}:${port}\\b`));
  }
  assert.equal(folders.size, nodes.length, "each has a data folder of its own");
  const [owner] = services.node1.environment!.PARLEY_DATABASE.match(/(?<=\/\/)\w+/)!;
  assert.equal(owner, services.database.environment!.POSTGRES_USER);
});
