import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Account, freshName, register } from "../support/http.ts";
import { serverOfFile } from "../support/server.ts";
import { eventually } from "../support/wait.ts";
import { type Extras, jsonOf, runParley } from "./run_parley.ts";

const server = serverOfFile();

async function parley(account: Account, line: string, extras: Extras = {}): Promise<string> {
  const { code, out, errors } = await runParley(server().url, account, line.split(" "), extras);
  assert.equal(code, 0, errors.join(" "));
  return out;
}

const someone = (name: string) => register(server().url, freshName(name));
const texts = (json: string) =>
  jsonOf(json).filter(({ kind }) => kind === "message").map(({ text }) => text);

async function inFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "parley-scripts-" });
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function* pieces(...texts: string[]): AsyncGenerator<string> {
  yield* texts;
}

Deno.test("send enters a room; that it made one is said", async () => {
  const room = freshName("room");
  const send = async (name: string) =>
    (await runParley(server().url, await someone(name), ["send", "--room", room, "hello"])).errors;
  assert.deepEqual(await send("alice"), [`There was no room ${room}: it is made, and yours.`]);
  assert.deepEqual(await send("bob"), []);
});

Deno.test("send --follow sends every line, in order, in few messages", async () => {
  const alice = await someone("alice");
  const room = freshName("room");
  const lines = Array.from({ length: 2000 }, (_, i) => `line ${i}`);
  const stdin = pieces(lines.slice(0, 700).join("\n"), "\n" + lines.slice(700).join("\n"));
  const sent = jsonOf(await parley(alice, `send --room ${room} --follow --json`, { stdin }));
  assert.ok(sent.length < 10, `${sent.length} messages`);
  const said = texts(await parley(alice, `history --room ${room} --all --json`));
  assert.deepEqual(said.join("\n").split("\n"), lines);
});

Deno.test("send --file sends a file as code blocks, and nothing of one that is no text", () =>
  inFolder(async (folder) => {
    const alice = await someone("alice");
    const room = freshName("room");
    await Deno.writeTextFile(join(folder, "a.sql"), "SELECT 1;\n");
    await Deno.writeFile(join(folder, "a.bin"), new Uint8Array([0, 255]));
    await parley(alice, `send --room ${room} --file ${folder}/a.sql look`);
    const args = ["send", "--room", room, "--file", join(folder, "a.bin"), "look"];
    const { code, errors } = await runParley(server().url, alice, args);
    assert.equal(code, 2);
    assert.match(errors[0], /no text/);
    assert.deepEqual(texts(await parley(alice, `history --room ${room} --json`)), [
      "look",
      "```sql\nSELECT 1;\n```",
    ]);
  }));

Deno.test("send answers a message, whispers in a room, and writes to people directly", async () => {
  const [alice, bob] = [await someone("alice"), await someone("bob")];
  const room = freshName("room");
  const [{ seq }] = jsonOf(await parley(alice, `send --room ${room} --json ready?`));
  const [answer] = jsonOf(await parley(bob, `send --room ${room} --reply ${seq} --json yes`));
  const said = jsonOf(await parley(alice, `history --room ${room} --json`));
  assert.equal(said.find((event) => event.seq === answer.seq).replyTo, seq);
  const direct = jsonOf(await parley(alice, `send --to ${bob.name} --json psst`))[0].room;
  const [whisper] = jsonOf(
    await parley(alice, `send --room ${room} --to ${bob.name} --json hush`),
  );
  assert.equal(whisper.room, direct);
  assert.deepEqual(texts(await parley(bob, `history --room ${direct} --json`)), ["psst", "hush"]);
});

Deno.test("tail follows several rooms, and says of each event where it is from", async () => {
  const alice = await someone("alice");
  const [one, two] = [freshName("one"), freshName("two")];
  for (const room of [one, two]) await parley(alice, `send --room ${room} to-${room}`);
  const rooms = `--room ${one} --room ${two}`;
  const out = await parley(alice, `tail ${rooms} --since 1h --count 6`);
  for (const room of [one, two]) {
    assert.match(out, new RegExp(`^#${room} .* ${alice.name}: to-${room}$`, "m"));
  }
  const { code, errors } = await runParley(server().url, alice, `send ${rooms} x`.split(" "));
  assert.deepEqual([code, errors], [2, [
    "This takes one room, and 2 are named. Leave one --room.",
  ]]);
  const wrong = `tail ${rooms} --since 3 --count 1`.split(" ");
  assert.match((await runParley(server().url, alice, wrong)).errors[0], /counts in one room only/);
});

Deno.test("tail with a cursor file goes on where the last run stopped", () =>
  inFolder(async (folder) => {
    const alice = await someone("alice");
    const room = freshName("room");
    const tail = `tail --room ${room} --cursor-file ${folder}/cursor --json`;
    await parley(alice, `send --room ${room} 1`);
    const got = [await parley(alice, `${tail} --since 0 --count 3`)];
    for (const text of [2, 3, 4, 5]) await parley(alice, `send --room ${room} ${text}`);
    // The file counts for more than --since, which is for the first run.
    got.push(await parley(alice, `${tail} --since 0 --count 1`));
    got.push(await parley(alice, `${tail} --count 3`));
    assert.deepEqual(got.flatMap(texts), ["1", "2", "3", "4", "5"]);
    await Deno.writeTextFile(join(folder, "cursor"), `{"version":1`);
    const ran = await runParley(server().url, alice, tail.split(" "));
    assert.equal(ran.code, 6);
    assert.match(ran.errors[0], /cursor file .* is damaged/);
  }));

Deno.test("tail --exec hands each message of others to a program, and stops where that fails", () =>
  inFolder(async (folder) => {
    const [alice, bob] = [await someone("alice"), await someone("bob")];
    const room = freshName("room");
    const args = ["--room", room, "--cursor-file", join(folder, "cursor"), "--since", "0"];
    const script = `read -r text; echo "$PARLEY_ROOM $PARLEY_AUTHOR: $text" >> ${folder}/got; ` +
      `test "$PARLEY_TEXT" != fail -o -e ${folder}/mended`;
    const tail = (...options: string[]) =>
      runParley(server().url, alice, [
        ...["tail", ...args, "--exec", "sh", ...options],
        ...["--", "-c", script],
      ]);
    await parley(alice, `send --room ${room} mine`);
    for (const text of ["one; touch x", "fail", "two"]) {
      await runParley(server().url, bob, ["send", "--room", room, text]);
    }
    const failed = await tail();
    assert.equal(failed.code, 6);
    assert.match(failed.errors[0], /^sh failed \(exit code 1\) on message 6 of /);
    await Deno.writeTextFile(join(folder, "mended"), "");
    // The failed one comes again, and nothing that was dealt with.
    assert.deepEqual([(await tail("--count", "2")).code, failed.out], [0, ""]);
    const got = (await Deno.readTextFile(join(folder, "got"))).trim().split("\n");
    const says = (text: string) => `${room} ${bob.name}: ${text}`;
    assert.deepEqual(got, ["one; touch x", "fail", "fail", "two"].map(says));
    const missing = ["tail", ...args, "--exec", "/nowhere/program", "--own"];
    await parley(bob, `send --room ${room} more`);
    assert.equal((await runParley(server().url, alice, missing)).code, 5);
  }));

const MAIN = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));

Deno.test("tail that is killed at any moment loses nothing and repeats one message at the most", () =>
  inFolder(async (folder) => {
    const [alice, bob] = [await someone("alice"), await someone("bob")];
    const room = freshName("room");
    const count = 30;
    await parley(bob, `send --room ${room} start`);
    const args = [
      ...["run", "--allow-all", "--no-check", MAIN, "tail", "--room", room],
      ...["--since", "0", "--cursor-file", join(folder, "cursor"), "--exec", "sh", "--"],
      ...["-c", `cat >> ${folder}/got; echo >> ${folder}/got`],
    ];
    const got = async () => {
      const text = await Deno.readTextFile(join(folder, "got")).catch(() => "");
      return text.split("\n").filter((line) => line !== "" && line !== "start").map(Number);
    };
    const env = { PARLEY_SERVER: server().url, PARLEY_TOKEN: alice.token };
    for (let i = 1; i <= count; i++) await parley(bob, `send --room ${room} ${i}`);
    let runs = 0;
    for (let seen = 0; seen < count; runs++) {
      const io = { stdin: "null", stdout: "null", stderr: "null" } as const;
      const tail = new Deno.Command(Deno.execPath(), { args, env, ...io }).spawn();
      await eventually(async () => {
        const last = (await got()).at(-1) ?? 0;
        return last === count || last >= seen + 8;
      }, "the program to run");
      tail.kill("SIGKILL");
      await tail.status;
      seen = (await got()).at(-1) ?? 0;
    }
    const numbers = await got();
    const once = [...new Set(numbers)];
    assert.deepEqual(once, Array.from({ length: count }, (_, i) => i + 1));
    assert.deepEqual(numbers, numbers.toSorted((a, b) => a - b));
    assert.ok(numbers.length - once.length <= runs, `${numbers} in ${runs} runs`);
  }));
