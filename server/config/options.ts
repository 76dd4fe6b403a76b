/**
 * Every option of the server: its values, its default, and what it is for. Flags, environment variables,
 * the configuration file, `parley-server config`, the help and docs/configuration.md are all made of this
 * table. Longer because all options stand in one place.
 * @module
 */
import * as v from "valibot";
import { limits } from "../../shared/limits.ts";
import { parseName } from "../../shared/names.ts";
import type { Judgement } from "../../shared/options_file.ts";
import { isSubnet } from "../gateway/listener/proxies.ts";
import { LOG_LEVELS } from "../log.ts";
import { urlsOf } from "../store/postgres/hosts.ts";

export const GROUPS = ["Where", "TLS", "Who", "Limits", "Outgoing", "Running"] as const;

interface Spec<Schema extends v.GenericSchema = v.GenericSchema> {
  /** Of what the file holds. Its messages say what was expected: "a whole number from 1 to 9". */
  schema: Schema;
  /** Undefined: without the option, what it would turn on is off. */
  default: v.InferOutput<Schema> | undefined;
  /** In words, where the default is no plain value. */
  defaultText?: string;
  /** What stands for the value after the flag. */
  placeholder: string;
  choices?: readonly string[];
  /** What a flag's or a variable's text stands for; the schema judges it. */
  read: (text: string) => unknown;
  /** It takes several values: flags may be given again, and one may hold several, with commas. */
  list?: true;
  /** Its value is a path: in the file it counts from the file's folder. */
  path?: true;
  /** The flag alone, without a word, stands for `on`. */
  bare?: true;
  /** It can't be set in a file. */
  notInFile?: true;
  /** Where PARLEY_ and the option's name would mean something else. */
  variable?: string;
  /** What of the value may be shown. */
  mask?: (value: string) => string;
  group: typeof GROUPS[number];
  /** What it does, in a line of the help. */
  help: string;
  /** More on it, for the document: Markdown. */
  more?: string;
}

type About = Pick<Spec, "group" | "help"> & Partial<Omit<Spec, "schema" | "default">>;

function define<Schema extends v.GenericSchema>(
  schema: Schema,
  given: v.InferOutput<Schema>,
  placeholder: string,
  about: About,
): Spec<Schema> & { default: v.InferOutput<Schema> } {
  return { read: (text) => text, placeholder, ...about, schema, default: given };
}

function whole(minimum: number, maximum: number, given: number, about: About) {
  const expected = `a whole number from ${minimum} to ${maximum}`;
  const schema = v.pipe(
    v.number(expected),
    v.integer(expected),
    v.minValue(minimum, expected),
    v.maxValue(maximum, expected),
  );
  // What is no number stays as it is, for the refusal.
  const read = (text: string) => /^\d+$/.test(text) ? Number(text) : text;
  return define(schema, given, "<n>", { read, ...about });
}

function oneOf<const Names extends readonly string[]>(
  choices: Names,
  given: Names[number],
  about: About,
) {
  return define(v.picklist(choices, `one of ${choices.join(", ")}`), given, "<choice>", {
    choices,
    ...about,
  });
}

const ON_OFF = ["on", "off"] as const;

function onOff(given: boolean, about: About) {
  const read = (text: string) => text === "on" ? true : text === "off" ? false : text;
  return define(v.boolean("on or off (true or false in the file)"), given, "<choice>", {
    choices: ON_OFF,
    read,
    ...about,
  });
}

function listOf<Schema extends v.GenericSchema<string, string>>(
  each: Schema,
  placeholder: string,
  about: About,
) {
  const schema = v.array(each, "a list of texts");
  return define(schema, [] as v.InferOutput<typeof schema>, placeholder, { list: true, ...about });
}

/** An option that is off unless it is given. */
function optional<Schema extends v.GenericSchema<string, string>>(
  schema: Schema,
  placeholder: string,
  about: About,
): Spec<Schema> {
  return { read: (text) => text, placeholder, ...about, schema, default: undefined };
}

function text(expected: string) {
  return v.pipe(v.string(expected), v.nonEmpty(expected));
}

const Path = text("a path");

const Subnet = v.pipe(
  v.string("an address or a network such as 10.0.0.0/8"),
  v.check(isSubnet, "an address or a network such as 10.0.0.0/8"),
);

const Origin = v.pipe(
  v.string("an origin such as https://chat.example.org"),
  v.check((text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    return url !== undefined && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`;
  }, "an origin such as https://chat.example.org"),
  v.transform((text) => new URL(text).origin),
);

const HttpsUrl = v.pipe(
  v.string("a URL that begins with https://"),
  v.check(
    (text) => URL.canParse(text) && new URL(text).protocol === "https:",
    "a URL that begins with https://",
  ),
);

const Domain = v.pipe(
  v.string("a name such as chat.example.org"),
  v.regex(/^(?!-)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*$/i, "a name such as chat.example.org"),
  v.toLowerCase(),
);

const DatabaseUrl = v.pipe(
  v.string("a URL such as postgres://parley@localhost/parley"),
  v.check(
    (text) => urlsOf(text).length > 0,
    "a URL such as postgres://parley@localhost/parley",
  ),
);

const BROKER = "a URL such as nats://localhost:4222";

const BrokerUrl = v.pipe(
  v.string(BROKER),
  v.check(
    (text) =>
      text.split(",").every((url) =>
        URL.canParse(url) && /^(nats|tls):$/.test(new URL(url).protocol)
      ),
    BROKER,
  ),
);

const AccountName = v.pipe(
  v.string("the name of an account"),
  v.check((text) => {
    try {
      return parseName(text, "name") !== undefined;
    } catch {
      return false;
    }
  }, "the name of an account"),
  v.transform((text) => parseName(text, "name").key),
);

/** A URL without its password. */
function withoutPassword(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) return "…";
  if (url.password) url.password = "***";
  for (const [name] of [...url.searchParams]) {
    if (/pass|secret|key/i.test(name)) url.searchParams.set(name, "***");
  }
  return url.href;
}

/** URLs of brokers without names, passwords and tokens. */
function withoutUser(text: string): string {
  return text.replace(/\/\/[^/@,]*@/g, "//***@");
}

/** One gateway for each two cores: on two, one network thread beside the store's is fastest. */
export function defaultWorkers(cores: number): number {
  return Math.min(8, Math.max(1, Math.floor(cores / 2)));
}

/** In the order in which help and documents list them. */
export const OPTIONS = {
  "config": optional(Path, "<file>", {
    group: "Where",
    help: "configuration file",
    defaultText: "`config.jsonc` in the data folder, if it is there",
    more: "The variable is `PARLEY_SERVER_CONFIG`: `PARLEY_CONFIG` names the client's file.",
    notInFile: true,
    path: true,
    variable: "PARLEY_SERVER_CONFIG",
  }),
  "host": define(text("an address or a name"), "localhost", "<host>", {
    group: "Where",
    help: "address to listen on",
    more: "`0.0.0.0` for all of the machine's.",
  }),
  "port": whole(0, 65_535, 8000, {
    group: "Where",
    placeholder: "<port>",
    help: "port to listen on, 0 for any free one",
  }),
  "data": define(Path, "data", "<dir>", {
    group: "Where",
    help: "data folder, made if there is none",
    path: true,
    more: "What is in it: [the data folder](operations.md#the-data-folder).",
  }),
  "database": optional(DatabaseUrl, "<url>", {
    group: "Where",
    help: "PostgreSQL database, postgres://USER@HOST/NAME, in place of the data folder's own",
    mask: withoutPassword,
    more: "The folder then holds what can be made again.",
  }),
  "broker": optional(BrokerUrl, "<url>", {
    group: "Where",
    help: "NATS broker, nats://HOST:4222, that the nodes of a cluster share; needs --database",
    mask: withoutUser,
    more: "Several with commas in between. See [several nodes](cluster.md).",
  }),
  "trusted-proxy": listOf(Subnet, "<network>", {
    group: "Where",
    help: "believe this proxy's X-Forwarded-For; an address or CIDR, can be given again",
    more:
      "Which [proxy](operations.md#on-the-internet): an address or a network such as `10.0.0.0/8`.",
  }),
  "allowed-origin": listOf(Origin, "<origin>", {
    group: "Where",
    help: "let this site's pages connect, besides the server's own; can be given again",
    more: "An origin such as `https://app.example.org`.",
  }),
  "tls": oneOf(["off", "self-signed"], "off", {
    group: "TLS",
    help: "speak TLS with a certificate that the server makes for itself, for clients to pin",
    more: "See [TLS](operations.md#tls).",
  }),
  "tls-cert": optional(Path, "<file>", {
    group: "TLS",
    help: "speak TLS with this certificate (PEM), read again at SIGHUP",
    path: true,
    more: "Behind it in the file stand those between it and the authority.",
  }),
  "tls-key": optional(Path, "<file>", {
    group: "TLS",
    help: "private key of that certificate (PEM)",
    path: true,
  }),
  "acme-domain": listOf(Domain, "<name>", {
    group: "TLS",
    help: "get and renew a certificate for this name by ACME; can be given again",
    more: "From Let's Encrypt, whose terms of service you agree to by that; see " +
      "[TLS](operations.md#tls).",
  }),
  "acme-email": optional(text("an address"), "<address>", {
    group: "TLS",
    help: "where the certificate authority reaches you",
  }),
  "acme-directory": define(
    HttpsUrl,
    "https://acme-v02.api.letsencrypt.org/directory",
    "<url>",
    { group: "TLS", help: "another certificate authority" },
  ),
  "acme-port": whole(1, 65_535, 80, {
    group: "TLS",
    placeholder: "<port>",
    help: "port where the authority's questions arrive, which it asks at port 80",
  }),
  "guests": onOff(true, {
    group: "Who",
    help: "let people in by a name alone",
  }),
  "registration": oneOf(["open", "invite", "closed"], "open", {
    group: "Who",
    help: "who may make an account",
    more: "`open`: everybody. `invite`: whoever has an [invitation](operations.md#invitations). " +
      "`closed`: nobody.",
  }),
  "owner": optional(AccountName, "<name>", {
    group: "Who",
    help: "account that administers the server",
    defaultText: "the first account",
    more: "See [administrators](operations.md#administrators).",
  }),
  "max-connections": whole(1, 1_000_000, limits.connections, {
    group: "Limits",
    help: "connections at once",
    more: "Fewer, with a warning, where the limit of open files (`ulimit -Hn`) leaves less.",
  }),
  "sends-per-second": whole(0, 1_000_000, limits.sendsPerSecond, {
    group: "Limits",
    help: "messages a second that an account may send for long, 0 for any number",
  }),
  "idle-timeout": whole(0, 1_000_000, 0, {
    group: "Limits",
    placeholder: "<seconds>",
    help: "close connections where nobody does, or reads, anything for so long, 0 for never",
    more: "See [idle connections](operations.md#idle-connections).",
  }),
  "idle-strict": onOff(false, {
    group: "Limits",
    placeholder: "[choice]",
    bare: true,
    help: "count reading as idle",
    more: "Whoever only reads is idle too.",
  }),
  "webhooks-to-private": onOff(false, {
    group: "Outgoing",
    help: "let outgoing webhooks post to addresses that are not public",
    more: "Those of your own network, for instance ([why not](bots.md#where-it-may-post-to)).",
  }),
  "outgoing-ca": optional(Path, "<file>", {
    group: "Outgoing",
    help: "trust these certificates too (PEM) where webhooks and Web Push are posted to",
    path: true,
    more: "Besides the usual ones: those of your own network.",
  }),
  "push-keys": optional(Path, "<file>", {
    group: "Outgoing",
    help: "send Web Push, signed with the keys that push-keys made",
    path: true,
    more: "See [Web Push](operations.md#web-push).",
  }),
  "log-level": oneOf(LOG_LEVELS, "info", {
    group: "Running",
    placeholder: "<level>",
    help: "least level that is logged",
  }),
  // Its default depends on the machine: see defaultOf.
  "log-format": oneOf(["auto", "text", "json"], "auto", {
    group: "Running",
    placeholder: "<format>",
    help: "text for people or JSON lines for programs; auto: text on a terminal",
    more: "See [the log](operations.md#the-log).",
  }),
  "metrics-token": optional(
    v.pipe(
      v.string("a text of 16 characters or more"),
      v.minLength(16, "a text of 16 characters or more"),
    ),
    "<text>",
    {
      group: "Running",
      help: "serve /metrics to whoever sends this as a bearer token",
      defaultText: "there is no /metrics",
      mask: () => "***",
      more:
        "See [metrics](operations.md#metrics). Command lines can be read by all users of a machine: " +
        "give it in the file or as a variable.",
    },
  ),
  "workers": whole(1, 64, 1, {
    group: "Running",
    help: "gateway threads",
    defaultText: "one for each two cores, 1 to 8",
  }),
  "listener": oneOf(["node", "deno"], "node", {
    group: "Running",
    placeholder: "<name>",
    help: "node bounds what a client may cost; deno is for behind a proxy that does",
    more: "[Why](decisions.md#connections).",
  }),
} as const;

export type OptionName = keyof typeof OPTIONS;

export const OPTION_NAMES = Object.keys(OPTIONS) as readonly OptionName[];

/** `max-connections` as `maxConnections`. */
type Property<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${First}${Capitalize<Property<Rest>>}`
  : Name;

/** The server's configuration: every option's value, each under its name as a property. */
export type Config = {
  -readonly [Name in OptionName as Property<Name>]: (typeof OPTIONS)[Name] extends
    Spec<infer Schema> & { default: infer Given }
    ? Given extends undefined ? v.InferOutput<Schema> | undefined : v.InferOutput<Schema>
    : never;
};

export function optionOf(name: OptionName): Spec {
  return OPTIONS[name] as unknown as Spec;
}

/** The name of an option as a property of Config. */
export function propertyOf(name: OptionName): keyof Config {
  return name.replaceAll(/-([a-z])/g, (_, letter) => letter.toUpperCase()) as keyof Config;
}

export function variableOf(name: OptionName): string {
  return optionOf(name).variable ?? `PARLEY_${name.toUpperCase().replaceAll("-", "_")}`;
}

/** What its default is on a machine with so many cores. */
export function defaultOf(name: OptionName, cores: number): unknown {
  return name === "workers" ? defaultWorkers(cores) : optionOf(name).default;
}

/** What the option's value, as it stands in a file, is taken for. */
export function judge(name: OptionName, value: unknown): Judgement {
  const { schema, mask } = optionOf(name);
  const { issues, output } = v.safeParse(schema, value);
  if (!issues) return { value: output };
  const [{ message, input, path }] = issues;
  // What was refused may be a secret with a slip in it.
  const but = mask ? "" : `, not ${shorten(JSON.stringify(input) ?? String(input))}`;
  return {
    issue: `has to be ${message}${but}`,
    path: path?.map(({ key }) => key as string | number),
  };
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
