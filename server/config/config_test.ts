import assert from "node:assert/strict";
import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import { parseOptionsFile } from "../../shared/options_file.ts";
import { flagsOf, serverCommand } from "./command_line.ts";
import { defaultWorkers, judge, OPTION_NAMES } from "./options.ts";
import { configOf, resolveSources, shown } from "./resolve.ts";

type Given = { environment?: Record<string, string>; file?: string };

function read(args: string[], { environment = {}, file }: Given = {}) {
  const command = serverCommand().exitOverride().configureOutput({ writeErr: () => {} });
  command.parse(args, { from: "user" });
  return resolveSources({
    flags: flagsOf(command as unknown as CommandUnknownOpts),
    environment,
    cores: 2,
    file: file === undefined
      ? undefined
      : { path: "/etc/parley/own.jsonc", content: parseOptionsFile(file, OPTION_NAMES, judge) },
  });
}

function configFrom(args: string[], given?: Given) {
  const resolved = read(args, given);
  assert.deepEqual(resolved.problems, []);
  return configOf(resolved);
}

Deno.test("without options the server is what the quick start says", () => {
  assert.deepEqual(configFrom([]), {
    config: undefined,
    host: "localhost",
    port: 8000,
    data: "data",
    database: undefined,
    broker: undefined,
    workers: 1,
    guests: true,
    registration: "open",
    logLevel: "info",
    logFormat: "auto",
    metricsToken: undefined,
    listener: "node",
    maxConnections: 10_000,
    sendsPerSecond: 10,
    webhooksToPrivate: false,
    outgoingCa: undefined,
    pushKeys: undefined,
    owner: undefined,
    idleTimeout: 0,
    idleStrict: false,
    trustedProxy: [],
    allowedOrigin: [],
    tls: "off",
    tlsCert: undefined,
    tlsKey: undefined,
    acmeDomain: [],
    acmeEmail: undefined,
    acmeDirectory: "https://acme-v02.api.letsencrypt.org/directory",
    acmePort: 80,
  });
});

Deno.test("a flag beats the environment, the environment the file, the file the default", () => {
  const file = '{\n  "data": "../elsewhere",\n  "guests": false,\n  "port": 1,\n  "host": "::1"\n}';
  const environment = { PARLEY_DATA: "/var/lib/parley", PARLEY_PORT: "2", PARLEY_OWNER: "" };
  const resolved = read(["--port", "3"], { environment, file });
  assert.deepEqual(resolved.problems, []);
  const of = (name: typeof OPTION_NAMES[number]) => resolved.settings.get(name);
  assert.deepEqual(of("port"), { value: 3, from: "flag", place: "--port" });
  assert.deepEqual(of("data"), {
    value: "/var/lib/parley",
    from: "environment",
    place: "PARLEY_DATA",
  });
  assert.deepEqual(of("guests"), { value: false, from: "file", place: "/etc/parley/own.jsonc:3" });
  assert.deepEqual(of("owner"), { value: undefined, from: "default", place: "" });
});

Deno.test("a relative path in the file counts from the file's folder", () => {
  assert.equal(
    configFrom([], { file: '{ "push-keys": "push.json" }' }).pushKeys,
    "/etc/parley/push.json",
  );
  assert.equal(configFrom([], { file: '{ "data": "/srv" }' }).data, "/srv");
});

Deno.test("all that is wrong is told at once, each with its place", () => {
  const environment = { PARLEY_PORT: "70000", PARLEY_REGISTRATION: "everybody" };
  const file = `{
  // a slip, twice
  "prot": 1,
  "guests": "yes",
  "trusted-proxy": ["10.0.0.0/8", "proxy.example"],
  "workers": 1.5,
}`;
  assert.deepEqual(read(["--log-level", "loud"], { environment, file }).problems, [
    '/etc/parley/own.jsonc:3:3: There is no option "prot". Did you mean "port"?',
    '/etc/parley/own.jsonc:4:13: "guests" has to be on or off (true or false in the file), not "yes".',
    '/etc/parley/own.jsonc:5:35: "trusted-proxy" has to be an address or a network such as ' +
    '10.0.0.0/8, not "proxy.example".',
    '/etc/parley/own.jsonc:6:14: "workers" has to be a whole number from 1 to 64, not 1.5.',
    'PARLEY_PORT has to be a whole number from 0 to 65535, not "70000".'.replace(
      '"70000"',
      "70000",
    ),
    'PARLEY_REGISTRATION has to be one of open, invite, closed, not "everybody".',
    '--log-level has to be one of debug, info, warning, error, not "loud".',
  ]);
});

Deno.test("a password in the database's URL is neither shown nor told", () => {
  const { settings } = read([
    "--database",
    "postgres://parley:s3cret@db/parley?sslpassword=s3cret",
  ]);
  assert.equal(
    shown("database", settings.get("database")!.value),
    "postgres://parley:***@db/parley?sslpassword=***",
  );
  const [problem] = read(["--database", "mysql://parley:s3cret@db/parley"]).problems;
  assert.match(problem, /^--database has to be a URL/);
  assert.doesNotMatch(problem, /s3cret/);
});

Deno.test("the owner is known by the key of its name, and has to have one", () => {
  assert.equal(configFrom(["--owner", "@Alice"]).owner, "alice");
  assert.match(read(["--owner", "two words"]).problems[0], /--owner .* not "two words"/);
});

Deno.test("proxies and origins can be given again and again, or with commas, and have to be some", () => {
  const { trustedProxy, allowedOrigin } = configFrom([
    ...["--trusted-proxy", "10.0.0.0/8", "--trusted-proxy", "::1, 192.0.2.1"],
    ...["--allowed-origin", "https://Chat.example.org:443/"],
  ]);
  assert.deepEqual(trustedProxy, ["10.0.0.0/8", "::1", "192.0.2.1"]);
  assert.deepEqual(allowedOrigin, ["https://chat.example.org"]);
  for (const network of ["10.0.0.0/40", "proxy.example", "any"]) {
    assert.match(read(["--trusted-proxy", network]).problems[0], /--trusted-proxy/);
  }
  for (const origin of ["*", "null", "chat.example.org", "https://chat.example.org/path"]) {
    assert.match(read(["--allowed-origin", origin]).problems[0], /--allowed-origin/);
  }
  const environment = { PARLEY_TRUSTED_PROXY: "127.0.0.1,::1" };
  assert.deepEqual(configFrom([], { environment }).trustedProxy, ["127.0.0.1", "::1"]);
  const both = configFrom(["--trusted-proxy", "10.0.0.1"], { environment });
  assert.deepEqual(both.trustedProxy, ["10.0.0.1"]);
});

Deno.test("the strict rule for idle connections is a switch that can be turned off again", () => {
  const environment = { PARLEY_IDLE_STRICT: "on" };
  assert.equal(configFrom(["--idle-strict"]).idleStrict, true);
  assert.equal(configFrom([], { environment }).idleStrict, true);
  assert.equal(configFrom(["--idle-strict", "off"], { environment }).idleStrict, false);
});

Deno.test("what is no port, number or choice is refused by name", () => {
  for (
    const args of [["--port", "abc"], ["--port", "70000"], ["--workers", "0"], ["--guests", "yes"]]
  ) {
    assert.match(read(args).problems[0], new RegExp(`^${args[0]} `));
  }
  assert.throws(() => read(["surprise"]));
  assert.throws(() => read(["--prot", "1"]), /--port/);
});

Deno.test("there is one gateway for each two cores, 1 to 8", () => {
  assert.deepEqual([1, 2, 4, 15, 16, 64].map(defaultWorkers), [1, 1, 2, 7, 8, 8]);
});
