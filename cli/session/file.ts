/**
 * The session file: the tokens of the servers and names that a person is signed in with. They are as
 * good as passwords, so nobody else may read it.
 * @module
 */
import { chmod, readFile, stat } from "node:fs/promises";
import process from "node:process";
import * as v from "valibot";
import { ParleyError } from "../../shared/errors.ts";
import { isSameName } from "../../shared/name_key.ts";
import { describeIssue } from "../../shared/protocol/mod.ts";
import { writePrivately } from "./write_file.ts";

const VERSION = 1;

const StoredSession = v.object({
  /** Base URL of the server. */
  server: v.string(),
  name: v.string(),
  token: v.string(),
  /** Milliseconds since 1970. */
  expiresAt: v.number(),
});
export type StoredSession = v.InferOutput<typeof StoredSession>;

const Content = v.object({
  version: v.number(),
  sessions: v.array(StoredSession),
  /** Server → the name to use there when none is given: the last that logged in. */
  current: v.record(v.string(), v.string()),
  /** The server to use when none is given: the last that somebody logged in at, or answered with. */
  server: v.optional(v.string()),
});
type Content = v.InferOutput<typeof Content>;

export class SessionFile {
  /** @param warn takes a sentence for the person. */
  constructor(readonly path: string, readonly warn: (text: string) => void) {}

  /** The session of `name`, or the current one, on `server`. The server may have ended it since. */
  async find(server: string, name: string | undefined): Promise<StoredSession | undefined> {
    const { sessions, current } = await this.#read();
    const wanted = name ?? current[server];
    if (wanted === undefined) return undefined;
    return sessions.find((session) => isFor(session, server, wanted));
  }

  /** Keeps a session, in place of what there was for its server and name, as the current one. */
  async put(session: StoredSession): Promise<void> {
    const content = await this.#read();
    const others = content.sessions.filter((one) => !isFor(one, session.server, session.name));
    content.sessions = [...others, session];
    content.current[session.server] = session.name;
    content.server = session.server;
    await this.#write(content);
  }

  /** The server to use when none is given. */
  async server(): Promise<string | undefined> {
    return (await this.#read()).server;
  }

  /** Makes this the server to use when none is given. */
  async setServer(server: string): Promise<void> {
    await this.#write({ ...await this.#read(), server });
  }

  /** Forgets a session. */
  async remove({ server, name }: Pick<StoredSession, "server" | "name">): Promise<void> {
    const content = await this.#read();
    content.sessions = content.sessions.filter((one) => !isFor(one, server, name));
    const { [server]: current, ...others } = content.current;
    if (current !== undefined && isSameName(current, name)) content.current = others;
    await this.#write(content);
  }

  async #read(): Promise<Content> {
    let text: string;
    try {
      await this.#protect();
      text = await readFile(this.path, "utf8");
    } catch (error) {
      if (isMissing(error)) return { version: VERSION, sessions: [], current: {} };
      throw this.#failure("can't be read", error);
    }
    return this.#parse(text);
  }

  #parse(text: string): Content {
    const result = v.safeParse(v.pipe(v.string(), v.parseJson(), Content), text);
    if (result.success && result.output.version === VERSION) return result.output;
    const reason = result.success
      ? `was written by another version of Parley (${result.output.version}, not ${VERSION})`
      : `is damaged: ${describeIssue("session file", result.issues)} It`;
    throw new ParleyError(
      "conflict",
      `The session file ${this.path} ${reason} is left as it is. Move it away and log in again, or ` +
        `name another with --session FILE.`,
    );
  }

  /** Takes the file away from others who may read it, as a copy or an unpacked archive can be. */
  async #protect(): Promise<void> {
    if (process.platform === "win32") return;
    if (((await stat(this.path)).mode & 0o077) === 0) return;
    await chmod(this.path, 0o600);
    this.warn(
      `Others could read the session file ${this.path}; now only you can. If they may have, run ` +
        `parley logout.`,
    );
  }

  async #write(content: Content): Promise<void> {
    try {
      await writePrivately(this.path, JSON.stringify(content, undefined, 2) + "\n");
    } catch (error) {
      throw this.#failure("can't be written", error);
    }
  }

  #failure(what: string, error: unknown): ParleyError {
    const reason = error instanceof Error ? error.message : String(error);
    return new ParleyError(
      "conflict",
      `The session file ${this.path} ${what} (${reason}). Name another with --session FILE.`,
      undefined,
      { cause: error },
    );
  }
}

function isFor(session: StoredSession, server: string, name: string): boolean {
  return session.server === server && isSameName(session.name, name);
}

function isMissing(error: unknown): boolean {
  return (error as { code?: unknown }).code === "ENOENT";
}
