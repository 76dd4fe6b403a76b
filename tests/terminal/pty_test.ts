/**
 * Each view in a real terminal: the client's own process, on a pty, under tmux.
 * @module
 */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { TestClient } from "../support/client.ts";
import { register } from "../support/http.ts";
import { startServer } from "../support/server.ts";
import { testUnless } from "../support/skip.ts";
import { hasTmux, Tmux } from "../support/tmux.ts";

const MAIN = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));
const noTmux = hasTmux() ? undefined : "tmux is not installed";

const INHERITED = ["HOME", "PATH", "DENO_DIR", "XDG_CACHE_HOME"];

interface Scene {
  terminals: Tmux;
  bob: TestClient;
  lobby: string;
  /** A folder that is removed in the end. */
  folder: string;
  /** The command line of alice's client, and its environment. */
  command: string[];
  env: Record<string, string>;
  /** Bob says `what 1`, `what 2` and so on in the lobby. */
  says(what: string, times: number): Promise<void>;
  /** Stops the server, starts it again, and lets bob come back. */
  restart(): Promise<void>;
}

async function withTerminal(body: (scene: Scene) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "parley-pty-" });
  await using server = await startServer({ flags: ["--sends-per-second", "0"] });
  await using terminals = new Tmux();
  const alice = await register(server.url, "alice");
  const { token } = await register(server.url, "bob");
  let bob = await TestClient.connect(server.url, token);
  const lobby = bob.room("lobby");
  const inherited = INHERITED.map((name) => [name, Deno.env.get(name)]).filter(([, value]) =>
    value
  );
  try {
    await body({
      terminals,
      bob,
      lobby,
      folder,
      command: [Deno.execPath(), "run", "--quiet", "--no-check", "--allow-all", MAIN],
      env: {
        ...Object.fromEntries(inherited),
        TERM: "tmux-256color",
        LANG: "C.UTF-8",
        PARLEY_SERVER: server.url,
        PARLEY_TOKEN: alice.token,
        PARLEY_CONFIG: `${folder}/config.jsonc`,
        XDG_STATE_HOME: folder,
      },
      async says(what, times) {
        for (let count = 1; count <= times; count++) await bob.say(lobby, `${what} ${count}`);
      },
      async restart() {
        await server.restart();
        bob = await TestClient.connect(server.url, token);
      },
    });
  } finally {
    await bob.close();
    await Deno.remove(folder, { recursive: true });
  }
}

function numbersOf(what: string, shown: string): number[] {
  return [...shown.matchAll(new RegExp(`bob[:>] ${what} (\\d+)$`, "gm"))].map(([, n]) => Number(n));
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

testUnless(
  noTmux,
  "inline in a real terminal: the scrollback has each message once, the draft stays",
  () =>
    withTerminal(async ({ terminals, command, env, says }) => {
      await terminals.start("alice", command, env);
      await terminals.shows("alice", /● online/);
      await terminals.type("alice", "half a 漢字 draft");
      await says("line", 40);
      await terminals.shows("alice", /line 40\n(.*\n)?● online.*\n> half a 漢字 draft\n/);
      assert.deepEqual(numbersOf("line", await terminals.transcript("alice")), upTo(40));
      await terminals.becomes("alice", "alternate_on", "0");

      await terminals.resize("alice", { columns: 40, rows: 10 });
      await says("more", 3);
      await terminals.shows("alice", /more 3\n● online.*\n> half a 漢字 draft\n/);
      await terminals.press("alice", "C-u");
      await terminals.type("alice", "/quit");
      await terminals.press("alice", "Enter");
      assert.equal(await terminals.exitCode("alice"), 0);
      const left = await terminals.transcript("alice");
      assert.deepEqual(numbersOf("line", left), upTo(40));
      assert.doesNotMatch(left, /● online|> half a/);
      await terminals.becomes("alice", "cursor_flag", "1");
    }),
);

testUnless(
  noTmux,
  "fullscreen in a real terminal: lists, scrolling, clicks, every size, and back",
  () =>
    withTerminal(async ({ terminals, bob, command, env, says }) => {
      await bob.request("create-room", { name: "dev", kind: "public", topic: "What we build" });
      const size = { columns: 120, rows: 30 };
      await terminals.start("alice", [...command, "--view", "fullscreen"], env, size);
      await terminals.shows("alice", /● online/);
      for (const variable of ["alternate_on", "mouse_any_flag", "mouse_sgr_flag"]) {
        await terminals.becomes("alice", variable, "1");
      }
      await says("line", 60);
      await terminals.shows("alice", /^▸1 #lobby .*│ .*│ 2 here/m);
      await terminals.shows("alice", /│ \d\d:\d\d bob: line 60 /);
      await terminals.press("alice", "PageUp");
      await terminals.shows("alice", /scrolled back/);
      await terminals.showsNo("alice", /line 60 /);
      await terminals.press("alice", "Escape");
      await terminals.shows("alice", /line 60 /);

      await terminals.type("alice", "/join dev");
      await terminals.press("alice", "Enter");
      await terminals.shows("alice", /^#dev · What we build\n/);
      await says("meanwhile", 3);
      await terminals.shows("alice", /^ .1? ?#lobby +3/m);
      const rows = (await terminals.screen("alice")).split("\n");
      await terminals.click("alice", 5, 1 + rows.findIndex((row) => /^ \d #lobby/.test(row)));
      await terminals.shows("alice", /^#lobby\n[^]*── new messages ─[^]*meanwhile 3 /);

      for (const [columns, rows] of [[200, 50], [40, 10], [20, 10], [80, 24]]) {
        await terminals.resize("alice", { columns, rows });
        await says(`at ${columns}`, 1);
        await terminals.shows(
          "alice",
          new RegExp(`^#lobby[^]*at ${columns} 1[^]*\n● online.*\n> *\n`),
        );
        assert.equal((await terminals.screen("alice")).split("\n").length, rows + 1);
      }
      await terminals.press("alice", "F2");
      await terminals.shows("alice", /at 80 1\n(.*\n)*● online/);
      await terminals.becomes("alice", "alternate_on", "0");
      await terminals.becomes("alice", "mouse_any_flag", "0");
      const transcript = await terminals.transcript("alice");
      assert.deepEqual(numbersOf("meanwhile", transcript), upTo(3));
      await terminals.press("alice", "F2", "C-d");
      assert.equal(await terminals.exitCode("alice"), 0);
      await terminals.becomes("alice", "alternate_on", "0");
      await terminals.becomes("alice", "mouse_any_flag", "0");
      await terminals.becomes("alice", "cursor_flag", "1");
    }),
);

testUnless(
  noTmux,
  "plain in a real terminal: no byte but text, and Ctrl-S stops nothing but the screen",
  () =>
    withTerminal(async ({ terminals, folder, command, env, says }) => {
      // Nothing is said before the recording begins: the program waits for a line.
      const waiting = ["sh", "-c", 'read go; exec "$@"', "sh", ...command, "--plain"];
      await terminals.start("alice", waiting, env);
      await terminals.record("alice", `${folder}/said`);
      await terminals.press("alice", "Enter");
      await terminals.shows("alice", /^-- #lobby --$/m);
      await terminals.type("alice", "hello");
      await terminals.press("alice", "Enter");
      await terminals.shows("alice", /^\d\d:\d\d #lobby > <alice> hello$/m);
      await terminals.press("alice", "C-s");
      await says("line", 300);
      await terminals.press("alice", "C-q");
      await terminals.shows("alice", /line 300$/m);
      assert.deepEqual(numbersOf("line", await terminals.transcript("alice")), upTo(300));
      await terminals.press("alice", "C-d");
      assert.equal(await terminals.exitCode("alice"), 0);
      // CR is the terminal's own, before each LF.
      const said = await Deno.readTextFile(`${folder}/said`);
      assert.match(said, /line 300\r\n/);
      assert.doesNotMatch(said.replaceAll("\r\n", "\n"), /[^\P{Cc}\n]/u);
    }),
);

for (const view of ["inline", "fullscreen"]) {
  testUnless(
    noTmux,
    `${view}: Ctrl-Z gives the shell its terminal, and after fg all is there, of a new server too`,
    () =>
      withTerminal(async ({ terminals, command, env, says, restart }) => {
        await terminals.start("alice", ["sh", "-i"], { ...env, PS1: "shell% " });
        await terminals.shows("alice", /shell%/);
        await terminals.type("alice", [...command, "--view", view].join(" "));
        await terminals.press("alice", "Enter");
        await terminals.shows("alice", /● online/);
        await terminals.type("alice", "draft");
        await terminals.press("alice", "C-z");
        await terminals.shows("alice", /Stopped[^]*shell%$/m);
        await terminals.becomes("alice", "alternate_on", "0");
        await says("line", 50);
        await restart();
        await says("later", 3);
        await terminals.type("alice", "echo sh''ell works");
        await terminals.press("alice", "Enter");
        await terminals.shows("alice", /^shell works$/m);
        await terminals.type("alice", "fg");
        await terminals.press("alice", "Enter");
        await terminals.shows("alice", /line 50\b[^]*later 3 *\n[^]*● online.*\n> draft/);
        const transcript = await terminals.transcript("alice");
        if (view === "inline") assert.deepEqual(numbersOf("line", transcript), upTo(50));
        await terminals.press("alice", "C-u", "C-d");
        await terminals.shows("alice", /shell%\n*$/);
      }),
  );
}
