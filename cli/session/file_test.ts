/**
 * Tests of the session file.
 * @module
 */
import assert from "node:assert/strict";
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SessionFile, type StoredSession } from "./file.ts";

const SERVER = "http://localhost:8000";

function session(name: string, token = `token of ${name}`, server = SERVER): StoredSession {
  return { server, name, token, expiresAt: Date.now() + 1e9 };
}

async function inFolder(
  body: (file: SessionFile, path: string, warnings: string[]) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "parley-session-"));
  const path = join(folder, "new", "session.json");
  const warnings: string[] = [];
  try {
    await body(new SessionFile(path, (text) => warnings.push(text)), path, warnings);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

Deno.test("a session is kept, found by name or as the last one, and forgotten", () =>
  inFolder(async (file) => {
    assert.equal(await file.find(SERVER, "alice"), undefined);
    await file.put(session("alice"));
    await file.put(session("bob"));
    await file.put(session("alice", "elsewhere", "https://example.org"));
    assert.equal((await file.find(SERVER, undefined))?.name, "bob");
    assert.equal((await file.find(SERVER, "ALICE"))?.token, "token of alice");
    assert.equal((await file.find("https://example.org", undefined))?.token, "elsewhere");
    await file.put(session("alice", "newer"));
    assert.equal((await file.find(SERVER, undefined))?.token, "newer");
    await file.remove(session("alice"));
    assert.equal(await file.find(SERVER, "alice"), undefined);
    assert.equal(await file.find(SERVER, undefined), undefined);
    assert.equal((await file.find(SERVER, "bob"))?.name, "bob");
  }));

Deno.test("nobody else may read the file or look into its folder, and nothing is left beside it", () =>
  inFolder(async (file, path, warnings) => {
    await file.put(session("alice"));
    await file.put(session("bob"));
    assert.equal(await modeOf(path), "600");
    assert.equal(await modeOf(join(path, "..")), "700");
    assert.deepEqual(await readdir(join(path, "..")), ["session.json"]);
    assert.deepEqual(warnings, []);
  }));

Deno.test("a file that others may read is taken away from them, with a warning", () =>
  inFolder(async (file, path, warnings) => {
    await file.put(session("alice"));
    await chmod(path, 0o644);
    assert.equal((await file.find(SERVER, "alice"))?.name, "alice");
    assert.equal(await modeOf(path), "600");
    assert.match(warnings.join(), /Others could read the session file/);
  }));

Deno.test("a damaged or newer file is named in the error and left as it is", () =>
  inFolder(async (file, path) => {
    await file.put(session("alice"));
    const newer = `{"version":2,"sessions":[],"current":{}}`;
    for (const content of [`{"version":1,"sess`, `[]`, `{"version":1}`, "", newer]) {
      await writeFile(path, content);
      const error = { code: "conflict", message: /session file .* left as it is.*--session FILE/ };
      await assert.rejects(file.find(SERVER, "alice"), error);
      await assert.rejects(file.put(session("bob")), error);
      assert.equal(await readFile(path, "utf8"), content);
    }
  }));

Deno.test("a place that can't be written to is named in the error", () =>
  inFolder(async (file, path) => {
    await file.put(session("alice"));
    const below = new SessionFile(join(path, "session.json"), () => {});
    await assert.rejects(below.put(session("alice")), {
      code: "conflict",
      message: /can't be (read|written).*--session FILE/,
    });
  }));
