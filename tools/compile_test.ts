import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { explain, flagsOf } from "../shared/permissions.ts";
import { compileArguments, PROGRAMS } from "./compile.ts";

Deno.test("no binary may do all or read the whole environment, and the server starts no programs", () => {
  for (const { name, entry, permissions, threads } of PROGRAMS) {
    for (const file of [entry, ...threads]) assert.ok(existsSync(file), file);
    const flags = flagsOf(permissions);
    assert.ok(!flags.some((each) => /^(-A|--allow-(all|env|sys|ffi|import))$/.test(each)), name);
    const environment = flags.find((each) => each.startsWith("--allow-env="))!.split("=")[1];
    assert.ok(!environment.split(",").includes("*"), name);
  }
  const server = PROGRAMS.find(({ name }) => name === "parley-server")!;
  assert.ok(!flagsOf(server.permissions).some((each) => each.startsWith("--allow-run")));
});

Deno.test("each permission is explained, in the words that stand beside its flag", () => {
  for (const { name, permissions } of PROGRAMS) {
    const text = explain(name, permissions);
    for (const { why, only = [] } of permissions) {
      assert.match(why, /^[A-Z].*\.$/, why);
      for (const part of [why, ...only]) assert.ok(text.includes(part), part);
    }
    for (const flag of flagsOf(permissions)) assert.ok(text.includes(`\n  ${flag}\n`), flag);
  }
});

Deno.test("flags of one kind become one, and all of a kind outweighs a part of it", () => {
  assert.deepEqual(
    flagsOf([
      { kind: "env", only: ["A", "B"], why: "" },
      { kind: "net", why: "" },
      { kind: "env", only: ["B", "C*"], why: "" },
      { kind: "sys", only: ["uid"], why: "" },
      { kind: "sys", why: "" },
    ]),
    ["--allow-env=A,B,C*", "--allow-net", "--allow-sys"],
  );
});

Deno.test("binaries have no code cache, which others could write", () => {
  // What comes of it is seen in tests/binary, where binaries can be made.
  for (const program of PROGRAMS) {
    assert.ok(compileArguments(program, "x").includes("--no-code-cache"), program.name);
  }
});
