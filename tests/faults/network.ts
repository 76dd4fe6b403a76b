/**
 * A server in a network of its own, which can be taken away: no packet arrives then, and nobody is told.
 * @module
 */
import { fromSource, startServer, type TestServer } from "../support/server.ts";

const IN_OWN_NETWORK = [
  "unshare",
  "--map-root-user",
  "--net",
  "sh",
  "-c",
  'ip link set lo up && exec "$@"',
  "sh",
] as const;

/** Why there can't be such a network here; undefined if there can. */
export const noOwnNetwork: string | undefined = await tryNetwork();

async function tryNetwork(): Promise<string | undefined> {
  const [program, ...args] = [...IN_OWN_NETWORK, "nsenter", "--version"];
  try {
    const command = new Deno.Command(program, { args, stdout: "null", stderr: "null" });
    return (await command.output()).success ? undefined : "this user may not have a network";
  } catch {
    return "there is no program unshare";
  }
}

export class OwnNetwork {
  private constructor(readonly server: TestServer) {}

  /** @param data the server's folder: it can't be reached to make accounts. */
  static async start(data: string, flags: string[]): Promise<OwnNetwork> {
    return new OwnNetwork(
      await startServer({ data, flags, command: [...IN_OWN_NETWORK, ...fromSource()] }),
    );
  }

  /** The command that runs another one where the server is. */
  inside(...command: string[]): [string, ...string[]] {
    const { pid } = this.server;
    return ["nsenter", "-t", `${pid}`, "-U", "-n", "--preserve-credentials", ...command];
  }

  async takeAway(): Promise<void> {
    await this.#set("down");
  }

  async bringBack(): Promise<void> {
    await this.#set("up");
  }

  async #set(state: "up" | "down"): Promise<void> {
    const [program, ...args] = this.inside("ip", "link", "set", "lo", state);
    const { success, stderr } = await new Deno.Command(program, { args }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
  }
}
