/**
 * Starts a NATS server of the tests' own, on a free port.
 * @module
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import process from "node:process";
import { freePort } from "./free_port.ts";
import { eventually } from "./wait.ts";

const folders = [...(process.env.PATH ?? "").split(":"), "/usr/sbin"];
const program = folders.map((folder) => join(folder, "nats-server")).find(existsSync);

/** Why there is no NATS here; undefined if there is. */
export const WITHOUT_NATS = program === undefined ? "needs nats-server" : undefined;

export class NatsServer {
  #process: ChildProcess | undefined;

  private constructor(readonly port: number, readonly flags: readonly string[]) {}

  /** @param flags more of nats-server's own. */
  static async start(flags: readonly string[] = []): Promise<NatsServer> {
    const server = new NatsServer(await freePort(), flags);
    await server.run();
    return server;
  }

  get url(): string {
    return `nats://127.0.0.1:${this.port}`;
  }

  /** Of its process, while it runs. */
  get pid(): number {
    return this.#process!.pid!;
  }

  /** Starts it, again after it was killed. */
  async run(): Promise<void> {
    const flags = ["--addr", "127.0.0.1", "--port", String(this.port), ...this.flags];
    this.#process = spawn(program!, flags, { stdio: "ignore" });
    await eventually(() => this.#answers(), "NATS listens");
  }

  /** Ends it as a crash would. */
  async kill(): Promise<void> {
    const running = this.#process;
    this.#process = undefined;
    if (!running || running.exitCode !== null) return;
    const exit = new Promise((resolve) => running.once("exit", resolve));
    running.kill("SIGKILL");
    await exit;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }

  #answers(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect(this.port, "127.0.0.1");
      socket.once("data", () => {
        resolve(true);
        socket.destroy();
      });
      socket.once("error", () => resolve(false));
    });
  }
}
