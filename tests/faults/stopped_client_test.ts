import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { TestClient } from "../support/client.ts";
import { register } from "../support/http.ts";
import { fromSource, startServer, type TestServer } from "../support/server.ts";
import { LONG, testUnless } from "../support/skip.ts";
import { noSocketCount, openSockets } from "../support/sockets.ts";
import { eventually } from "../support/wait.ts";

const CLIENT = fromSource(fileURLToPath(new URL("../../cli/main.ts", import.meta.url)));

/** `parley tail` in a process of its own, with what it printed. */
class Tail {
  readonly seqs: number[] = [];
  readonly #child: Deno.ChildProcess;
  readonly #read: Promise<void>;

  constructor(server: TestServer, token: string) {
    const [program, ...args] = CLIENT;
    this.#child = new Deno.Command(program, {
      args: [...args, "tail", "--room", "lobby", "--since", "0", "--json"],
      env: { PARLEY_TOKEN: token, PARLEY_SERVER: server.url },
      stdout: "piped",
      stderr: "null",
    }).spawn();
    this.#read = this.#readLines();
  }

  signal(signal: Deno.Signal): void {
    this.#child.kill(signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.signal("SIGKILL");
    await this.#child.status;
    await this.#read;
  }

  async #readLines(): Promise<void> {
    let rest = "";
    for await (const text of this.#child.stdout.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + text).split("\n");
      rest = lines.pop()!;
      this.seqs.push(...lines.map((line) => JSON.parse(line).seq));
    }
  }
}

testUnless(
  noSocketCount,
  "a client that is stopped is cut; once it goes on, it has everything, once and in order",
  async () => {
    await using server = await startServer({ flags: ["--sends-per-second", "0"] });
    const [alice, bob] = [await register(server.url, "alice"), await register(server.url, "bob")];
    await using writer = await TestClient.connect(server.url, alice.token);
    const room = writer.room("lobby");
    await using tail = new Tail(server, bob.token);
    for (let time = 0; time < (LONG ? 10 : 1); time++) {
      let { seq } = await writer.say(room, "Are you there?");
      await eventually(() => tail.seqs.at(-1) === seq, "the client is there");
      const sockets = openSockets(server.pid);
      tail.signal("SIGSTOP");
      // What the two kernels hold for it is not known: so it goes on until the socket is gone.
      while (openSockets(server.pid) >= sockets) {
        const acks = Array.from({ length: 40 }, () => writer.say(room, "x".repeat(8000)));
        for (const ack of await Promise.all(acks)) seq = Math.max(seq, ack.seq);
        assert.ok(seq < 10_000 * (time + 1), "never cut");
      }
      await writer.reaches(room, seq);
      tail.signal("SIGCONT");
      await eventually(() => tail.seqs.at(-1)! >= seq, "the client has everything");
    }
    assert.deepEqual(tail.seqs, Array.from(tail.seqs, (_seq, n) => n + 1));
  },
);
