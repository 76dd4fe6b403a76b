import assert from "node:assert/strict";
import type { Context } from "../commands/context.ts";
import { run } from "../commands/run.ts";
import { SHELLS } from "../../shared/manual/completions.ts";

async function printed(...args: string[]): Promise<string> {
  let out = "";
  await run(args, { print: (text: string) => void (out += text) } as unknown as Context);
  return out;
}

/** Runs a program on this input. @returns what it says; `undefined` if there is no such program. */
async function output(program: string[], input: string): Promise<string | undefined> {
  try {
    const [file, ...args] = program;
    const io = { stdin: "piped", stdout: "piped", stderr: "piped" } as const;
    const child = new Deno.Command(file, { args, ...io }).spawn();
    const writer = child.stdin.getWriter();
    writer.write(new TextEncoder().encode(input)).then(() => writer.close()).catch(() => {});
    const { stdout, stderr } = await child.output();
    return new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** What bash offers for the last of these words. */
async function offers(...words: string[]): Promise<string[]> {
  const list = words.map((word) => `'${word}'`).join(" ");
  const script = `${await printed("completion", "bash")}
COMP_WORDS=(parley ${list}); COMP_CWORD=${words.length}; _parley; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const out = await output(["bash", "--noprofile", "--norc"], script);
  return (out ?? "").split("\n").filter((line) => line !== "");
}

Deno.test("bash completes commands, options of the place where one is, and their values", async () => {
  assert.ok((await offers("")).includes("send"));
  assert.deepEqual(await offers("tok"), ["token"]);
  assert.deepEqual(await offers("token", "cr"), ["create"]);
  assert.deepEqual(await offers("token", "create", "--sc"), ["--scopes"]);
  assert.deepEqual(await offers("users", "--li"), ["--limit"]);
  assert.deepEqual(await offers("send", "--sc"), []);
  assert.deepEqual(await offers("--view", "f"), ["fullscreen"]);
  // A value is no command, whatever it says.
  assert.deepEqual(await offers("--user", "token", "hist"), ["history"]);
  assert.deepEqual(await offers("--user", "to"), []);
});

Deno.test("fish offers the same", async () => {
  const script = await printed("completion", "fish");
  const offered = async (line: string) => {
    const out = await output(["fish", "--no-config"], `${script}\ncomplete -C '${line}'`);
    return out?.split("\n").filter((line) => line !== "").map((line) => line.split("\t")[0]);
  };
  if (await offered("parley ") === undefined) return;
  assert.deepEqual(await offered("parley tok"), ["token"]);
  assert.deepEqual(await offered("parley token cr"), ["create"]);
  assert.deepEqual(await offered("parley token create --sc"), ["--scopes"]);
  assert.deepEqual(await offered("parley users --li"), ["--limit"]);
  assert.deepEqual(await offered("parley send --sc"), []);
  assert.deepEqual(await offered("parley --view f"), ["fullscreen"]);
  assert.deepEqual(await offered("parley --user token hist"), ["history"]);
});

Deno.test("zsh completes a line at its prompt", async () => {
  const folder = await Deno.makeTempDir({ prefix: "parley-zsh-" });
  await Deno.writeTextFile(`${folder}/_parley`, await printed("completion", "zsh"));
  const expected = {
    "tok": "token",
    "token cr": "token create",
    "token create --sc": "token create --scopes",
    "users --li": "users --limit",
    "send --sc": "send --sc",
    "--view fu": "--view fullscreen",
    "--user token hist": "--user token history",
  };
  const lines = Object.keys(expected).map((line) => `'${line}'`).join(" ");
  // A key of its own tells the line as it is after Tab.
  const out = await output(
    ["zsh", "-f"],
    `zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z "fpath=('${folder}' \$fpath); autoload -Uz compinit; compinit -D -u"
zpty -w z 'tell() { print -r -- "«$BUFFER»"; BUFFER=; }; zle -N tell; bindkey "^T" tell; print rea""dy'
zpty -r -m z said '*ready*'
for line in ${lines}; do
  zpty -w -n z "parley $line"$'\\t\\x14'
  zpty -r -m z said '*«*»*'
  print -r -- "\${\${said##*«}%%»*}"
done
`,
  );
  await Deno.remove(folder, { recursive: true });
  if (out === undefined) return;
  assert.deepEqual(
    out.trimEnd().split(/ *\n/),
    Object.values(expected).map((line) => `parley ${line}`),
  );
});

Deno.test("each shell's script names every command and is in its language", async () => {
  for (const shell of SHELLS) {
    const script = await printed("completion", shell);
    for (const word of ["tail", "--cursor-file", "revoke", "--scopes", "fullscreen"]) {
      const inFish = word.startsWith("--") ? `-l ${word.slice(2)}` : word;
      assert.ok(script.includes(shell === "fish" ? inFish : word), `${word} in ${shell}`);
    }
  }
  const checks = { bash: ["bash", "-n"], zsh: ["zsh", "-n"], fish: ["fish", "--no-execute"] };
  for (const [shell, check] of Object.entries(checks)) {
    assert.equal(await output(check, await printed("completion", shell)) ?? "", "", shell);
  }
});

Deno.test("the manual page is roff without a complaint, and has every command", async () => {
  const page = await printed("man");
  const complaints = await output(["groff", "-man", "-ww", "-z", "-K", "utf8"], page);
  assert.equal(complaints ?? "", "");
  for (
    const usage of ["parley tail [args...]", "parley token create <name>", "\\-\\-cursor\\-file"]
  ) {
    assert.ok(page.includes(usage), usage);
  }
});
