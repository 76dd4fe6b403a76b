/**
 * `parley-server service`: prints, or puts into place, the systemd unit that runs this very program.
 * @module
 */
import { Command } from "@commander-js/extra-typings";
import { mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import process from "node:process";
import { ParleyError } from "../../../shared/errors.ts";
import { examples, type Finish } from "../command.ts";
import { DESCRIPTIONS } from "../descriptions.ts";
import { refuseExisting } from "../placed_file.ts";
import { ACCOUNT, UNIT_NAME, unitOf } from "./unit.ts";

interface Options {
  user?: boolean;
  lowPorts?: boolean;
  program?: string;
}

/** This binary; from source, where it would be. */
function thisProgram(): string {
  const isSource = basename(process.execPath).startsWith("deno");
  return isSource ? "/usr/local/bin/parley-server" : process.execPath;
}

function unitFor({ user = false, lowPorts = false, program = thisProgram() }: Options): string {
  if (user && lowPorts) {
    throw new ParleyError(
      "bad-request",
      "A person's own services can't have ports below 1024. Leave out --low-ports or --user.",
    );
  }
  return unitOf({ command: [program], user, lowPorts });
}

function folderFor(user: boolean | undefined): string {
  if (!user) return "/etc/systemd/system";
  const { HOME } = process.env;
  if (HOME) return join(HOME, ".config", "systemd", "user");
  throw new ParleyError("bad-request", "Without HOME, expected --folder: where the unit goes.");
}

/** What is left to do, which the server itself may not: it starts no programs. */
function nextSteps(user: boolean | undefined): string {
  const systemctl = user ? "systemctl --user" : "systemctl";
  return [
    "Next:",
    ...(user
      ? ["  loginctl enable-linger     so that it runs while you are logged out"]
      : [`  useradd --system --no-create-home --shell /usr/sbin/nologin ${ACCOUNT}`]),
    `  ${systemctl} daemon-reload`,
    `  ${systemctl} enable --now ${UNIT_NAME}`,
    `  journalctl ${user ? "--user " : ""}--unit ${UNIT_NAME}`,
  ].join("\n");
}

const USER = ["--user", "for your own services, not those of the system"] as const;
const PROGRAM = ["--program <path>", "the server that it runs, in place of this very one"] as const;
const LOW_PORTS = ["--low-ports", "let it listen on ports below 1024, such as 443"] as const;

function printCommand(finish: Finish) {
  return new Command("print")
    .description("Print the unit.")
    .option(...USER)
    .option(...LOW_PORTS)
    .option(...PROGRAM)
    .allowExcessArguments(false)
    .addHelpText("after", examples("service print", "service print --low-ports"))
    .action((options) =>
      finish(() => {
        process.stdout.write(unitFor(options));
        return 0;
      })
    );
}

function installCommand(finish: Finish) {
  return new Command("install")
    .description("Write the unit to where systemd looks for it, and tell what to do next.")
    .option(...USER)
    .option(...LOW_PORTS)
    .option(...PROGRAM)
    .option("--folder <dir>", "where it goes, in place of systemd's own folder")
    .option("--force", "replace the unit that is there")
    .allowExcessArguments(false)
    .addHelpText("after", examples("service install", "service install --user"))
    .action((options) =>
      finish(() => {
        const path = join(options.folder ?? folderFor(options.user), UNIT_NAME);
        const unit = unitFor(options);
        refuseExisting(path, options.force);
        try {
          mkdirSync(dirname(path), { recursive: true });
          writeFileSync(path, unit);
        } catch (error) {
          throw new ParleyError(
            "unavailable",
            `${path} can't be written: ${
              (error as Error).message
            }. Run this as root, or with --user.`,
          );
        }
        console.log(`${path} is written.\n${nextSteps(options.user)}`);
        return 0;
      })
    );
}

export function serviceCommand(finish: Finish) {
  return new Command("service")
    .description(DESCRIPTIONS.service)
    .addCommand(printCommand(finish))
    .addCommand(installCommand(finish));
}
