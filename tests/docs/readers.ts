/**
 * Who reads the documents and does what they say: for each document what is around its reader.
 * @module
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stampShell } from "../../tools/install_scripts.ts";
import { Release, VERSION } from "../install/releases.ts";
import { CERTIFICATE, KEY } from "../support/certificate.ts";
import { freePort } from "../support/free_port.ts";
import { PASSWORD, register } from "../support/http.ts";
import { NatsServer, WITHOUT_NATS } from "../support/nats.ts";
import { Cluster, WITHOUT_POSTGRES } from "../support/postgres.ts";
import { fromSource, startServer } from "../support/server.ts";
import { fingerprintOf, ONE, TlsFront } from "../support/tls_front.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const CLIENT_MAIN = join(ROOT, "cli", "main.ts");

/** What a reader has at hand. */
export interface Surroundings {
  env?: Record<string, string>;
  /** More for a server that the reader starts. */
  serverEnv?: Record<string, string>;
  /** What the document writes, and what it is called here. */
  here?: readonly (readonly [string | RegExp, string])[];
}

/** Makes the surroundings. @param use ends something when the reader is done. */
export type Prepare = (
  folder: string,
  use: <T extends AsyncDisposable>(value: T) => T,
) => Promise<Surroundings>;

/** The programs that documents call, from source. */
export async function placePrograms(folder: string): Promise<string> {
  const bin = join(folder, "bin");
  await Deno.mkdir(bin);
  const deno = Deno.execPath();
  const client = [deno, "run", "--quiet", "--allow-all", "--no-check", CLIENT_MAIN];
  const quoted = (words: string[]) => words.map((word) => `"${word}"`).join(" ");
  const programs = {
    parley: `exec ${quoted(client)} "$@"`,
    "parley-server": `exec ${quoted(fromSource())} "$@"`,
    // Tasks are those of this folder, whose reader would stand in it.
    deno: `[ "$1" != task ] || cd "${ROOT}"\nexec "${deno}" "$@"`,
    // Which version npx fetches is for tools/docs_test.ts to look at.
    npx: `shift 2\nexec deno "$@"`,
  };
  for (const [name, run] of Object.entries(programs)) {
    await Deno.writeTextFile(join(bin, name), `#!/bin/sh\n${run}\n`, { mode: 0o755 });
  }
  return bin;
}

/** The reader's own server, with accounts. */
async function serverWith(
  use: Parameters<Prepare>[1],
  names: string[],
  flags: string[] = [],
) {
  const server = use(await startServer({ flags }));
  const tokens: string[] = [];
  for (const name of names) tokens.push((await register(server.url, name, PASSWORD)).token);
  return { server, tokens };
}

async function postgresFor(use: Parameters<Prepare>[1]): Promise<string> {
  if (WITHOUT_POSTGRES) return "postgres://nowhere";
  const cluster = await Cluster.start();
  use({ [Symbol.asyncDispose]: () => cluster.remove() });
  return await cluster.create();
}

/** The account of its scripts is that of its chat: the client keeps the session. */
async function readme(folder: string): Promise<Surroundings> {
  const port = String(await freePort());
  return {
    env: { PARLEY_SERVER: `http://localhost:${port}` },
    serverEnv: { PARLEY_PORT: port, PARLEY_DATA: join(folder, "data") },
  };
}

async function bots(_folder: string, use: Parameters<Prepare>[1]): Promise<Surroundings> {
  const { server } = await serverWith(use, ["alice"], ["--webhooks-to-private", "on"]);
  return { env: { SERVER: server.url, PORT: String(await freePort()) } };
}

async function protocol(_folder: string, use: Parameters<Prepare>[1]): Promise<Surroundings> {
  const { server } = await serverWith(use, ["bob"]);
  return { here: [["http://localhost:8000", server.url]] };
}

async function userGuide(_folder: string, use: Parameters<Prepare>[1]): Promise<Surroundings> {
  const { server, tokens } = await serverWith(use, ["bot"]);
  const front = use(await TlsFront.start(server.port));
  return {
    env: { PARLEY_SERVER: server.url, PARLEY_TOKEN: tokens[0] },
    here: [
      [/(?<=parley trust --server )https:\/\/chat\.example\.org/g, front.url],
      ["https://chat.example.org", server.url],
      ["AB:CD:…", fingerprintOf(ONE)],
    ],
  };
}

async function configuration(_: string, use: Parameters<Prepare>[1]): Promise<Surroundings> {
  const { server } = await serverWith(use, []);
  return { env: { PARLEY_DATA: server.data } };
}

async function operations(folder: string, use: Parameters<Prepare>[1]): Promise<Surroundings> {
  const { server } = await serverWith(use, []);
  const database = await postgresFor(use);
  await using before = await startServer({ data: join(folder, "data") });
  await register(before.url, "alice");
  const program = new TextEncoder().encode("#!/bin/sh\necho installed\n");
  const release = use(await Release.of({ parley: program, "parley-server": program }));
  const script = await Deno.readTextFile(join(ROOT, "install.sh"));
  await Deno.writeTextFile(join(folder, "install.sh"), stampShell(script, release.url, VERSION));
  await Deno.writeTextFile(join(folder, "chain.pem"), CERTIFICATE);
  await Deno.writeTextFile(join(folder, "key.pem"), KEY);
  return {
    env: { PARLEY_DATA: server.data },
    serverEnv: { PARLEY_PORT: "0", PARLEY_DATA: join(folder, "started") },
    here: [
      [" --port 443", " --port 0"],
      ["/var/lib/parley", server.data],
      ["/mnt/backup", folder],
      ["postgres://parley@localhost/parley", database],
    ],
  };
}

async function severalNodes(folder: string, use: Parameters<Prepare>[1]): Promise<Surroundings> {
  const database = await postgresFor(use);
  const nats = WITHOUT_NATS ? undefined : use(await NatsServer.start());
  return {
    serverEnv: { PARLEY_PORT: "0", PARLEY_DATA: join(folder, "started") },
    here: [
      ["postgres://parley@db/parley", database],
      ["nats://broker:4222", nats?.url ?? "nats://nowhere"],
    ],
  };
}

/** The documents with commands in them. */
export const READERS: Readonly<Record<string, Prepare>> = {
  "README.md": readme,
  "docs/bots.md": bots,
  "docs/cluster.md": severalNodes,
  "docs/configuration.md": configuration,
  "docs/operations.md": operations,
  "docs/protocol.md": protocol,
  "docs/user-guide.md": userGuide,
};

/** What no reader can do here: how the block begins, and why. */
export const NOT_HERE: readonly {
  document: string;
  begins: string;
  reason: string | undefined;
}[] = [
  {
    document: "README.md",
    begins: "npx -y deno@2.9.6 task ok",
    reason: "it is the run that this test belongs to",
  },
  {
    document: "README.md",
    begins: "deno task compile",
    reason: "tests/binary compiles, and tries what comes out",
  },
  {
    document: "docs/operations.md",
    begins: "parley-server --host 0.0.0.0 --port 443 --acme-domain",
    reason: "needs a name of the internet; tests/conformance/acme_test.ts has an authority",
  },
  {
    document: "docs/operations.md",
    begins: "parley-server service install",
    reason: "needs systemd and root; server/admin/service/unit_test.ts has the unit verified",
  },
  {
    document: "docs/operations.md",
    begins: "docker compose up",
    reason: "needs Docker; tools/container_test.ts reads what it would",
  },
  {
    document: "docs/operations.md",
    begins: "parley-server migrate --from",
    reason: WITHOUT_POSTGRES,
  },
  {
    document: "docs/cluster.md",
    begins: "parley-server --database",
    reason: WITHOUT_POSTGRES ?? WITHOUT_NATS,
  },
];
