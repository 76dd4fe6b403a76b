/**
 * Writes the list of the server's options into docs/configuration.md, as the table of options has it.
 * @module
 */
import { fileURLToPath } from "node:url";
import {
  GROUPS,
  OPTION_NAMES,
  type OptionName,
  optionOf,
  variableOf,
} from "../server/config/options.ts";
import { shown } from "../server/config/resolve.ts";
import { withPart } from "./generated_part.ts";

const PATH = fileURLToPath(new URL("../docs/configuration.md", import.meta.url));

function described(name: OptionName): string {
  const { placeholder, choices, default: given, defaultText, help, more, notInFile } = optionOf(
    name,
  );
  const ofDefault = defaultText ??
    (given === undefined || shown(name, given) === "–" ? "none" : `\`${shown(name, given)}\``);
  const about = `${help[0].toUpperCase()}${help.slice(1)}.${more ? ` ${more}` : ""}`;
  return [
    `### ${name}`,
    about,
    [
      `- flag \`--${name} ${placeholder}\`, variable \`${variableOf(name)}\`` +
      (notInFile ? "; not in the file" : ""),
      ...(choices ? [`- one of ${choices.map((each) => `\`${each}\``).join(", ")}`] : []),
      `- default: ${ofDefault}`,
    ].join("\n"),
  ].join("\n\n");
}

/** The document with the options as they are now. */
export function currentDocument(): string {
  const groups = GROUPS.map((group) => {
    const names = OPTION_NAMES.filter((name) => optionOf(name).group === group);
    return [`## ${group}`, ...names.map(described)].join("\n\n");
  });
  return withPart(Deno.readTextFileSync(PATH), "options", groups.join("\n\n"));
}

if (import.meta.main) Deno.writeTextFileSync(PATH, currentDocument());
