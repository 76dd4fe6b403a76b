/**
 * `parley host`: starts a server here, joins it, and tells how others get there.
 * @module
 */
import { dirname, join } from "node:path";
import process from "node:process";
import { lanAddresses } from "../host/addresses.ts";
import { type HostedServer, startServer } from "../host/hosted_server.ts";
import { KeptInput } from "../host/kept_input.ts";
import { defaultSessionPath } from "../session/path.ts";
import type { Context } from "./context.ts";
import { openChat } from "./open_chat.ts";
import { parsePort } from "./option_values.ts";
import { type Program, type Settings, settingsOf } from "./program.ts";

export function registerHost(
  program: Program,
  context: Context,
  exit: (code: number) => void,
): void {
  program.command("host")
    .description("Start a server on this machine, join it, and tell how others get there.")
    .option("--port <port>", "The port to listen on, 0 for any.", parsePort, 8000)
    .option(
      "--address <address>",
      "The address to listen on: localhost lets nobody else in.",
      "0.0.0.0",
    )
    .option("--data <folder>", "The data folder (otherwise one beside the session file).")
    .option("--keep", "Leave the server running, without asking.")
    .action(async ({ port, address, data, keep }, command) => {
      const given = { ...command.optsWithGlobals(), server: "http://localhost" };
      const settings = await settingsOf(given, context);
      const session = settings.session ?? defaultSessionPath(context.env, context.platform);
      const folder = data ?? join(dirname(session), "server");
      const signal = endSignal(context);
      const hosted = await startServer({ host: address, port, data: folder }, signal);
      const input = new KeptInput(context.tty);
      const stays = new Stay(context, hosted, keep === true, input, signal);
      try {
        await context.print(await invitation(context, hosted, address));
        const here = { ...settings, server: `http://localhost:${hosted.port}` };
        const code = await chat(here, { ...context, tty: input.tty }, signal);
        await stays.decide(code);
        exit(code);
      } catch (error) {
        await stays.decide(1);
        throw error;
      }
    });
}

/** Chats. Where there is no terminal, which has its own ways, a signal ends it. */
async function chat(settings: Settings, context: Context, signal: AbortSignal): Promise<number> {
  const left = openChat(settings, context);
  if (context.tty.interactive) return await left;
  const interrupted = aborted(signal).then(() => INTERRUPTED);
  return await Promise.race([left, interrupted]);
}

/** Exit code after SIGINT, as shells have it; other signals have higher ones. */
const INTERRUPTED = 130;

/** What becomes of the server when its host leaves. */
class Stay {
  constructor(
    readonly context: Context,
    readonly hosted: HostedServer,
    readonly keep: boolean,
    readonly input: KeptInput,
    readonly signal: AbortSignal,
  ) {}

  /** @param code exit code of the chat: 0 where a person left, and can be asked. */
  async decide(code: number): Promise<void> {
    if (!this.keep && !(code === 0 && await this.#asks())) return await this.hosted.stop();
    const { pid, log } = this.hosted;
    await this.context.print(
      `The server goes on as process ${pid}: kill ${pid} stops it. Its log is ${log}.\n`,
    );
  }

  async #asks(): Promise<boolean> {
    if (!this.context.canAsk) return false;
    await this.context.print("Leave the server running for the others? [y/N] ");
    const given = await Promise.race([this.input.line(), aborted(this.signal).then(() => "")]);
    return /^y(es)?$/i.test(given);
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve());
  });
}

/** Aborted by SIGINT and SIGTERM, and when the terminal is gone: then the server is not to be left alone. */
function endSignal(context: Context): AbortSignal {
  const gone = new AbortController();
  process.on("SIGHUP", () => gone.abort());
  return AbortSignal.any([context.interrupted(), gone.signal]);
}

/** Where others find the server: as text, and on a terminal as a code for a phone's camera. */
async function invitation(
  context: Context,
  { port }: HostedServer,
  address: string,
): Promise<string> {
  const everywhere = address === "0.0.0.0" || address === "::";
  const near = address === "localhost" || address.startsWith("127.");
  const hosts = everywhere ? lanAddresses() : near ? [] : [address];
  const [first, ...others] = hosts.map((host) => `http://${host}:${port}`);
  if (first === undefined) {
    return `The server is at http://localhost:${port}, for this machine only.\n`;
  }
  // Only here, since it is rare.
  const { qrCode } = await import("../host/qr_code.ts");
  return [
    `Others in your network open ${first} in a browser, or type`,
    `  parley --server ${first}`,
    ...others.map((url) => `  also ${url}`),
    "Nothing is encrypted on the way: use it in a network that you trust.",
    ...(context.tty.interactive ? ["", ...qrCode(first), ""] : []),
  ].join("\n") + "\n";
}
