import assert from "node:assert/strict";
import { operate } from "../support/operate.ts";

Deno.test("a subcommand for data folders says what to use instead where the data are in PostgreSQL", async () => {
  const database = "postgres://parley:s3cret@localhost/parley";
  const instead: [args: string[], word: RegExp][] = [
    [["backup", "file"], /pg_dump/],
    [["restore", "file"], /pg_restore/],
    [["export"], /migrate --from/],
    [["import", "file"], /migrate --from/],
    [["doctor"], /pg_amcheck/],
    [["retention"], /psql/],
  ];
  await Promise.all(instead.map(async ([args, word]) => {
    const { code, stdout, stderr } = await operate([...args, "--database", database]);
    assert.notEqual(code, 0, args[0]);
    assert.equal(stdout, "");
    assert.match(stderr, new RegExp(`"parley-server ${args[0]}" works on a data folder`));
    assert.match(stderr, word);
    assert.ok(!stderr.includes("s3cret"));
  }));
});

Deno.test("a folder that is named is meant, whatever database the server has otherwise", async () => {
  const folder = Deno.makeTempDirSync({ prefix: "parley-data-" });
  try {
    const file = `${folder}/config.jsonc`;
    Deno.writeTextFileSync(file, '{ "database": "postgres://localhost/parley" }');
    const { stderr } = await operate([
      "backup",
      "file",
      "--data",
      `${folder}/data`,
      "--config",
      file,
    ]);
    assert.match(stderr, /There is no data file/);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
