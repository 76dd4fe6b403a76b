import assert from "node:assert/strict";
import { join } from "node:path";
import { TestClient } from "../support/client.ts";
import { call, logIn, PASSWORD, register } from "../support/http.ts";
import { operate, operated } from "../support/operate.ts";
import { startServer } from "../support/server.ts";
import { eventually, sleep } from "../support/wait.ts";

const DAY = 24 * 3600 * 1000;

/** A word that stays, and one for each way to be erased. */
const STAYS = "marimba";
const ERASED = ["xylophone", "theremin", "zither"];

/** Which of the words are in a file of this folder, and where. */
async function holding(folder: string, words: string[]): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (!isFile) continue;
    const bytes = new TextDecoder("latin1").decode(await Deno.readFile(join(folder, name)));
    found.push(...words.filter((word) => bytes.includes(word)).map((word) => `${name}: ${word}`));
  }
  return found;
}

/** A data folder in which somebody said something forty days ago. */
async function withOldMessages(data: string): Promise<void> {
  await using server = await startServer();
  const alice = await register(server.url, "alice");
  {
    await using client = await TestClient.connect(server.url, alice.token);
    const { room } = await client.request("join", { room: "attic" });
    const { seq } = await client.say(room.id, "an old theremin");
    await client.request("edit", { room: room.id, seq, text: "a very old theremin" });
  }
  const { stdout } = await operate(["--data", server.data, "export"]);
  const old = stdout
    .replaceAll(/"at":(\d{13})/g, (_all, at) => `"at":${Number(at) - 40 * DAY}`)
    // What was summed was another time. Without a checksum a row is taken as it is.
    .replaceAll(/"checksum":\d+/g, '"checksum":null');
  const imported = await operate(["import", "-", "--data", data], old);
  assert.equal(imported.code, 0, imported.stderr);
}

Deno.test("what is deleted or too old is soon in no file of a running server, nor in copies made of it", async () => {
  const folder = await Deno.makeTempDir({ prefix: "parley-erased-" });
  try {
    const data = join(folder, "data");
    await withOldMessages(data);
    await using server = await startServer({ data });
    const { token } = await logIn(server.url, "alice");
    const bob = await register(server.url, "bob");
    await using client = await TestClient.connect(server.url, token);
    await using other = await TestClient.connect(server.url, bob.token);
    const { room: attic } = await client.request("join", { room: "attic" });
    const lobby = client.room("lobby");
    await client.say(lobby, "a marimba, which stays");
    const { seq } = await client.say(lobby, "a xylophone");
    await client.request("edit", { room: lobby, seq, text: "two xylophones" });
    // Longer than a page of the file.
    const long = await client.say(lobby, "long xylophone ".repeat(500));
    const from = await other.say(lobby, "a zither");
    await client.reaches(lobby, from.seq);
    const searched = async (query: string) => {
      // So many requests a second are allowed.
      await sleep(100);
      return (await client.request("search", { query })).hits.length;
    };
    for (const word of [STAYS, ...ERASED]) {
      await eventually(async () => await searched(word) > 0, `${word} is found`);
    }
    // They are there to be found: each in the log, and in the index.
    const before = await holding(data, [STAYS, ...ERASED]);
    for (const word of [STAYS, ...ERASED]) {
      for (const file of ["parley.db", "search.db"]) {
        assert.ok(before.some((each) => each.startsWith(file) && each.endsWith(word)), `${before}`);
      }
    }

    await client.request("delete", { room: lobby, seq });
    await client.request("delete", { room: lobby, seq: long.seq });
    await client.request("set-room", { room: attic.id, retention: 30 });
    await other.request("delete-account", { password: PASSWORD, messages: "erase" });
    let left: string[] = [];
    await eventually(
      async () => (left = await holding(data, ERASED)).length === 0,
      "nothing is left",
    ).catch((error) => assert.fail(`${error.message} ${left}`));
    for (const word of ERASED) assert.equal(await searched(word), 0, word);

    const copies = join(folder, "copies");
    await Deno.mkdir(copies);
    await operated(["backup", join(copies, "backup.db"), "--data", data]);
    const { code } = await operate(["export", join(copies, "all.jsonl"), "--data", data]);
    assert.equal(code, 0);
    assert.deepEqual(await holding(copies, ERASED), []);
    const kept = (await holding(copies, [STAYS])).sort();
    assert.deepEqual(kept, ["all.jsonl: marimba", "backup.db: marimba"]);
    const { ok, findings } = await operated(["doctor", "--data", data]);
    assert.equal(ok, true, JSON.stringify(findings));
    assert.equal((await call(server.url, "/readyz")).status, 200);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
