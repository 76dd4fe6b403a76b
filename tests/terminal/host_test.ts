import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { eventually } from "../support/wait.ts";

const MAIN = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));

/** A `parley host` in a pipe, by alice, on any free port. */
class Host {
  out = "";
  err = "";
  readonly ended: Promise<number>;
  readonly #child: Deno.ChildProcess;
  readonly #stdin: WritableStreamDefaultWriter<Uint8Array>;

  constructor(readonly folder: string, ...flags: string[]) {
    const args = ["run", "--allow-all", "--no-check", MAIN, "host", "--port", "0", "--address"];
    const who = ["localhost", "--data", join(folder, "data"), "--user", "alice", "--register"];
    this.#child = new Deno.Command(Deno.execPath(), {
      args: [...args, ...who, ...flags],
      env: { PARLEY_PASSWORD: "correct horse", XDG_CONFIG_HOME: folder, PARLEY_TOKEN: "" },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#stdin = this.#child.stdin.getWriter();
    const all = Promise.all([
      this.#child.status,
      collect(this.#child.stdout, (text) => this.out += text),
      collect(this.#child.stderr, (text) => this.err += text),
    ]);
    this.ended = all.then(([{ code }]) => code);
  }

  async says(text: string): Promise<void> {
    await eventually(() => this.out.includes(text), `${text} in ${this.out}${this.err}`);
  }

  async type(line: string): Promise<void> {
    await this.#stdin.write(new TextEncoder().encode(`${line}\n`));
  }

  leave(): Promise<number> {
    this.#stdin.close();
    return this.ended;
  }

  interrupt(): Promise<number> {
    this.#child.kill("SIGINT");
    return this.ended;
  }

  /** Whatever became of the test, its server ends with it. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#child.kill("SIGINT");
    } catch {
      // It has ended already.
    }
    await this.ended;
  }

  get log(): Promise<string> {
    return Deno.readTextFile(join(this.folder, "data", "server.log"));
  }
}

async function collect(stream: ReadableStream<Uint8Array>, take: (text: string) => void) {
  for await (const text of stream.pipeThrough(new TextDecoderStream())) take(text);
}

async function inFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "parley-host-" });
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("parley host starts a server, joins it, and stops it when its host leaves", () =>
  inFolder(async (folder) => {
    await using host = new Host(folder);
    await host.type("hello");
    await host.says("<alice> hello");
    assert.match(host.out, /^The server is at http:\/\/localhost:\d+, for this machine only\.$/m);
    assert.equal(await host.leave(), 0);
    assert.match(await host.log, /Stopped\.\n$/);
  }));

Deno.test("a signal stops the server, too", () =>
  inFolder(async (folder) => {
    await using host = new Host(folder);
    await host.says("lobby");
    assert.equal(await host.interrupt(), 130);
    assert.match(await host.log, /Stopped\.\n$/);
  }));

Deno.test("a server that is kept goes on, and its folder takes no other one", () =>
  inFolder(async (folder) => {
    await using host = new Host(folder, "--keep");
    await host.says("lobby");
    assert.equal(await host.leave(), 0);
    const pid = Number(/goes on as process (\d+)/.exec(host.out)?.[1]);
    const port = /localhost:(\d+)/.exec(host.out)![1];
    try {
      assert.equal((await fetch(`http://localhost:${port}/v1/server`)).status, 200);
      await using second = new Host(folder);
      assert.equal(await second.ended, 6);
      assert.match(second.err, /^parley: The data folder .* is in use by another Parley server/);
    } finally {
      Deno.kill(pid, "SIGTERM");
      await eventually(async () => (await host.log).includes("Stopped."), "the server to stop");
    }
  }));
