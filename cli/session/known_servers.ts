/**
 * The file of certificates that a person accepted though no authority vouches for them: server →
 * fingerprint, as ssh keeps `known_hosts`.
 * @module
 */
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as v from "valibot";
import { ParleyError } from "../../shared/errors.ts";
import { describeIssue } from "../../shared/protocol/mod.ts";
import { writePrivately } from "./write_file.ts";

const Content = v.object({
  /** Base URL → SHA-256 of the certificate, in pairs of hexadecimal digits with colons. */
  servers: v.record(v.string(), v.string()),
});
type Content = v.InferOutput<typeof Content>;

export class KnownServers {
  readonly path: string;

  /** @param session path of the session file: this one is beside it. */
  constructor(session: string) {
    this.path = join(dirname(session), "known-servers.json");
  }

  async fingerprint(server: string): Promise<string | undefined> {
    return (await this.#read()).servers[server];
  }

  /** Accepts a certificate, in place of what was accepted of this server before. */
  async put(server: string, fingerprint: string): Promise<void> {
    const { servers } = await this.#read();
    await this.#write({ servers: { ...servers, [server]: fingerprint } });
  }

  /** @returns false if the server isn't in the file. */
  async remove(server: string): Promise<boolean> {
    const { [server]: known, ...servers } = (await this.#read()).servers;
    if (known === undefined) return false;
    await this.#write({ servers });
    return true;
  }

  async #read(): Promise<Content> {
    let text: string;
    try {
      text = await readFile(this.path, "utf8");
    } catch (error) {
      if ((error as { code?: unknown }).code === "ENOENT") return { servers: {} };
      throw this.#failure(`can't be read (${(error as Error).message})`);
    }
    const { success, output, issues } = v.safeParse(
      v.pipe(v.string(), v.parseJson(), Content),
      text,
    );
    if (success) return output;
    throw this.#failure(`is damaged: ${describeIssue("file", issues)} It is left as it is`);
  }

  async #write(content: Content): Promise<void> {
    try {
      await writePrivately(this.path, JSON.stringify(content, undefined, 2) + "\n");
    } catch (error) {
      throw this.#failure(`can't be written (${(error as Error).message})`);
    }
  }

  #failure(what: string): ParleyError {
    return new ParleyError(
      "conflict",
      `The file of known servers, ${this.path}, ${what}. Mend it or move it away.`,
    );
  }
}
