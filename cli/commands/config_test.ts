/**
 * Tests of `parley config`, and of the draft in another editor.
 * @module
 */
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseConfig } from "../config/parse.ts";
import { readConfig, saveOption } from "../config/file.ts";
import { editExternally } from "./external_editor.ts";
import { World } from "./testing/world.ts";

Deno.test("parley config tells where the file is, what is wrong with it, and what is in force", async () => {
  await World.with(async (world) => {
    const path = join(world.folder, "config.jsonc");
    const env = { PARLEY_CONFIG: path };
    assert.equal((await world.run("config path", { env })).out, `${path}\n`);
    assert.equal((await world.run("config check", { env })).out, `${path} is right.\n`);

    await writeFile(path, '{\n  "theme": "drak",\n  "bel": true\n}\n');
    const wrong = await world.run("config check", { env });
    assert.equal(wrong.code, 2);
    assert.equal(wrong.err.length, 3);
    assert.match(wrong.err[0], /config\.jsonc:2:12: "theme" is one of auto, dark/);
    assert.match(wrong.err[1], /config\.jsonc:3:3: There is no option "bel"/);
    assert.match(
      (await world.run("config print", { env })).err[0],
      /:2:12: .*config check tells all/,
    );

    await writeFile(path, '{ "theme": "dark", "keys": { "f5": "undo" } }');
    const { out } = await world.run("config print", { env });
    const printed = parseConfig(out);
    assert.deepEqual(printed, { config: await readConfig(path), problems: [] });
    assert.match((await world.run("config keys", { env })).out, /^f5 +undo$/m);
  });
});

Deno.test("an option is saved among the others; a file that is not right stays as it is", async () => {
  await World.with(async ({ folder }) => {
    const path = join(folder, "new", "config.jsonc");
    await saveOption(path, "title", false);
    await saveOption(path, "theme", "light");
    assert.equal(await readFile(path, "utf8"), '{\n  "title": false,\n  "theme": "light"\n}\n');
    await writeFile(path, "{ broken");
    await assert.rejects(saveOption(path, "title", true), /not JSON/);
    assert.equal(await readFile(path, "utf8"), "{ broken");
  });
});

Deno.test("a draft goes through another editor by way of a file that is gone afterwards", async () => {
  let file = "";
  const edited = await editExternally("one", ["ed", "-x"], async ([program, option, path]) => {
    assert.deepEqual([program, option], ["ed", "-x"]);
    assert.equal(await readFile(path, "utf8"), "one");
    await writeFile(file = path, "two\r\nlines\n");
    return 0;
  });
  assert.equal(edited, "two\nlines\n");
  await assert.rejects(readFile(file));
  await assert.rejects(readFile(dirname(file)));
  await assert.rejects(editExternally("x", ["ed"], () => Promise.resolve(3)), /ended with 3/);
});
