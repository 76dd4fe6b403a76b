/**
 * A certificate authority that speaks ACME, for tests: Let's Encrypt's own, `pebble`.
 * @module
 */
import { connect } from "node:net";
import { join } from "node:path";
import { freePort } from "./free_port.ts";
import { CERTIFICATE, KEY } from "./certificate.ts";
import { eventually } from "./wait.ts";

export class Pebble {
  readonly #child: Deno.ChildProcess;

  private constructor(
    readonly folder: string,
    readonly port: number,
    /** Where it asks for the answers of HTTP-01, at 127.0.0.1. */
    readonly httpPort: number,
  ) {
    this.#child = new Deno.Command("pebble", {
      args: ["-config", join(folder, "pebble.json")],
      env: { PEBBLE_VA_NOSLEEP: "1", PEBBLE_WFE_NONCEREJECT: "0" },
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
  }

  static async start(): Promise<Pebble> {
    const folder = await Deno.makeTempDir({ prefix: "parley-pebble-" });
    const [port, management, httpPort, tlsPort] = await Promise.all(
      Array.from({ length: 4 }, () => freePort()),
    );
    await Deno.writeTextFile(join(folder, "cert.pem"), CERTIFICATE);
    await Deno.writeTextFile(join(folder, "key.pem"), KEY);
    await Deno.writeTextFile(
      join(folder, "pebble.json"),
      JSON.stringify({
        pebble: {
          listenAddress: `127.0.0.1:${port}`,
          managementListenAddress: `127.0.0.1:${management}`,
          certificate: join(folder, "cert.pem"),
          privateKey: join(folder, "key.pem"),
          httpPort,
          tlsPort,
          ocspResponderURL: "",
          externalAccountBindingRequired: false,
        },
      }),
    );
    const pebble = new Pebble(folder, port, httpPort);
    await eventually(() => listens(port), "pebble listens");
    return pebble;
  }

  get flags(): string[] {
    return [
      ...["--acme-domain", "localhost", "--acme-port", `${this.httpPort}`],
      ...["--acme-directory", `https://localhost:${this.port}/dir`],
      ...["--outgoing-ca", join(this.folder, "cert.pem")],
    ];
  }

  async stop(): Promise<void> {
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // It has ended already.
    }
    await this.#child.status;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    await Deno.remove(this.folder, { recursive: true });
  }
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("error", () => resolve(false));
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
  });
}
