import assert from "node:assert/strict";
import { eventually } from "../support/wait.ts";
import { testUnless } from "../support/skip.ts";
import { Release } from "../install/releases.ts";
import { CLIENT, ensureBinaries, SERVER } from "./build.ts";

const reason = Deno.build.os === "windows" ? "there is no sh" : await ensureBinaries();

testUnless(
  reason,
  "the real programs, installed by somebody with an empty home, chat",
  async () => {
    await using release = await Release.of({
      "parley": await Deno.readFile(CLIENT),
      "parley-server": await Deno.readFile(SERVER),
    });
    const installed = await release.install();
    assert.equal(installed.code, 0, installed.errors);
    assert.match(
      installed.out,
      /parley-server \d+\.\d+\.\d+ \(commit [0-9a-f]{12}(, changed)?\)\n/,
    );

    const permissions = await release.run(release.path("parley-server"), ["permissions"]);
    assert.match(permissions.out, /--allow-sys=statfs/);

    const data = `${release.home}/data`;
    const log = `${release.home}/log`;
    const serve = `${release.path("parley-server")} --port 0 --data ${data} >${log} 2>&1 & echo $!`;
    const pid = Number((await release.run("sh", ["-c", serve])).out);
    try {
      const url = () => /listening on (http:\S+)/.exec(Deno.readTextFileSync(log))?.[1];
      await eventually(() => url() !== undefined, "it listens");
      const parley = (...args: string[]) =>
        release.run(release.path("parley"), [...args, "--server", url()!, "--user", "alice"], {
          PARLEY_PASSWORD: "correct horse battery",
        });
      const sent = await parley("send", "--register", "--room", "lobby", "from an empty home");
      assert.equal(sent.code, 0, sent.errors);
      const history = await parley("history", "--room", "lobby");
      assert.match(history.out, /alice: from an empty home/);
    } finally {
      Deno.kill(pid, "SIGTERM");
      await eventually(() => !isRunning(pid), "it ends");
    }
  },
);

function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(Deno.readTextFileSync(`/proc/${pid}/status`));
  } catch {
    return false;
  }
}
