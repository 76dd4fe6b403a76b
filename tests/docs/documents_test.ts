/**
 * Every block of commands in README and docs is run, as its reader would run it, and prints what the document
 * shows. The word behind `sh` says how: `retry` until it prints that; `background`; `server` starts one, which
 * is there until the next; `terminal` has each line in a terminal of its own. What can't be run here is skipped
 * by name.
 * @module
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { PASSWORD } from "../support/http.ts";
import { testUnless } from "../support/skip.ts";
import { hasTmux, Tmux } from "../support/tmux.ts";
import { type Block, blocksOf, lacks, runBlock, Shell } from "./examples.ts";
import { NOT_HERE, placePrograms, READERS } from "./readers.ts";

const ROOT = new URL("../../", import.meta.url);

/** Blocks that hold no commands. */
const OTHER = ["output", "json", "jsonc", "js", "yaml", "http", "text", "crontab"];

const documents = [
  ...[...Deno.readDirSync(ROOT)].filter(({ name }) => name.endsWith(".md")).map(({ name }) => name),
  ...[...Deno.readDirSync(new URL("docs", ROOT))].filter(({ name }) => name.endsWith(".md"))
    .map(({ name }) => `docs/${name}`),
].sort();

function read(document: string): string {
  return Deno.readTextFileSync(new URL(document, ROOT));
}

function notHere(document: string, { code }: Block) {
  return NOT_HERE.find((each) => each.document === document && code.startsWith(each.begins));
}

/** What the client asks a new person, in this order, and what they answer. */
const QUESTIONS = [
  { question: "Password of", answer: PASSWORD, enter: true },
  { question: "Create the account", answer: "y", enter: false },
  { question: "The same password again", answer: PASSWORD, enter: true },
];

/** Comes in from a terminal as a new person, one who is known, or a guest does, and leaves. */
async function chat(terminals: Tmux, line: string, env: Record<string, string>): Promise<void> {
  const name = `line${crypto.randomUUID()}`;
  await terminals.start(name, ["bash", "--noprofile", "--norc", "-c", line], env);
  for (let asked = 0; asked <= QUESTIONS.length; asked++) {
    const next = QUESTIONS.slice(asked).map(({ question }) => question);
    const [what] = await terminals.shows(
      name,
      new RegExp(["● online", "ended", ...next].join("|")),
    );
    assert.notEqual(what, "ended", `${line}\n${await terminals.screen(name)}`);
    if (what === "● online") break;
    asked = next.indexOf(what) + asked;
    const { answer, enter } = QUESTIONS[asked];
    await terminals.type(name, answer);
    if (enter) await terminals.press(name, "Enter");
  }
  if (line.includes("--random")) await terminals.shows(name, /stranger/);
  await terminals.press(name, "C-c");
  await terminals.press(name, "C-c");
  assert.equal(await terminals.exitCode(name), 0, line);
}

Deno.test("every block of every document says what it is, and whether somebody runs it", () => {
  for (const document of documents) {
    const markdown = read(document);
    const fences = [...markdown.matchAll(/^ *```(.*)$/gm)].map(([, info]) => info);
    for (const [index, info] of fences.entries()) {
      if (index % 2 === 1) assert.equal(info, "", document);
      else assert.ok(/^sh\b/.test(info) || OTHER.includes(info), `${document}: \`\`\`${info}`);
    }
    const blocks = blocksOf(markdown);
    assert.equal(blocks.length, fences.length / 2, `${document} has a block that is not one`);
    const commands = blocks.filter(({ info }) => info.startsWith("sh"));
    if (commands.length > 0) assert.ok(document in READERS, `nobody runs what is in ${document}`);
    for (const block of commands) {
      const known = notHere(document, block) !== undefined;
      if (block.info === "sh ignore") assert.ok(known, `${document}:${block.line}: no reason`);
    }
  }
});

for (const { document, begins, reason } of NOT_HERE) {
  const block = blocksOf(read(document)).find(({ code }) => code.startsWith(begins));
  assert.ok(block, `${document} has no block “${begins}”`);
  if (reason) testUnless(reason, `${document}:${block.line}: ${begins}`, () => {});
}

const lacking = await lacks("bash", "curl", "jq", "git") ?? (hasTmux() ? undefined : "no tmux");

for (const [document, prepare] of Object.entries(READERS)) {
  testUnless(lacking, `what ${document} says to run works, and prints what it shows`, async () => {
    const folder = await Deno.makeTempDir({ prefix: "parley-docs-" });
    await using ended = new AsyncDisposableStack();
    ended.defer(() => Deno.remove(folder, { recursive: true }));
    const bin = await placePrograms(folder);
    const surroundings = await prepare(folder, (value) => ended.use(value));
    const { PARLEY_TOKEN, ...people } = surroundings.env ?? {};
    const personal = {
      PATH: `${bin}:${Deno.env.get("PATH")}`,
      HOME: folder,
      DENO_DIR: Deno.env.get("DENO_DIR") ?? join(Deno.env.get("HOME")!, ".cache", "deno"),
      TERM: "xterm-256color",
      LANG: "C.UTF-8",
      ...people,
    };
    const bot: Record<string, string> = PARLEY_TOKEN === undefined ? {} : { PARLEY_TOKEN };
    const shell = new Shell(folder, { ...personal, ...bot, NO_COLOR: "1" });
    ended.defer(() => shell.close());
    const terminals = ended.use(new Tmux());
    const blocks = blocksOf(read(document));
    let ran = 0;
    for (const [index, block] of blocks.entries()) {
      const where = `${document}:${block.line}`;
      if (notHere(document, block)?.reason) continue;
      for (const [written, here] of surroundings.here ?? []) {
        block.code = block.code.replaceAll(written, here);
      }
      const next = blocks.at(index + 1);
      const shown = next?.info === "output" ? next.code : undefined;
      switch (block.info) {
        case "js": {
          const [, name] = /^\/\/ (\S+\.js)\n/.exec(block.code)!;
          await Deno.writeTextFile(join(folder, name), block.code);
          break;
        }
        case "crontab": {
          // Five times of a day, then what a shell is given; `%` would end that.
          const command = block.code.replace(/^(\S+ +){5}/, "").replaceAll("\\%", "%");
          await runBlock(shell, { ...block, code: command }, shown, where);
          break;
        }
        case "sh server":
          await shell.serve(block.code, surroundings.serverEnv ?? {});
          break;
        case "sh terminal":
          for (const line of block.code.trim().split("\n")) await chat(terminals, line, personal);
          break;
        case "sh background":
          await shell.run(block.code.replace(/\n$/, " &\n"));
          break;
        case "sh":
        case "sh retry":
          await runBlock(shell, block, shown, where);
          break;
        default:
          continue;
      }
      ran++;
    }
    assert.ok(ran > 0, document);
  });
}
