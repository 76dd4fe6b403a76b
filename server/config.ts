/**
 * The server's options: flags over environment (`PARLEY_*`) over defaults, into one typed Config.
 * @module
 */
import { InvalidArgumentError, Option } from "@commander-js/extra-typings";
import { Command } from "@commander-js/extra-typings";
import { limits } from "../shared/limits.ts";
import { VERSION } from "../shared/version.ts";
import { parseName } from "../shared/names.ts";
import { isSubnet } from "./gateway/listener/proxies.ts";
import { LOG_LEVELS, type ServerLogLevel } from "./log.ts";

export interface Config {
  host: string;
  /** 0: any free port. */
  port: number;
  /** The data folder. */
  data: string;
  /** URL of a PostgreSQL database; undefined: a SQLite file in the data folder. */
  database: string | undefined;
  /** Number of gateway threads. */
  workers: number;
  guests: boolean;
  registration: "open" | "invite" | "closed";
  /** Outgoing webhooks may post to addresses that are not public. */
  webhooksToPrivate: boolean;
  /** File with certificates that the receivers of webhooks and Web Push may show besides the usual ones. */
  outgoingCa: string | undefined;
  /** File with the keys that Web Push is signed with; undefined: none is sent. */
  pushKeys: string | undefined;
  logLevel: ServerLogLevel;
  listener: "node" | "deno";
  /** Connections that the whole server takes. */
  maxConnections: number;
  /** Messages a second that an account may send for long; 0: any number. */
  sendsPerSecond: number;
  /** Key of the name whose account administers the server; undefined: the first account does. */
  owner: string | undefined;
  /** Seconds after which an idle connection is closed; 0: never. */
  idleTimeout: number;
  /** Whoever only reads is idle too. */
  idleStrict: boolean;
  /** Addresses and networks of the proxies whose X-Forwarded-For is believed. */
  trustedProxies: readonly string[];
  /** Origins of pages of others that may connect. */
  allowedOrigins: readonly string[];
}

function whole(minimum: number, maximum: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= minimum && number <= maximum) return number;
    throw new InvalidArgumentError(`Expected a whole number from ${minimum} to ${maximum}.`);
  };
}

/** One gateway for each two cores: on two, one network thread beside the store's is fastest. */
export function defaultWorkers(cores: number): number {
  return Math.min(8, Math.max(1, Math.floor(cores / 2)));
}

function nameKey(value: string): string {
  try {
    return parseName(value, "name").key;
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

/** Collects values, of several flags or of one with commas in it. */
function each(judge: (value: string) => string): (value: string, before: string[]) => string[] {
  return (value, before) => [
    ...before,
    ...value.split(",").map((part) => part.trim()).filter((part) => part !== "").map(judge),
  ];
}

function subnet(value: string): string {
  if (isSubnet(value)) return value;
  throw new InvalidArgumentError("Expected an address or a network such as 10.0.0.0/8.");
}

function databaseUrl(value: string): string {
  if (/^postgres(ql)?:$/.test(URL.canParse(value) ? new URL(value).protocol : "")) return value;
  throw new InvalidArgumentError("Expected a URL such as postgres://parley@localhost/parley.");
}

function origin(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`) return url.origin;
  throw new InvalidArgumentError("Expected an origin such as https://chat.example.org.");
}

function option<const Flags extends string>(flags: Flags, description: string, variable: string) {
  return new Option(flags, description).env(variable);
}

/** The command line, without its action. */
export function serverCommand(cores: number) {
  return new Command("parley-server")
    .description("Serves a Parley chat: accounts, rooms and their history, in one data folder.")
    .version(VERSION)
    .addOption(option("--host <host>", "address to listen on", "PARLEY_HOST").default("localhost"))
    .addOption(
      option("--port <port>", "port to listen on, 0 for any free one", "PARLEY_PORT")
        .default(8000).argParser(whole(0, 65_535)),
    )
    .addOption(
      option("--data <dir>", "data folder, made if there is none", "PARLEY_DATA").default("data"),
    )
    .addOption(
      option(
        "--database <url>",
        "PostgreSQL database, postgres://USER@HOST/NAME, in place of the data folder's own",
        "PARLEY_DATABASE",
      )
        .argParser(databaseUrl),
    )
    .addOption(
      option("--workers <n>", "gateway threads", "PARLEY_WORKERS")
        .default(defaultWorkers(cores), "one for each two cores, 1 to 8")
        .argParser(whole(1, 64)),
    )
    .addOption(
      option("--guests <choice>", "let people in by a name alone", "PARLEY_GUESTS")
        .choices(["on", "off"] as const).default("on" as const),
    )
    .addOption(
      option("--registration <choice>", "who may make an account", "PARLEY_REGISTRATION")
        .choices(["open", "invite", "closed"] as const).default("open" as const),
    )
    .addOption(
      option(
        "--webhooks-to-private <choice>",
        "let outgoing webhooks post to addresses that are not public",
        "PARLEY_WEBHOOKS_TO_PRIVATE",
      )
        .choices(["on", "off"] as const).default("off" as const),
    )
    .addOption(
      option(
        "--outgoing-ca <file>",
        "trust these certificates too (PEM) where webhooks and Web Push are posted to",
        "PARLEY_OUTGOING_CA",
      )
        .default("", "none"),
    )
    .addOption(
      option(
        "--push-keys <file>",
        "send Web Push, signed with the keys that push-keys made",
        "PARLEY_PUSH_KEYS",
      )
        .default("", "none"),
    )
    .addOption(
      option("--log-level <level>", "least level that is logged", "PARLEY_LOG_LEVEL")
        .choices(LOG_LEVELS).default("info" as const),
    )
    .addOption(
      option(
        "--listener <name>",
        "node bounds what a client may cost; deno is for behind a proxy that does",
        "PARLEY_LISTENER",
      )
        .choices(["node", "deno"] as const).default("node" as const),
    )
    .addOption(
      option("--max-connections <n>", "connections at once", "PARLEY_MAX_CONNECTIONS")
        .default(limits.connections).argParser(whole(1, 1_000_000)),
    )
    .addOption(
      option(
        "--sends-per-second <n>",
        "messages a second that an account may send for long, 0 for any number",
        "PARLEY_SENDS_PER_SECOND",
      )
        .default(limits.sendsPerSecond).argParser(whole(0, 1_000_000)),
    )
    .addOption(
      option("--owner <name>", "account that administers the server", "PARLEY_OWNER")
        .default("", "the first account").argParser(nameKey),
    )
    .addOption(
      option(
        "--idle-timeout <seconds>",
        "close connections where nobody does, or reads, anything for so long, 0 for never",
        "PARLEY_IDLE_TIMEOUT",
      )
        .default(0).argParser(whole(0, 1_000_000)),
    )
    .addOption(
      option(
        "--idle-strict [choice]",
        "count reading as idle",
        "PARLEY_IDLE_STRICT",
      )
        .choices(["on", "off"] as const).preset("on").default("off" as const),
    )
    .addOption(
      option(
        "--trusted-proxy <network>",
        "believe this proxy's X-Forwarded-For; an address or CIDR, can be given again",
        "PARLEY_TRUSTED_PROXY",
      )
        .default([] as string[], "none").argParser(each(subnet)),
    )
    .addOption(
      option(
        "--allowed-origin <origin>",
        "let this site's pages connect, besides the server's own; can be given again",
        "PARLEY_ALLOWED_ORIGIN",
      )
        .default([] as string[], "none").argParser(each(origin)),
    )
    .addHelpText(
      "after",
      "\nEach option can be given as an environment variable too, e.g. PARLEY_PORT=9000.\n" +
        "On its terminal, q and Enter stop the server, i and Enter make an invitation.\n",
    )
    .allowExcessArguments(false);
}

/** The options as commander gives them → Config. */
export function toConfig(options: ReturnType<ReturnType<typeof serverCommand>["opts"]>): Config {
  const { trustedProxy, allowedOrigin, ...rest } = options;
  return {
    ...rest,
    trustedProxies: trustedProxy,
    allowedOrigins: allowedOrigin,
    guests: options.guests === "on",
    webhooksToPrivate: options.webhooksToPrivate === "on",
    database: options.database,
    outgoingCa: options.outgoingCa || undefined,
    pushKeys: options.pushKeys || undefined,
    owner: options.owner || undefined,
    idleStrict: options.idleStrict === "on",
  };
}
