import assert from "node:assert/strict";
import { register } from "../support/http.ts";
import { operate } from "../support/operate.ts";
import { fromSource, startServer } from "../support/server.ts";
import { testUnless } from "../support/skip.ts";
import { hasTmux, Tmux } from "../support/tmux.ts";

const noTmux = hasTmux() ? undefined : "there is no tmux";
const LIVE = /\d+ (person|people) · \d+ rooms? · [\d.]+ messages\/s · \d+ MB >/;

function environment(): Record<string, string> {
  const { HOME = "/", PATH = "", DENO_DIR = "" } = Deno.env.toObject();
  return { HOME, PATH, ...(DENO_DIR ? { DENO_DIR } : {}), TERM: "xterm-256color", LANG: "C.UTF-8" };
}

testUnless(
  noTmux,
  "the server's terminal shows a live line, under the log and around what is typed",
  async () => {
    const folder = await Deno.makeTempDir({ prefix: "parley-terminal-" });
    await using tmux = new Tmux();
    try {
      const flags = ["--port", "0", "--host", "127.0.0.1", "--data", `${folder}/data`];
      await tmux.start(
        "server",
        [...fromSource(), ...flags, "--workers", "2", "--max-connections", "1000000"],
        environment(),
      );
      await tmux.shows("server", LIVE);
      const first = await tmux.screen("server");
      assert.match(
        first,
        /^\d{4}-.*WARNING.*Only \d+ connections/m,
        "a line of the log stands for itself",
      );
      const port = /127\.0\.0\.1:(\d+)/.exec(first)![1];
      await register(`http://127.0.0.1:${port}`, "alice", "correct horse battery");

      // What is typed stays while the line is drawn anew.
      await tmux.type("server", "i");
      await tmux.shows("server", /MB > i\s*$/);
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      assert.match(await tmux.screen("server"), /MB > i\s*$/);
      await tmux.press("server", "Enter");
      await tmux.shows("server", /^Invitation: \S+ \(25 uses/m);
      await tmux.shows("server", /MB >\s*$/);
      await tmux.type("server", "q");
      await tmux.press("server", "Enter");
      await tmux.shows("server", /Stopping …\nStopped\.\n\[ended with 0\]/);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);

Deno.test("top tells once how a server does, as text and as JSON, and whose server is none", async () => {
  await using server = await startServer();
  const at = ["--data", server.data, "--once", "--interval", "1"];
  const { code, stdout } = await operate(["top", ...at]);
  assert.equal(code, 0);
  assert.match(stdout, /^Parley \S+, up \d+ s: all is well\n/);
  for (const row of [/^people +0, 0 connections$/m, /^memory +\d+ MB$/m, /^gateway-1 +\d+ MB/m]) {
    assert.match(stdout, row);
  }
  const seen = JSON.parse((await operate(["top", ...at, "--json"])).stdout);
  assert.deepEqual([seen.well, seen.people, seen.messagesPerSecond], [true, 0, 0]);
  assert.ok(seen.memory > 1e7 && seen.up >= 1);
  const none = await operate(["top", "--data", `${server.data}/none`, "--once"]);
  assert.equal(none.code, 3);
});

testUnless(noTmux, "top fills a terminal, and gives it back as it was", async () => {
  await using server = await startServer();
  await using tmux = new Tmux();
  const top = [...fromSource(), "top", "--data", server.data, "--interval", "1"];
  await tmux.start("top", top, environment());
  await tmux.shows("top", /^Parley \S+, up .*\n\npeople {13}0, 0 connections\n/m);
  await tmux.becomes("top", "alternate_on", "1");
  await register(server.url, "alice", "correct horse battery");
  await tmux.shows("top", /^thread +heap +lag +connections$/m);
  await tmux.press("top", "q");
  await tmux.shows("top", /^\[ended with 0\]$/m);
  await tmux.becomes("top", "alternate_on", "0");
  await tmux.becomes("top", "cursor_flag", "1");
});
