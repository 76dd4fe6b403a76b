/**
 * parley-server: reads the command line and runs the server until it is told to stop, or a subcommand.
 * @module
 */
import process from "node:process";
import { ERROR_CODES, ParleyError } from "../shared/errors.ts";
import { adminCommands } from "./admin/commands.ts";
import { type Config, serverCommand, toConfig } from "./config.ts";
import { greeting, invitationLine, readConsole } from "./console.ts";
import { configureLog } from "./log.ts";
import { Server } from "./server.ts";

/** Exit code for a command line that is not right, the same as the client's. */
const USAGE_EXIT = ERROR_CODES["bad-request"].exit;

async function run(config: Config): Promise<number> {
  configureLog(config.logLevel);
  const server = await Server.start(config);
  const asked = new Promise<void>((resolve) => {
    let times = 0;
    const stop = () => {
      // The second time, whoever asks wants it at once.
      if (++times > 1) process.exit(1);
      console.log("Stopping …");
      resolve();
    };
    process.on("SIGINT", stop);
    process.on("SIGTERM", stop);
    process.on("SIGHUP", stop);
    readConsole(server, stop);
  });
  // Whoever reads this may ask it to stop right away: it listens to that by now.
  console.log(greeting(config, server));
  if (config.registration === "invite") console.log(invitationLine(server));
  await Promise.race([asked, server.failed]);
  await server.stop();
  console.log("Stopped.");
  return 0;
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

const command = serverCommand(navigator.hardwareConcurrency);
command.action((options) => finish(() => run(toConfig(options))));
command.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : USAGE_EXIT));
// What follows a subcommand's name is the subcommand's.
command.enablePositionalOptions();
for (const subcommand of adminCommands(finish)) {
  command.addCommand(subcommand.copyInheritedSettings(command));
}
await command.parseAsync();
