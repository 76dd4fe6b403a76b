/**
 * The server's terminal: what it says at the start, and the lines that its operator types.
 * @module
 */
import { basename } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import type { Config } from "./config/options.ts";
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
    "  stop          q and Enter, or Ctrl-C",
  ].join("\n");
}

export function invitationLine(server: Server): string {
  return `Invitation: ${server.invite()} (25 uses, 7 days): parley --invitation CODE --user NAME`;
}

/** Obeys the operator's lines. The end of standard input ends nothing: a service has none. */
export function readConsole(server: Server, stop: () => void): () => void {
  const lines = createInterface({ input: process.stdin });
  lines.on("line", (line) => {
    const word = line.trim().toLowerCase();
    if (word === "q" || word === "quit") stop();
    else if (word === "i") console.log(invitationLine(server));
    else if (word !== "") {
      console.log("q and Enter stop the server, i and Enter make an invitation.");
    }
  });
  return () => {
    lines.close();
    process.stdin.destroy();
  };
}
