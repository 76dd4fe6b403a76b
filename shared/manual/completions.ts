/**
 * Completions for shells: commands, options and the values of options that are known beforehand.
 * @module
 */
import { allOf, type CommandInfo, type OptionInfo, takesPath } from "./command_tree.ts";

export const SHELLS = ["bash", "zsh", "fish", "powershell"] as const;

export type Shell = typeof SHELLS[number];

/** @param tree the program's own. @returns a script for the shell to read at its start. */
export function completionScript(shell: Shell, tree: CommandInfo, program: string): string {
  return { bash, zsh, fish, powershell }[shell](tree, program);
}

/** The name of the program's function in the shell. */
function functionOf(program: string): string {
  return `_${program.replaceAll("-", "_")}`;
}

/** A command as completions see it, with the options that all commands take. */
interface Place {
  /** `token create`; `""` for the program itself. */
  path: string;
  options: readonly OptionInfo[];
  /** Names of the commands below it, aliases too, and what they are for. */
  words: readonly { name: string; description: string }[];
}

function placesOf(tree: CommandInfo): Place[] {
  return allOf(tree).flatMap(({ path, aliases, options, inherited, commands }) => {
    const words = commands.flatMap(({ path, aliases, description }) =>
      [path.at(-1)!, ...aliases].map((name) => ({ name, description }))
    );
    const all = [...options, ...inherited];
    const paths = [path, ...aliases.map((alias) => [...path.slice(0, -1), alias])];
    return paths.map((each) => ({ path: each.join(" "), options: all, words }));
  });
}

/** Names of all options that take a value: the word after them is no command. */
function valued(tree: CommandInfo): string[] {
  const names = allOf(tree).flatMap(({ options }) => options)
    .filter(({ value }) => value !== undefined).map(({ name }) => name);
  return [...new Set(names)];
}

/** The options with a value that can be completed, once each. */
function withValues(tree: CommandInfo): OptionInfo[] {
  const options = allOf(tree).flatMap(({ options }) => options)
    .filter((option) => option.choices || takesPath(option));
  return [...new Map(options.map((option) => [option.name, option])).values()];
}

const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * The words after the program's that name a command, one after the other: in bash, and in zsh (where `path` is
 * another name of PATH, so it is `place` here).
 */
function walk(tree: CommandInfo, words: string, from: number, to: string): string[] {
  const paths = placesOf(tree).map(({ path }) => path).filter((path) => path !== "");
  return [
    `  for ((i = ${from}; i < ${to}; i++)); do`,
    `    case "\${${words}[i]}" in`,
    `      ${valued(tree).join("|")}) ((i++)); continue ;;`,
    "    esac",
    `    case "\${place:+$place }\${${words}[i]}" in`,
    `      ${paths.map(quote).join("|")}) place="\${place:+$place }\${${words}[i]}" ;;`,
    "    esac",
    "  done",
  ];
}

function bash(tree: CommandInfo, program: string): string {
  return [
    `# Completion of ${program} for bash: ${program} completion bash > ~/.local/share/bash-completion/completions/${program}`,
    `${functionOf(program)}() {`,
    '  local cur="${COMP_WORDS[COMP_CWORD]}" prev="${COMP_WORDS[COMP_CWORD-1]}" place="" words="" i',
    '  case "$prev" in',
    ...withValues(tree).map(({ name, choices }) =>
      choices
        ? `    ${name}) COMPREPLY=($(compgen -W ${quote(choices.join(" "))} -- "$cur")); return ;;`
        : `    ${name}) compopt -o filenames; COMPREPLY=($(compgen -f -- "$cur")); return ;;`
    ),
    `    ${valued(tree).join("|")}) COMPREPLY=(); return ;;`,
    "  esac",
    ...walk(tree, "COMP_WORDS", 1, "COMP_CWORD"),
    '  case "$place" in',
    ...placesOf(tree).map(({ path, options, words }) => {
      const all = [...words, ...options].map(({ name }) => name).join(" ");
      return `    ${quote(path)}) words=${quote(all)} ;;`;
    }),
    "  esac",
    '  COMPREPLY=($(compgen -W "$words" -- "$cur"))',
    "}",
    `complete -F ${functionOf(program)} ${program}`,
    "",
  ].join("\n");
}

function zsh(tree: CommandInfo, program: string): string {
  const name = functionOf(program);
  const entry = (name: string, description: string) =>
    quote(`${name.replaceAll(":", "\\:")}:${description}`);
  return [
    `#compdef ${program}`,
    `# Completion of ${program} for zsh: write it as _${program} into a folder of $fpath.`,
    `${name}() {`,
    '  local place="" i',
    "  local -a entries",
    '  case "${words[CURRENT-1]}" in',
    ...withValues(tree).map(({ name, choices }) =>
      choices
        ? `    ${name}) compadd -- ${choices.join(" ")}; return ;;`
        : `    ${name}) _files; return ;;`
    ),
    `    ${valued(tree).join("|")}) return ;;`,
    "  esac",
    ...walk(tree, "words", 2, "CURRENT"),
    '  case "$place" in',
    ...placesOf(tree).map(({ path, options, words }) => {
      const all = [...words, ...options].map(({ name, description }) => entry(name, description));
      return `    ${quote(path)}) entries=(\n      ${all.join("\n      ")}\n    ) ;;`;
    }),
    "  esac",
    `  _describe ${program} entries`,
    "}",
    `if [ "$funcstack[1]" = "_${program}" ]; then ${name} "$@"; else compdef ${name} ${program}; fi`,
    "",
  ].join("\n");
}

function fish(tree: CommandInfo, program: string): string {
  const at = `_${functionOf(program)}_at`;
  const quoted = (text: string) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
  const lines = placesOf(tree).flatMap(({ path, options, words }) => {
    const there = `complete -c ${program} -n ${quoted(`${at} ${quoted(path)}`)}`;
    return [
      ...words.map(({ name, description }) => `${there} -a ${name} -d ${quoted(description)}`),
      ...options.map((option) => {
        const { name, choices, value, description } = option;
        const files = takesPath(option) ? " -rF" : value === undefined ? "" : " -x";
        const values = choices ? ` -a ${quoted(choices.join(" "))}` : "";
        return `${there} -l ${name.slice(2)} -d ${quoted(description)}${files}${values}`;
      }),
    ];
  });
  const paths = placesOf(tree).map(({ path }) => path).filter((path) => path !== "");
  return [
    `# Completion of ${program} for fish: ${program} completion fish > ~/.config/fish/completions/${program}.fish`,
    `function ${at}`,
    "  set -l path ''",
    "  set -l skip 0",
    "  for word in (commandline -opc)[2..-1]",
    "    if test $skip = 1",
    "      set skip 0",
    `    else if contains -- $word ${valued(tree).join(" ")}`,
    "      set skip 1",
    `    else if contains -- (string trim "$path $word") ${paths.map(quoted).join(" ")}`,
    '      set path (string trim "$path $word")',
    "    end",
    "  end",
    '  test "$path" = "$argv[1]"',
    "end",
    `complete -c ${program} -f`,
    ...lines,
    "",
  ].join("\n");
}

function powershell(tree: CommandInfo, program: string): string {
  const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
  const list = (words: readonly string[]) => `@(${words.map(quoted).join(", ")})`;
  const table = (rows: readonly string[]) => `@{\n${rows.map((row) => `    ${row}\n`).join("")}  }`;
  const choices = withValues(tree).filter(({ choices }) => choices);
  return [
    `# Completion of ${program} for PowerShell: ${program} completion powershell >> $PROFILE`,
    `Register-ArgumentCompleter -Native -CommandName ${program} -ScriptBlock {`,
    "  param($word, $ast, $cursor)",
    `  $valued = ${list(valued(tree))}`,
    `  $choices = ${
      table(choices.map(({ name, choices }) => `${quoted(name)} = ${list(choices!)}`))
    }`,
    `  $places = ${
      table(
        placesOf(tree).map(({ path, options, words }) =>
          `${quoted(path)} = ${list([...words, ...options].map(({ name }) => name))}`
        ),
      )
    }`,
    "  $path = ''",
    "  $before = ''",
    "  foreach ($element in $ast.CommandElements | Select-Object -Skip 1) {",
    "    $text = $element.ToString()",
    "    if ($element.Extent.EndOffset -ge $cursor -and $word -ne '') { break }",
    '    $next = "$path $text".Trim()',
    "    if (-not ($valued -contains $before) -and $places.ContainsKey($next)) { $path = $next }",
    "    $before = $text",
    "  }",
    "  $words = if ($valued -contains $before) { $choices[$before] } else { $places[$path] }",
    '  $words | Where-Object { $_ -like "$word*" } | ForEach-Object {',
    "    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)",
    "  }",
    "}",
    "",
  ].join("\n");
}
