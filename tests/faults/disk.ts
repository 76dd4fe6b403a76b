/**
 * A small disk of its own for a server: full when the test wants it.
 * @module
 */
import { join } from "node:path";
import { fromSource, startServer, type TestServer } from "../support/server.ts";
import { CREW_FLAGS } from "./crew.ts";

/** In a mount namespace of its own, so that nothing is left of it when the server ends. */
const ON_OWN_DISK = [
  "unshare",
  "--map-root-user",
  "--mount",
  "sh",
  "-c",
  'mount -t tmpfs -o "size=$1" tmpfs "$2" && shift 2 && exec "$@"',
  "sh",
] as const;

/** Why there can't be such a disk here; undefined if there can. */
export const noOwnDisk: string | undefined = await tryMount();

async function tryMount(): Promise<string | undefined> {
  const folder = await Deno.makeTempDir({ prefix: "parley-disk-" });
  const [program, ...args] = [...ON_OWN_DISK, "1m", folder, "true"];
  try {
    const { success } = await new Deno.Command(program, { args, stderr: "null" }).output();
    return success ? undefined : "this user may not mount a disk of its own";
  } catch {
    return "there is no program unshare";
  } finally {
    await Deno.remove(folder);
  }
}

/** A server whose data folder is a disk of so many megabytes. */
export class SmallDisk {
  private constructor(readonly server: TestServer, readonly folder: string) {}

  static async start(megabytes: number): Promise<SmallDisk> {
    const folder = await Deno.makeTempDir({ prefix: "parley-disk-" });
    const server = await startServer({
      command: [...ON_OWN_DISK, `${megabytes}m`, folder, ...fromSource()],
      data: join(folder, "data"),
      flags: CREW_FLAGS,
    });
    return new SmallDisk(server, folder);
  }

  /** Leaves no room at all. */
  async fill(): Promise<void> {
    using file = await Deno.open(this.#filler, { write: true, create: true });
    for (let size = 1 << 20; size >= 1; size >>= 1) {
      try {
        for (;;) await file.write(new Uint8Array(size));
      } catch {
        // Smaller pieces may still fit.
      }
    }
  }

  async makeRoom(): Promise<void> {
    await Deno.remove(this.#filler);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.server[Symbol.asyncDispose]();
    } finally {
      await Deno.remove(this.folder, { recursive: true });
    }
  }

  /** The disk, which this process doesn't see, is reached through one that does. */
  get #filler(): string {
    return join(`/proc/${this.server.pid}/root`, this.folder, "filler");
  }
}
