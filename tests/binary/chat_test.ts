import assert from "node:assert/strict";
import { join } from "node:path";
import { testUnless } from "../support/skip.ts";
import { CLIENT, ensureBinaries, SERVER } from "./build.ts";
import { hasTmux, Tmux } from "../support/tmux.ts";

const PASSWORD = "correct horse battery";

const reason = hasTmux() ? await ensureBinaries() : "tmux is not installed";

function times(screen: string, text: string): number {
  return screen.split(text).length - 1;
}

testUnless(reason, "two binary clients chat in real terminals, also across a restart", async () => {
  const home = await Deno.makeTempDir({ prefix: "parley-binary-" });
  try {
    await using terminals = new Tmux();
    const serve = (port: string) =>
      terminals.start("server", [
        SERVER,
        "--host",
        "127.0.0.1",
        "--port",
        port,
        "--data",
        `${home}/data`,
      ]);
    await serve("0");
    const [, port] = await terminals.shows("server", /listening on http:\/\/127\.0\.0\.1:(\d+)/);

    const client = (name: string, env: Record<string, string>, ...flags: string[]) =>
      terminals.start(
        name,
        [CLIENT, "--server", `http://127.0.0.1:${port}`, "--user", name, ...flags],
        { HOME: join(home, name), TERM: "tmux-256color", ...env },
      );
    await client("alice", {});
    await terminals.shows("alice", /Password of alice/);
    await terminals.type("alice", PASSWORD);
    await terminals.press("alice", "Enter");
    await terminals.shows("alice", /Create the account alice\?/);
    await terminals.press("alice", "y");
    await terminals.shows("alice", /The same password again/);
    await terminals.type("alice", PASSWORD);
    await terminals.press("alice", "Enter");
    await terminals.shows("alice", /● online/);
    await client("bob", { PARLEY_PASSWORD: PASSWORD }, "--register");
    await terminals.shows("bob", /● online/);

    const say = async (name: string, text: string) => {
      await terminals.type(name, text);
      await terminals.press(name, "Enter");
    };
    await say("alice", "hello bob");
    await say("bob", "hello alice");
    for (const name of ["alice", "bob"]) {
      await terminals.shows(name, /alice: hello bob/);
      await terminals.shows(name, /bob: hello alice/);
    }

    const { stdout } = await new Deno.Command(SERVER, {
      args: ["user", "list", "--data", `${home}/data`, "--json"],
      stdin: "null",
    }).output();
    const { people } = JSON.parse(new TextDecoder().decode(stdout));
    assert.deepEqual(people.map(({ name }: { name: string }) => name), ["alice", "bob"]);

    await say("server", "q");
    assert.equal(await terminals.exitCode("server"), 0);
    for (const name of ["alice", "bob"]) await terminals.shows(name, /○ offline/);
    await say("bob", "still there?");
    await serve(port);
    for (const name of ["alice", "bob"]) {
      await terminals.shows(name, /● online/);
      await terminals.shows(name, /bob: still there\?/);
    }
    await say("alice", "of course");
    await terminals.shows("bob", /alice: of course/);
    const screen = await terminals.screen("bob");
    for (const text of ["hello bob", "hello alice", "still there?", "of course"]) {
      assert.equal(times(screen, text), 1, `${text} stands on the screen once:\n${screen}`);
    }

    await say("alice", "/quit");
    assert.equal(await terminals.exitCode("alice"), 0);
    await terminals.press("bob", "C-d");
    assert.equal(await terminals.exitCode("bob"), 0);
    const session = await Deno.stat(join(home, "alice", ".config", "parley", "session.json"));
    assert.equal((session.mode ?? 0) & 0o777, 0o600);
  } finally {
    await Deno.remove(home, { recursive: true });
  }
});

testUnless(reason, "a binary's port in use is told in one line, with what to do", async () => {
  const data = await Deno.makeTempDir({ prefix: "parley-binary-" });
  const taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  try {
    const { code, stderr } = await new Deno.Command(SERVER, {
      args: ["--host", "127.0.0.1", "--port", `${taken.addr.port}`, "--data", join(data, "chat")],
      cwd: "/",
      clearEnv: true,
      stdin: "null",
    }).output();
    assert.notEqual(code, 0);
    assert.match(
      new TextDecoder().decode(stderr),
      /^parley-server: Port \d+ is already in use\. .*--port\.\n$/,
    );
  } finally {
    taken.close();
    await Deno.remove(data, { recursive: true });
  }
});
