/**
 * The server's terminal: what it says at the start, a live line of how it does, and what its operator types.
 * @module
 */
import { basename } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import type { Config } from "./config/options.ts";
import { type Figures, glance } from "./metrics/figures.ts";
import { liveLine } from "./metrics/words.ts";
import type { Server } from "./server.ts";

function hostForUrl(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}

/** How a person starts the client of this server: from source as from source, else the other binary. */
function chatCommand(): string {
  return basename(process.execPath).startsWith("deno") ? "deno task chat" : "parley chat";
}

/** What the server serves and where, and what to do next: a few lines for its terminal. */
export function greeting(config: Config, server: Server): string {
  const { certificate } = server.tls;
  const url = `${certificate ? "https" : "http"}://${hostForUrl(config.host)}:${server.port}`;
  const everywhere = config.host === "0.0.0.0" || config.host === "::";
  return [
    `Parley is listening on ${url}${everywhere ? " and every address of this machine" : ""}`,
    `  data          ${server.folder}/parley.db`,
    `  chat          ${chatCommand()} --user NAME${
      server.port === 8000 && !certificate ? "" : ` --server ${url}`
    }`,
    ...(certificate ? [`  certificate   SHA-256 ${certificate.fingerprint}`] : []),
    `  registration  ${config.registration}, guests ${config.guests ? "on" : "off"}`,
    `  stop          ${process.stdin.isTTY ? "q and Enter, or Ctrl-C" : "SIGTERM"}`,
  ].join("\n");
}

export function invitationLine(server: Server): string {
  return `Invitation: ${server.invite()} (25 uses, 7 days): parley --invitation CODE --user NAME`;
}

/** How often the live line is drawn anew, in milliseconds. */
const LIVE_INTERVAL = 1_000;
const HELP = "q and Enter stop the server, i and Enter make an invitation.";

/** The operator's end of the server. */
export interface Console {
  /** Shows the live line from now on, where there is a terminal for it. */
  live(): void;
  close(): void;
}

/** True if there is a terminal to read from and to draw a live line on. */
export function hasTerminal(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true;
}

/** Obeys the operator's lines. The end of standard input ends nothing: a service has none. */
export function openConsole(server: Server, stop: () => void): Console {
  const isTerminal = hasTerminal();
  const { stdin, stdout } = process;
  const lines = isTerminal
    ? createInterface({ input: stdin, output: stdout, terminal: true, historySize: 0 })
    : createInterface({ input: stdin });
  // A terminal may be closed while it is used: the server hears that by SIGHUP, and stops in order.
  for (const stream of [stdin, stdout]) stream.on("error", () => {});
  let timer: ReturnType<typeof setInterval> | undefined;
  let before: Figures | undefined;
  // The line is the prompt: what is being typed behind it stays, and a line of the log just pushes it down.
  const draw = () => {
    const now = server.metrics.figures();
    lines.setPrompt(`${liveLine(glance(now, before))} > `);
    before = now;
    lines.prompt(true);
  };
  lines.on("line", (line) => {
    const word = line.trim().toLowerCase();
    if (word === "q" || word === "quit") return stop();
    if (word === "i") console.log(invitationLine(server));
    else if (word !== "") console.log(HELP);
    if (timer !== undefined) lines.prompt();
  });
  // Ctrl-C is a key here, and no signal.
  lines.on("SIGINT", stop);
  lines.on("close", () => clearInterval(timer));
  return {
    live() {
      if (!isTerminal) return;
      draw();
      timer = setInterval(draw, LIVE_INTERVAL);
    },
    close() {
      if (timer !== undefined) stdout.write("\r\x1b[K");
      clearInterval(timer);
      lines.close();
      stdin.destroy();
    },
  };
}
