/**
 * `parley man` and `parley completion`: print what other programs know `parley` by.
 * @module
 */
import { Argument } from "@commander-js/extra-typings";
import { treeOf } from "../manual/command_tree.ts";
import { completionScript, SHELLS } from "../manual/completions.ts";
import { manPage } from "../manual/man_page.ts";
import type { Context } from "./context.ts";
import type { Program } from "./program.ts";

export function registerCompletion(program: Program, context: Context): void {
  program.command("completion")
    .description("Print the completion of parley for a shell; its first line says where it goes.")
    .addArgument(new Argument("<shell>", "Which one.").choices(SHELLS))
    .action((shell) => context.print(completionScript(shell, treeOf(program))));
}

export function registerMan(program: Program, context: Context): void {
  program.command("man")
    .description("Print the manual page: parley man | man -l -")
    .action(() => context.print(manPage(treeOf(program))));
}
