/**
 * `parley-server man` and `parley-server completion`: print what other programs know it by.
 * @module
 */
import { Argument, Command, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { treeOf } from "../../shared/manual/command_tree.ts";
import { completionScript, SHELLS } from "../../shared/manual/completions.ts";
import { manPage, type PageFacts } from "../../shared/manual/man_page.ts";
import { OPTION_NAMES, optionOf, variableOf } from "../config/options.ts";
import type { Finish } from "./command.ts";
import { DESCRIPTIONS } from "./descriptions.ts";

/** What its exit codes mean, for the manual page and docs/operations.md. */
export const SERVER_EXIT_CODES: Readonly<Record<string, string>> = {
  0: "fine; the server stopped as asked",
  1: "a defect, or a thread that ended; or told twice to stop; `doctor` found a problem",
  2: "an option is wrong, or the host is none of this machine's; a file to import is no export",
  3: "no server runs in that data folder",
  4: "the port needs more rights; or the account that it was asked as may not do that",
  5: "a file, a room or an account that a subcommand names is not there",
  6: "the port, data folder or name is taken, or the database is of a newer version or another program",
  7: "the data folder can't be written; or not now: try again later",
};

const FACTS: PageFacts = {
  program: "parley-server",
  section: 8,
  title: "serves a Parley chat",
  about: [
    "Without a command it serves, until SIGTERM, SIGINT or q and Enter on its terminal.",
    "Each option can stand in the environment or in a file, too: flags count before both.",
    "Its own options stand before a command's name.",
  ],
  exitCodes: Object.fromEntries(
    Object.entries(SERVER_EXIT_CODES).map(([code, text]) => [code, text.replaceAll("`", "")]),
  ),
  environment: {
    ...Object.fromEntries(
      OPTION_NAMES.map((name) => [variableOf(name), `${optionOf(name).help}, as --${name}.`]),
    ),
    OTEL_DENO: "true sends logs, metrics and traces of the runtime over OpenTelemetry.",
    NO_COLOR: "Any value turns colours off.",
  },
};

/** The program that a command is part of, with all its commands. */
function programOf(command: CommandUnknownOpts): CommandUnknownOpts {
  return command.parent ? programOf(command.parent) : command;
}

export function completionCommand(finish: Finish) {
  return new Command("completion")
    .description(DESCRIPTIONS.completion)
    .addArgument(new Argument("<shell>", "Which one.").choices(SHELLS))
    .action((shell, _options, command) =>
      finish(() => {
        const program = programOf(command as unknown as CommandUnknownOpts);
        console.log(completionScript(shell, treeOf(program, false), "parley-server").trimEnd());
        return 0;
      })
    );
}

/** The manual page, with all commands of the program. */
export function serverPage(program: CommandUnknownOpts): string {
  return manPage(treeOf(program, false), FACTS);
}

export function manCommand(finish: Finish) {
  return new Command("man")
    .description(DESCRIPTIONS.man)
    .action((_options, command) =>
      finish(() => {
        console.log(serverPage(programOf(command as unknown as CommandUnknownOpts)).trimEnd());
        return 0;
      })
    );
}
