/**
 * `parley config`: where the configuration is, whether it is right, what it comes to.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import { readConfig, readConfigText } from "../config/file.ts";
import { OPTION_NAMES, OPTIONS } from "../config/options.ts";
import { APP_COMMANDS, createKeymap } from "../editor/keymap.ts";
import { COMMANDS } from "../editor/commands.ts";
import { configPath } from "../session/path.ts";
import type { Context } from "./context.ts";
import type { Program } from "./program.ts";

export function registerConfig(program: Program, context: Context): void {
  const config = program.command("config")
    .description("The configuration file of the chat: its path, whether it is right, what is set.");
  const path = () => configPath(context.env, context.platform);

  config.command("path")
    .description("Print where the file is, or would be.")
    .action(() => context.print(`${path()}\n`));

  config.command("check")
    .description("Tell all that is wrong with the file, each with its line and column.")
    .action(async () => {
      const { describeProblem, parseConfig } = await import("../config/parse.ts");
      const { problems } = parseConfig(await readConfigText(path()));
      for (const problem of problems) context.warn(describeProblem(path(), problem));
      if (problems.length === 0) return await context.print(`${path()} is right.\n`);
      const count = problems.length === 1 ? "One problem." : `${problems.length} problems.`;
      throw new ParleyError("bad-request", `${count} The options are in docs/user-guide.md.`);
    });

  config.command("print")
    .description("Print every option as it is in force, with what it is for.")
    .action(async () => {
      const values = await readConfig(path());
      const lines = OPTION_NAMES.map((name) => {
        const { help, values: possible } = OPTIONS[name];
        const about = `${help} (${possible})`.replaceAll("`", "");
        return `  // ${about}\n  ${JSON.stringify(name)}: ${JSON.stringify(values[name])}`;
      });
      await context.print(`{\n${lines.join(",\n")}\n}\n`);
    });

  config.command("keys")
    .description("Print which keys do what, and what else keys can be bound to.")
    .action(async () => {
      const { commands } = createKeymap((await readConfig(path())).keys);
      const bound = [...commands].map(([keys, command]) => `${keys.padEnd(20)} ${command}`);
      const used = new Set<string>(commands.values());
      const free = [...Object.keys(COMMANDS), ...Object.keys(APP_COMMANDS)]
        .filter((name) => !used.has(name));
      const unbound = free.map((name) => `${"–".padEnd(20)} ${name}`);
      await context.print(`${[...bound, ...unbound].join("\n")}\n`);
    });
}
