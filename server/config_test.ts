import assert from "node:assert/strict";
import process from "node:process";
import { defaultWorkers, serverCommand, toConfig } from "./config.ts";

function parse(args: string[]) {
  const command = serverCommand(2).exitOverride().configureOutput({ writeErr: () => {} });
  command.parse(args, { from: "user" });
  return toConfig(command.opts());
}

Deno.test("without options the server is what the quick start says", () => {
  const config = parse([]);
  assert.deepEqual(
    { ...config },
    {
      host: "localhost",
      port: 8000,
      data: "data",
      database: undefined,
      workers: 1,
      guests: true,
      registration: "open",
      logLevel: "info",
      listener: "node",
      maxConnections: 10_000,
      sendsPerSecond: 10,
      webhooksToPrivate: false,
      outgoingCa: undefined,
      pushKeys: undefined,
      owner: undefined,
      idleTimeout: 0,
      idleStrict: false,
      trustedProxies: [],
      allowedOrigins: [],
    },
  );
});

Deno.test("a flag beats the environment, the environment beats the default", () => {
  process.env.PARLEY_DATA = "/var/lib/parley";
  process.env.PARLEY_GUESTS = "off";
  try {
    const config = parse(["--data", "elsewhere"]);
    assert.equal(config.data, "elsewhere");
    assert.equal(config.guests, false);
  } finally {
    delete process.env.PARLEY_DATA;
    delete process.env.PARLEY_GUESTS;
  }
});

Deno.test("the owner is known by the key of its name, and has to have one", () => {
  assert.equal(parse(["--owner", "@Alice"]).owner, "alice");
  assert.throws(() => parse(["--owner", "two words"]), /--owner/);
});

Deno.test("proxies and origins can be given again and again, or with commas, and have to be some", () => {
  const { trustedProxies, allowedOrigins } = parse([
    ...["--trusted-proxy", "10.0.0.0/8", "--trusted-proxy", "::1, 192.0.2.1"],
    ...["--allowed-origin", "https://Chat.example.org:443/"],
  ]);
  assert.deepEqual(trustedProxies, ["10.0.0.0/8", "::1", "192.0.2.1"]);
  assert.deepEqual(allowedOrigins, ["https://chat.example.org"]);
  for (const network of ["10.0.0.0/40", "proxy.example", "any"]) {
    assert.throws(() => parse(["--trusted-proxy", network]), /--trusted-proxy/);
  }
  for (const origin of ["*", "null", "chat.example.org", "https://chat.example.org/path"]) {
    assert.throws(() => parse(["--allowed-origin", origin]), /--allowed-origin/);
  }
  process.env.PARLEY_TRUSTED_PROXY = "127.0.0.1,::1";
  try {
    assert.deepEqual(parse([]).trustedProxies, ["127.0.0.1", "::1"]);
    assert.deepEqual(parse(["--trusted-proxy", "10.0.0.1"]).trustedProxies, ["10.0.0.1"]);
  } finally {
    delete process.env.PARLEY_TRUSTED_PROXY;
  }
});

Deno.test("the strict rule for idle connections is a switch that can be turned off again", () => {
  assert.equal(parse(["--idle-strict"]).idleStrict, true);
  process.env.PARLEY_IDLE_STRICT = "on";
  try {
    assert.equal(parse([]).idleStrict, true);
    assert.equal(parse(["--idle-strict", "off"]).idleStrict, false);
  } finally {
    delete process.env.PARLEY_IDLE_STRICT;
  }
});

Deno.test("what is no port, number or choice is refused by name", () => {
  for (
    const args of [["--port", "abc"], ["--port", "70000"], ["--workers", "0"], ["--guests", "yes"]]
  ) {
    assert.throws(() => parse(args), (error: Error) => error.message.includes(args[0]));
  }
  assert.throws(() => parse(["surprise"]));
  assert.throws(() => parse(["--prot", "1"]), /--port/);
});

Deno.test("there is one gateway for each two cores, 1 to 8", () => {
  assert.deepEqual([1, 2, 4, 15, 16, 64].map(defaultWorkers), [1, 1, 2, 7, 8, 8]);
});
