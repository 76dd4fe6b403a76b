/**
 * parley-server: reads the command line and runs the server until it is told to stop, or a subcommand.
 * @module
 */
import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import process from "node:process";
import { isatty } from "node:tty";
import { ERROR_CODES, ParleyError } from "../shared/errors.ts";
import { adminCommands } from "./admin/commands.ts";
import { serverCommand } from "./config/command_line.ts";
import type { Config } from "./config/options.ts";
import { readConfig } from "./config/read.ts";
import { type Console, greeting, hasTerminal, invitationLine, openConsole } from "./console.ts";
import { configureLog, type LogSettings } from "./log.ts";
import { hearOperator } from "./operator/socket.ts";
import { Server } from "./server.ts";

/** Exit code for a command line that is not right, the same as the client's. */
const USAGE_EXIT = ERROR_CODES["bad-request"].exit;

function logSettings({ logLevel, logFormat }: Config): LogSettings {
  const auto = process.stderr.isTTY ? "text" : "json";
  const format = logFormat === "auto" ? auto : logFormat;
  const isAboveLine = format === "text" && process.stderr.isTTY && hasTerminal();
  return { level: logLevel, format: isAboveLine ? "live" : format };
}

async function run(config: Config): Promise<number> {
  const log = logSettings(config);
  configureLog(log);
  const server = await Server.start(config, log);
  let terminal: Console | undefined;
  const asked = new Promise<void>((resolve) => {
    let times = 0;
    const hadTerminal = isatty(0);
    const stop = () => {
      // The second time, whoever asks wants it at once.
      if (++times > 1) process.exit(1);
      try {
        terminal?.close();
      } catch {
        // A terminal that was closed takes nothing any more.
      }
      say("Stopping …");
      resolve();
    };
    process.on("SIGINT", stop);
    process.on("SIGTERM", stop);
    process.on("SIGHUP", () => {
      // Its terminal was closed, or somebody sent the signal, who wants the certificate read anew.
      if (hadTerminal && !isatty(0)) stop();
      else server.tls.renew();
    });
    terminal = openConsole(server, stop);
  });
  const deafen = hearOperator(server.folder, {
    carryOut: (request) => server.operate(request),
    metrics: () => server.metrics.text(),
    figures: () => server.metrics.figures(),
  });
  // Whoever reads this may ask it to stop right away, or anything else: it listens to that by now.
  console.log(greeting(config, server));
  if (config.registration === "invite") console.log(invitationLine(server));
  terminal!.live();
  server.startOthers();
  await Promise.race([asked, server.failed]);
  deafen();
  await server.stop();
  say("Stopped.");
  return 0;
}

/** Prints a line, if there still is somewhere to print to: a terminal may have been closed. */
function say(line: string): void {
  try {
    console.log(line);
  } catch {
    // Nobody is there to read it.
  }
}

async function finish(run: () => Promise<number> | number): Promise<void> {
  try {
    process.exit(await run());
  } catch (error) {
    if (!(error instanceof ParleyError)) console.error(error);
    const reason = error instanceof Error ? error.message : String(error);
    console.error(`parley-server: ${reason}`);
    process.exit(error instanceof ParleyError ? ERROR_CODES[error.code].exit : 1);
  }
}

/** How help looks and the program ends is the same for a command and all below it. */
function inherit(command: CommandUnknownOpts, from: CommandUnknownOpts): void {
  command.copyInheritedSettings(from);
  for (const each of command.commands) inherit(each, from);
}

const command = serverCommand();
command.action((_options, command) => finish(async () => run(await readConfig(command))));
command.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : USAGE_EXIT));
// What follows a subcommand's name is the subcommand's.
command.enablePositionalOptions();
for (const subcommand of await adminCommands(finish, process.argv.slice(2))) {
  inherit(subcommand, command);
  command.addCommand(subcommand);
}
await command.parseAsync();
