/**
 * `parley-server config`: whether the options are right, what they come to and from where, what each is for.
 * @module
 */
import { Argument, Command } from "@commander-js/extra-typings";
import { ParleyError } from "../../shared/errors.ts";
import { unknownOption } from "../../shared/options_file.ts";
import { flagOf } from "../config/command_line.ts";
import { OPTION_NAMES, type OptionName, optionOf, variableOf } from "../config/options.ts";
import { type Read, readSources } from "../config/read.ts";
import { configOf, shown } from "../config/resolve.ts";
import { readCertificates } from "../hooks/certificates.ts";
import { readKeys } from "../push/keys.ts";
import { readIdentity } from "../tls/identity.ts";
import { checkTlsOptions } from "../tls/source.ts";
import { count, examples, type Finish, JSON_OPTION } from "./command.ts";
import { DESCRIPTIONS } from "./descriptions.ts";

/** What the files that options name have to be read for. */
const READERS: readonly { name: OptionName; read: (path: string) => unknown }[] = [
  { name: "outgoing-ca", read: readCertificates },
  { name: "push-keys", read: readKeys },
];

/** All that would keep the server from starting with these options. */
async function problemsOf(read: Read): Promise<string[]> {
  const inFiles = READERS.flatMap(({ name, read: reader }) => {
    const { value, place } = read.settings.get(name)!;
    try {
      if (value !== undefined) reader(value as string);
      return [];
    } catch (error) {
      if (!(error instanceof ParleyError)) throw error;
      return [`${place}: ${error.message}`];
    }
  });
  return [...read.problems, ...inFiles, ...await tlsProblems(read)];
}

async function tlsProblems(read: Read): Promise<string[]> {
  const config = configOf(read);
  try {
    checkTlsOptions(config);
    const { tlsCert: cert, tlsKey: key } = config;
    if (cert !== undefined && key !== undefined) await readIdentity({ cert, key }, Date.now());
    return [];
  } catch (error) {
    if (!(error instanceof ParleyError)) throw error;
    return [error.message];
  }
}

function checkCommand(finish: Finish) {
  return withOptions(new Command("check"))
    .description(
      "Tell all that is wrong, with its flag, its variable, or its file, line and column.",
    )
    .option(...JSON_OPTION)
    .addHelpText(
      "after",
      examples(
        "config check",
        "config check --config /etc/parley.jsonc",
        "--port 443 config check",
      ),
    )
    .action((options, command) =>
      finish(async () => {
        const read = await readSources(command);
        const problems = await problemsOf(read);
        if (options.json) console.log(JSON.stringify({ file: read.file ?? null, problems }));
        else if (problems.length === 0) {
          const file = read.file ?? "no file was found";
          console.log(`The configuration is right (${file}).`);
        } else for (const problem of problems) console.error(problem);
        if (problems.length === 0) return 0;
        throw new ParleyError(
          "bad-request",
          `${
            count(problems.length, "problem")
          }. parley-server config explain tells what each option takes.`,
        );
      })
    );
}

function printCommand(finish: Finish) {
  return withOptions(new Command("print"))
    .description("Print each option's value and where it comes from; secrets are left out.")
    .option(...JSON_OPTION)
    .addHelpText("after", examples("config print", "config print --json --data /var/lib/parley"))
    .action((options, command) =>
      finish(async () => {
        const read = await readSources(command);
        const rows = [...read.settings].map(([name, { value, from, place }]) => ({
          name,
          value: shown(name, value),
          from,
          place,
        }));
        if (options.json) console.log(JSON.stringify({ file: read.file ?? null, options: rows }));
        else {
          const widest = Math.max(...rows.map(({ value }) => Math.min(value.length, 30)));
          for (const { name, value, from, place } of rows) {
            console.log(`${name.padEnd(20)} ${value.padEnd(widest)} ${place || from}`);
          }
        }
        for (const problem of read.problems) console.error(problem);
        return read.problems.length === 0 ? 0 : 2;
      })
    );
}

function explainCommand(finish: Finish) {
  return withOptions(new Command("explain"))
    .description("Tell what options are for, what they take, and how to give them.")
    .addArgument(new Argument("[option]", "one of them, as in the file; without it, all"))
    .addHelpText("after", examples("config explain", "config explain registration"))
    .action((wanted, _options, command) =>
      finish(async () => {
        const name = wanted?.replace(/^--/, "");
        const names = OPTION_NAMES.filter((each) => name === undefined || each === name);
        if (names.length === 0) {
          throw new ParleyError("bad-request", unknownOption(name!, OPTION_NAMES));
        }
        const read = await readSources(command);
        console.log(
          names.map((name) => explained(name, read)).join("\n\n"),
        );
        return 0;
      })
    );
}

function explained(name: OptionName, { settings }: Read): string {
  const { help, more, choices, placeholder, default: given, defaultText, notInFile } = optionOf(
    name,
  );
  const { value, from, place } = settings.get(name)!;
  const text = `${help}.${more ? ` ${more}` : ""}`.replaceAll(
    /\[([^\]]+)\]\(([^)#]+)[^)]*\)/g,
    "$1 (docs/$2)",
  )
    .replaceAll("`", "");
  const facts = [
    ["value", `${shown(name, value)} (${place || from})`],
    ["default", defaultText?.replaceAll("`", "") ?? shown(name, given)],
    ...(choices ? [["choices", choices.join(", ")]] : []),
    ["flag", `--${name} ${placeholder}`],
    ["environment", variableOf(name)],
    ["file", notInFile ? "–" : `{ "${name}": ${JSON.stringify(exampleOf(name, value))} }`],
  ];
  return [
    name,
    `  ${text[0].toUpperCase()}${text.slice(1)}`,
    ...facts.map(([what, fact]) => `  ${what.padEnd(12)} ${fact}`),
  ].join("\n");
}

/** A value that could stand in a file. */
function exampleOf(name: OptionName, value: unknown): unknown {
  if (value === undefined || optionOf(name).mask) return "…";
  return value;
}

/** All options of the server, understood but not listed again. */
function withOptions<C extends Command>(command: C): C {
  for (const name of OPTION_NAMES) command.addOption(flagOf(name).hideHelp());
  return command.addHelpText("after", "\nIt takes the server's own options, too.") as C;
}

export function configCommand(finish: Finish) {
  return new Command("config")
    .description(DESCRIPTIONS.config)
    .addCommand(checkCommand(finish))
    .addCommand(printCommand(finish))
    .addCommand(explainCommand(finish));
}
