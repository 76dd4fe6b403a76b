/**
 * What the server is set by, fuzzed: command lines as a whole, each option's value by itself, and files.
 * @module
 */
import assert from "node:assert/strict";
import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import { createProgram } from "../../cli/commands/program.ts";
import { flagsOf, serverCommand } from "../../server/config/command_line.ts";
import {
  judge,
  OPTION_NAMES,
  type OptionName,
  optionOf,
  variableOf,
} from "../../server/config/options.ts";
import { configOf, type Resolved, resolveSources, shown } from "../../server/config/resolve.ts";
import { parseOptionsFile } from "../../shared/options_file.ts";

const decoder = new TextDecoder();
const CORES = 2;

/** Quiet, and without leaving the process. */
function parseArguments(command: ReturnType<typeof serverCommand>, args: string[]) {
  command.exitOverride().configureOutput({ writeErr: () => {}, writeOut: () => {} });
  try {
    return command.parse(args, { from: "user" });
  } catch (error) {
    assert.match((error as { code?: string }).code ?? "", /^commander\./, String(error));
    return undefined;
  }
}

/** What isn't right is told, and the defaults stand in its place. */
function checkResolved(resolved: Resolved): void {
  const { port, workers } = configOf(resolved);
  assert.ok(port >= 0 && port <= 65_535 && workers >= 1 && workers <= 64);
  for (const problem of resolved.problems) assert.ok(problem.length < 300, problem);
  for (const [name, { value }] of resolved.settings) {
    assert.equal(typeof shown(name, value), "string");
  }
}

/** A value for each option that it may well have. */
const VALUES = [
  "9000",
  "on",
  "10.0.0.0/8,::1",
  "https://a.example:8443",
  "postgres://u:p@h:5432,i/d?sslmode=require",
  "nats://n:4222,tls://m:4222",
  "chat.example.org",
  "alice",
  "/var/lib/parley",
];

export const CONFIG_TARGETS = {
  "command lines": {
    examples: [
      "--port\0" + "9000\0--workers\0" + "2",
      "--trusted-proxy\0" + "10.0.0.0/8,::1",
      "--idle-timeout=600\0--guests\0off",
    ],
    take(bytes: Uint8Array): void {
      const args = decoder.decode(bytes).split("\0");
      const command = parseArguments(serverCommand(), args);
      if (command) {
        const flags = flagsOf(command as unknown as CommandUnknownOpts);
        checkResolved(resolveSources({ flags, environment: {}, cores: CORES }));
      }
      parseArguments(createProgram() as unknown as ReturnType<typeof serverCommand>, args);
    },
  },
  // Of command lines most are refused for an unknown flag. Here the first byte says which option it is, so
  // that each input is judged as a value.
  "configuration": {
    examples: OPTION_NAMES.flatMap((name, index) =>
      (optionOf(name).choices ?? VALUES).map((value) => `${String.fromCharCode(index)}${value}`)
    ),
    take(bytes: Uint8Array): void {
      const name: OptionName = OPTION_NAMES[(bytes[0] ?? 0) % OPTION_NAMES.length];
      const value = decoder.decode(bytes.subarray(1));
      const none = new Map<OptionName, readonly string[]>();
      const byFlag = resolveSources({
        flags: new Map([[name, value.split("\0")]]),
        environment: {},
        cores: CORES,
      });
      const environment = { [variableOf(name)]: value };
      const byVariable = resolveSources({ flags: none, environment, cores: CORES });
      for (const resolved of [byFlag, byVariable]) checkResolved(resolved);
      // The same text means the same, wherever it is given; set to nothing, a variable is not given.
      if (value === "" || value.includes("\0")) return;
      assert.deepEqual(byVariable.settings.get(name)!.value, byFlag.settings.get(name)!.value);
    },
  },
  "configuration files": {
    examples: [
      '{ "port": 9000, "guests": false, // one\n "trusted-proxy": ["10.0.0.0/8", "::1"], }',
      '{ "database": "postgres://u:p@h/d", "owner": "山田", "allowed-origin": ["https://a.b"] }',
    ],
    take(bytes: Uint8Array): void {
      const content = parseOptionsFile(decoder.decode(bytes), OPTION_NAMES, judge);
      const file = { path: "/etc/parley.jsonc", content };
      const { problems } = resolveSources({
        flags: new Map(),
        environment: {},
        file,
        cores: CORES,
      });
      for (const problem of problems) assert.match(problem, /^\/etc\/parley\.jsonc:\d+:\d+: /);
    },
  },
};
