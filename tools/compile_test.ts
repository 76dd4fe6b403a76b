import assert from "node:assert/strict";
import manifest from "../deno.json" with { type: "json" };
import { readTask } from "./compile.ts";

Deno.test("a binary gets the permissions that its task names", () => {
  const command = "deno run --allow-net '--allow-env=PARLEY_*,TERM' cli/main.ts chat";
  assert.deepEqual(readTask(command), {
    permissions: ["--allow-net", "--allow-env=PARLEY_*,TERM"],
    entry: "cli/main.ts",
  });
  assert.throws(() => readTask("deno task other"), /Expected "deno run/);
});

Deno.test("nothing runs with all permissions or the whole environment, the server starts no programs", () => {
  const [server, parley, chat] = [manifest.tasks.server, manifest.tasks.parley, manifest.tasks.chat]
    .map((task) => readTask(task.command).permissions);
  for (const permissions of [server, parley, chat]) {
    assert.ok(!permissions.includes("--allow-all"), permissions.join(" "));
    assert.ok(!permissions.includes("--allow-env"), permissions.join(" "));
  }
  assert.ok(!server.some((permission) => permission.startsWith("--allow-run")));
  assert.deepEqual(chat, parley);
});
