/**
 * `parley man` and `parley completion`: print what other programs know `parley` by.
 * @module
 */
import { Argument } from "@commander-js/extra-typings";
import { treeOf } from "../../shared/manual/command_tree.ts";
import { completionScript, SHELLS } from "../../shared/manual/completions.ts";
import { manPage, type PageFacts } from "../../shared/manual/man_page.ts";
import { EXIT_CODES } from "../manual/exit_codes.ts";
import type { Context } from "./context.ts";
import type { Program } from "./program.ts";

const PAGE: PageFacts = {
  program: "parley",
  section: 1,
  title: "chat in the terminal, and from scripts",
  about: [
    "Without a command it opens the chat, where /help lists what can be done.",
    "Options of the first list may stand before or after the command's name.",
  ],
  exitCodes: EXIT_CODES,
  environment: {
    PARLEY_SERVER: "The server, as --server.",
    PARLEY_USER: "Your name there, as --user.",
    PARLEY_TOKEN: "A token, used in place of a session.",
    PARLEY_PASSWORD: "The password, where none can be asked for.",
    PARLEY_DEBUG: "1 shows where an error comes from.",
    NO_COLOR: "Any value turns colours off.",
  },
};

export function registerCompletion(program: Program, context: Context): void {
  program.command("completion")
    .description("Print the completion of parley for a shell; its first line says where it goes.")
    .addArgument(new Argument("<shell>", "Which one.").choices(SHELLS))
    .action((shell) => context.print(completionScript(shell, treeOf(program, true), "parley")));
}

export function registerMan(program: Program, context: Context): void {
  program.command("man")
    .description("Print the manual page: parley man | man -l -")
    .action(() => context.print(manPage(treeOf(program, true), PAGE)));
}
