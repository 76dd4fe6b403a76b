/**
 * Starts a PostgreSQL of the tests' own, on a free port and in a temporary folder: one for each process of
 * tests, with a database for each test.
 * @module
 */
import { existsSync, readdirSync, rmSync } from "node:fs";
import { execFileSync, spawn } from "node:child_process";
import { join } from "node:path";
import process from "node:process";
// @ts-types="@types/pg"
import pg from "pg";
import { freePort } from "./free_port.ts";
import { eventually } from "./wait.ts";

/** Where Debian puts the programs that it leaves out of the PATH. */
const DEBIAN = "/usr/lib/postgresql";

function findPrograms(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort().reverse() : [];
  const folders = [
    ...versions.map((version) => join(DEBIAN, version, "bin")),
    ...(process.env.PATH ?? "").split(":"),
  ];
  return folders.find((folder) =>
    existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres"))
  );
}

const programs = findPrograms();

/** Standbys that commits wait for. */
const SYNCHRONOUS = "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'";

/** Why there is no PostgreSQL here; undefined if there is. */
export const WITHOUT_POSTGRES = programs === undefined ? "needs PostgreSQL" : undefined;

/** PostgreSQL refuses to run as root. */
const asUser = process.getuid?.() === 0
  ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
  : [];

function command(program: string, flags: string[]): [string, string[]] {
  const [first, ...rest] = [...asUser, join(programs!, program), ...flags];
  return [first, rest];
}

/** Runs one of PostgreSQL's programs to its end. */
function runProgram(program: string, ...flags: string[]): void {
  execFileSync(...command(program, flags), { stdio: ["ignore", "ignore", "pipe"] });
}

/** One PostgreSQL server: a folder and a port. */
export class Cluster {
  #process: ReturnType<typeof spawn> | undefined;

  private constructor(readonly folder: string, readonly port: number) {}

  /** Of its process, while it runs: perhaps that of another user's, which has it as child. */
  get pid(): number {
    return this.#process!.pid!;
  }

  /** Makes a new one and starts it. */
  static async start(settings: Record<string, string> = {}): Promise<Cluster> {
    const folder = Cluster.#makeFolder();
    const data = join(folder, "data");
    const auth = ["--auth=trust", "--username=parley"];
    runProgram("initdb", "-D", data, ...auth, "--no-sync", "--encoding=UTF8", "--locale=C");
    const cluster = new Cluster(folder, await freePort());
    await cluster.run(settings);
    return cluster;
  }

  /** Makes a standby that follows a primary, and starts it. @param port default: any free one. */
  static async standbyOf(primary: Cluster, port?: number): Promise<Cluster> {
    const folder = Cluster.#makeFolder();
    const source = ["-h", "127.0.0.1", "-p", String(primary.port), "-U", "parley"];
    const target = ["-D", join(folder, "data"), "--write-recovery-conf", "--checkpoint=fast"];
    runProgram("pg_basebackup", ...source, ...target, "--no-sync");
    const standby = new Cluster(folder, port ?? await freePort());
    await standby.run();
    return standby;
  }

  static #makeFolder(): string {
    const folder = Deno.makeTempDirSync({ prefix: "parley-postgres-" });
    if (asUser.length > 0) execFileSync("chown", ["postgres:", folder]);
    return folder;
  }

  /** From now on a commit is not answered before a standby has it. */
  async waitForStandbys(): Promise<void> {
    await this.ask("postgres", "ALTER SYSTEM SET synchronous_standby_names = '*'");
    await this.ask("postgres", "SELECT pg_reload_conf()");
    await eventually(
      async () => (await this.ask("postgres", SYNCHRONOUS)).length > 0,
      "a standby is waited for",
    );
  }

  /** A standby becomes a primary, which waits for nobody. */
  async promote(): Promise<void> {
    await this.ask("postgres", "SELECT pg_promote()");
    await this.ask("postgres", "ALTER SYSTEM RESET synchronous_standby_names");
    await this.ask("postgres", "SELECT pg_reload_conf()");
  }

  /** Starts the server, again after a stop. @param query what the URL needs to get in. */
  async run(settings: Record<string, string> = {}, query = ""): Promise<void> {
    const all = {
      listen_addresses: "127.0.0.1",
      unix_socket_directories: this.folder,
      ...settings,
    };
    const flags = ["-D", join(this.folder, "data"), "-p", String(this.port)];
    for (const [name, value] of Object.entries(all)) flags.push("-c", `${name}=${value}`);
    this.#process = spawn(...command("postgres", flags), { stdio: "ignore" });
    for (;;) {
      try {
        const client = new pg.Client(this.url("postgres") + query);
        await client.connect();
        await client.end();
        return;
      } catch (error) {
        if (this.#process.exitCode !== null) throw error;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }

  url(database: string): string {
    return `postgres://parley@127.0.0.1:${this.port}/${database}`;
  }

  /** Makes an empty database. @returns its URL. */
  async create(): Promise<string> {
    const name = `test_${crypto.randomUUID().replaceAll("-", "")}`;
    await this.ask("postgres", `CREATE DATABASE ${name}`);
    return this.url(name);
  }

  /** Asks in a database. */
  async ask(database: string, query: string): Promise<Record<string, unknown>[]> {
    const client = new pg.Client(this.url(database));
    await client.connect();
    try {
      return (await client.query(query)).rows;
    } finally {
      await client.end();
    }
  }

  /** Ends the server: `SIGINT` in order, `SIGQUIT` at once, as if its machine had lost power. */
  async stop(signal: "SIGINT" | "SIGQUIT" = "SIGQUIT"): Promise<void> {
    const running = this.#process;
    if (!running || running.exitCode !== null) return;
    const exit = new Promise((resolve) => running.once("exit", resolve));
    running.kill(signal);
    await exit;
    this.#process = undefined;
  }

  /** Ends it and removes its folder. */
  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true });
  }
}
