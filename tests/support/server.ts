/**
 * Starts the real server, as a process of its own, on a free port and in a temporary data folder.
 * @module
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { eventually } from "./wait.ts";

const MAIN = fileURLToPath(new URL("../../server/main.ts", import.meta.url));

/** The command that runs a source file with what a server may do; its flags follow. */
export function fromSource(main = MAIN): [string, ...string[]] {
  const run = "run --quiet --allow-net --allow-read --allow-write --allow-env".split(" ");
  return [Deno.execPath(), ...run, main];
}

/** Time for the process to listen, or to end: only a defect uses it up, not a machine that is busy. */
const DEADLINE = 90_000;

export interface ServerOptions {
  /** The data folder, which is left alone afterwards; without it, one is made and removed. */
  data?: string;
  /** Default: any free one. */
  port?: number;
  /** More flags of the server's command line. */
  flags?: string[];
  /** Environment variables besides the test's own, of which those called PARLEY_… are left out. */
  env?: Record<string, string>;
  /** Program and first arguments: a compiled server in place of the source. */
  command?: [string, ...string[]];
}

/** How a server's process ended, and all that it said. */
export interface Ended {
  code: number;
  signal: string | null;
  stdout: string;
  stderr: string;
}

/** Seconds of the processor that a process has used; undefined where that can't be read. */
function cpuTime(pid: number): number | undefined {
  try {
    const [user, system] = Deno.readTextFileSync(`/proc/${pid}/stat`).split(") ").at(-1)!
      .split(" ").slice(11, 13);
    return (Number(user) + Number(system)) / 100;
  } catch {
    return undefined;
  }
}

/** The server ended before it listened. */
export class NotStarted extends Error {
  constructor(readonly ended: Ended) {
    super(`The server ended with code ${ended.code} before it listened.\n${ended.stderr}`);
  }
}

/** One process of the server. */
class ServerProcess {
  stdout = "";
  stderr = "";
  readonly pid: number;
  readonly ended: Promise<Ended>;
  readonly #child: Deno.ChildProcess;
  readonly #stdin: WritableStreamDefaultWriter<Uint8Array>;

  constructor(options: ServerOptions, data: string, port: number) {
    const [program, ...first] = options.command ?? fromSource();
    const flags = options.flags ?? [];
    const host = flags.includes("--host") ? [] : ["--host", "127.0.0.1"];
    const inherited = Object.entries(Deno.env.toObject())
      .filter(([name]) => !name.startsWith("PARLEY_"));
    this.#child = new Deno.Command(program, {
      args: [...first, "--port", String(port), "--data", data, ...host, ...flags],
      clearEnv: true,
      env: { ...Object.fromEntries(inherited), NO_COLOR: "1", ...options.env },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.pid = this.#child.pid;
    this.#stdin = this.#child.stdin.getWriter();
    this.#stdin.closed.catch(() => {});
    this.ended = this.#watch();
  }

  async #watch(): Promise<Ended> {
    const [{ code, signal }] = await Promise.all([
      this.#child.status,
      collect(this.#child.stdout, (text) => this.stdout += text),
      collect(this.#child.stderr, (text) => this.stderr += text),
    ]);
    await this.#stdin.close().catch(() => {});
    return { code, signal, stdout: this.stdout, stderr: this.stderr };
  }

  /** @returns where it listens. @throws {NotStarted} if it ended instead. */
  async listening(): Promise<{ scheme: string; port: number }> {
    let ended: Ended | undefined;
    this.ended.then((how) => ended = how);
    const place = () => /listening on (https?):\/\/\S*:(\d+)/.exec(this.stdout);
    try {
      await eventually(
        () => place() !== null || ended !== undefined,
        "the server listens",
        DEADLINE,
      );
    } catch (error) {
      const used = cpuTime(this.pid);
      this.signal("SIGKILL");
      // Little of the processor: the machine was busy with others, or the server hangs.
      const cpu = used === undefined ? "" : ` It used ${used} s of the processor.`;
      throw new Error(`${(error as Error).message}${cpu}\n${this.stdout}${this.stderr}`);
    }
    if (ended) throw new NotStarted(ended);
    const [, scheme, port] = place()!;
    return { scheme, port: Number(port) };
  }

  type(line: string): Promise<void> {
    return this.#stdin.write(new TextEncoder().encode(`${line}\n`));
  }

  signal(signal: Deno.Signal): void {
    try {
      this.#child.kill(signal);
    } catch {
      // It has ended already.
    }
  }

  /** Asks it to stop and waits for the end. @throws {Error} if it doesn't stop, and kills it. */
  async stop(): Promise<Ended> {
    this.signal("SIGTERM");
    let stuck = false;
    const timer = setTimeout(() => {
      stuck = true;
      this.signal("SIGKILL");
    }, DEADLINE);
    const ended = await this.ended;
    clearTimeout(timer);
    if (stuck) throw new Error(`The server did not stop when told to.\n${ended.stderr}`);
    return ended;
  }
}

async function collect(stream: ReadableStream<Uint8Array>, take: (text: string) => void) {
  for await (const text of stream.pipeThrough(new TextDecoderStream())) take(text);
}

/** A server for one test. `await using` ends it and removes its folder. */
export class TestServer {
  readonly data: string;
  port = 0;
  #scheme = "http";
  readonly #options: ServerOptions;
  #command: ServerOptions["command"];
  readonly #ownFolder: string | undefined;
  #process!: ServerProcess;

  private constructor(options: ServerOptions, folder: string | undefined) {
    this.#options = options;
    this.#command = options.command;
    this.#ownFolder = folder;
    this.data = options.data ?? join(folder!, "data");
  }

  static async start(options: ServerOptions): Promise<TestServer> {
    const folder = options.data === undefined
      ? await Deno.makeTempDir({ prefix: "parley-server-" })
      : undefined;
    const server = new TestServer(options, folder);
    try {
      await server.#start(options.port ?? 0);
      return server;
    } catch (error) {
      await server.#removeFolder();
      throw error;
    }
  }

  get url(): string {
    return `${this.#scheme}://127.0.0.1:${this.port}`;
  }

  get pid(): number {
    return this.#process.pid;
  }

  /** What the process printed so far. */
  get stdout(): string {
    return this.#process.stdout;
  }

  get stderr(): string {
    return this.#process.stderr;
  }

  /** How the process ended, once it has. */
  get ended(): Promise<Ended> {
    return this.#process.ended;
  }

  /** Types a line on the server's console. */
  type(line: string): Promise<void> {
    return this.#process.type(line);
  }

  /** Stops it gracefully; its folder stays until the end. */
  stop(): Promise<Ended> {
    return this.#process.stop();
  }

  signal(signal: Deno.Signal): void {
    this.#process.signal(signal);
  }

  /** Ends it as a crash of the machine would. */
  kill(): Promise<Ended> {
    this.#process.signal("SIGKILL");
    return this.#process.ended;
  }

  /**
   * Stops it if it runs, and starts it again on the same port and folder, perhaps with other flags, or by
   * another command (that one time).
   */
  async restart(flags = this.#options.flags, command = this.#options.command): Promise<void> {
    await this.stop();
    this.#options.flags = flags;
    this.#command = command;
    await this.#start(this.port);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.stop();
    } finally {
      await this.#removeFolder();
    }
  }

  async #start(port: number): Promise<void> {
    const options = { ...this.#options, command: this.#command };
    this.#process = new ServerProcess(options, this.data, port);
    ({ scheme: this.#scheme, port: this.port } = await this.#process.listening());
  }

  async #removeFolder(): Promise<void> {
    if (this.#ownFolder) await Deno.remove(this.#ownFolder, { recursive: true });
  }
}

/** Starts a server and waits until it listens. @throws {NotStarted} if it ends instead. */
export function startServer(options: ServerOptions = {}): Promise<TestServer> {
  return TestServer.start({ ...options });
}

/** One server for all tests of a file, started before the first and ended after the last. */
export function serverOfFile(options: ServerOptions = {}): () => TestServer {
  let server: TestServer | undefined;
  Deno.test.beforeAll(async () => {
    server = await startServer(options);
  });
  Deno.test.afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
  });
  return () => server!;
}
