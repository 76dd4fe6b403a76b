/**
 * A release on a server of this machine, and people with an empty home who install from it.
 * @module
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { stampShell } from "../../tools/install_scripts.ts";
import { fileName, sumsOf, thisPlatform } from "../../tools/release.ts";

const SCRIPT = fileURLToPath(new URL("../../install.sh", import.meta.url));

export const VERSION = "1.2.3";

/** The user that nobody logs in as, where this one may become it. */
const NOBODY = 65_534;

export interface Installed {
  code: number;
  out: string;
  errors: string;
}

export class Release {
  readonly #server = createServer((request, answer) => {
    const file = this.files.get(request.url!.slice(1));
    answer.writeHead(file ? 200 : 404).end(file);
  });

  /** Name → content; a test may spoil it. */
  readonly files = new Map<string, Uint8Array>();

  private constructor(readonly home: string) {}

  /** @param programs name → the program itself. */
  static async of(programs: Record<string, Uint8Array>): Promise<Release> {
    const home = await Deno.makeTempDir({ prefix: "parley-install-" });
    const release = new Release(home);
    const paths: string[] = [];
    for (const [name, program] of Object.entries(programs)) {
      const file = fileName(name, thisPlatform(), VERSION);
      const packed = gzipSync(program, { level: 1 });
      release.files.set(file, packed);
      paths.push(join(home, file));
      await Deno.writeFile(paths.at(-1)!, packed);
    }
    release.files.set("SHA256SUMS", new TextEncoder().encode(await sumsOf(paths)));
    for (const path of paths) await Deno.remove(path);
    if (Deno.uid() === 0) await Deno.chown(home, NOBODY, NOBODY);
    await new Promise<void>((resolve) => release.#server.listen(0, "127.0.0.1", resolve));
    return release;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The name of a program's file. */
  file(program: string): string {
    return fileName(program, thisPlatform(), VERSION);
  }

  path(program: string): string {
    return join(this.home, ".local", "bin", program);
  }

  /** Runs the release's script with nothing in the environment but a home and the system's programs. */
  install(...args: string[]): Promise<Installed> {
    const script = stampShell(Deno.readTextFileSync(SCRIPT), this.url, VERSION);
    return this.run("sh", ["-s", "--", ...args], {}, new TextEncoder().encode(script));
  }

  async run(
    program: string,
    args: string[],
    env: Record<string, string> = {},
    input = new Uint8Array(),
  ): Promise<Installed> {
    const child = new Deno.Command(program, {
      args,
      clearEnv: true,
      env: { HOME: this.home, PATH: "/usr/local/bin:/usr/bin:/bin", TMPDIR: "/tmp", ...env },
      cwd: "/",
      ...(Deno.uid() === 0 && { uid: NOBODY, gid: NOBODY }),
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const writer = child.stdin.getWriter();
    await writer.write(input);
    await writer.close();
    const { code, stdout, stderr } = await child.output();
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    return { code, out: text(stdout), errors: text(stderr) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
    await Deno.remove(this.home, { recursive: true });
  }
}
