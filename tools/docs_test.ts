import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { createProgram } from "../cli/commands/program.ts";
import type { Context } from "../cli/commands/context.ts";
import { run } from "../cli/commands/run.ts";
import { EXIT_CODES } from "../cli/manual/exit_codes.ts";
import { COMMANDS } from "../cli/slash/table.ts";
import { ERROR_CODES } from "../shared/errors.ts";
import { currentDocument } from "./configuration_doc.ts";
import { PROCESS_METRICS, THREAD_METRICS } from "../server/metrics/catalogue.ts";
import { SERVER_EXIT_CODES } from "../server/admin/manual.ts";
import { currentManPage, currentServerPage } from "./man.ts";
import { currentOperations } from "./metrics_doc.ts";

function read(path: string): string {
  return Deno.readTextFileSync(new URL(`../${path}`, import.meta.url));
}

/** Cells of a document's tables, row by row. */
function rows(markdown: string): string[][] {
  return markdown.split("\n").filter((line) => line.startsWith("| `"))
    .map((line) => line.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim()));
}

/** As `deno fmt` writes it. */
async function formatted(markdown: string): Promise<{ code: number; stdout: string }> {
  const config = fileURLToPath(new URL("../deno.json", import.meta.url));
  const child = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--quiet", "--config", config, "--ext", "md", "-"],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(markdown));
  await writer.close();
  const { code, stdout } = await child.output();
  return { code, stdout: new TextDecoder().decode(stdout) };
}

async function helpOf(...command: string[]): Promise<string> {
  let printed = "";
  const context = { print: (text: string) => void (printed += text) } as unknown as Context;
  await run([...command, "--help"], context);
  return printed;
}

Deno.test("configuration.md has the options as they are; deno run -A tools/configuration_doc.ts writes it", async () => {
  const { code, stdout } = await formatted(currentDocument());
  assert.equal(code, 0);
  assert.equal(read("docs/configuration.md"), stdout);
});

Deno.test("operations.md has the metrics as they are; deno run -A tools/metrics_doc.ts writes them", async () => {
  const { code, stdout } = await formatted(currentOperations());
  assert.equal(code, 0);
  assert.equal(read("docs/operations.md"), stdout);
});

Deno.test("user-guide.md lists the client's flags, and no others", () => {
  const documented = rows(read("docs/user-guide.md")).map(([flag]) => flag)
    .filter((flag) => flag.startsWith("`--"));
  const flags = createProgram().options.filter((option) => option.long !== "--version")
    .map(({ flags }) => `\`${flags}\``);
  assert.deepEqual(documented, flags);
});

Deno.test("user-guide.md lists every slash command with its usage and aliases", () => {
  const documented = rows(read("docs/user-guide.md")).filter(([name]) => name.startsWith("`/"))
    .map(([usage, also]) => [usage, also]);
  const expected = COMMANDS.map(({ usage, aliases }) => [
    `\`${usage}\``,
    aliases.map((alias) => `\`/${alias}\``).join(", "),
  ]);
  const byUsage = (a: string[], b: string[]) => a[0].localeCompare(b[0]);
  assert.deepEqual(documented.sort(byUsage), expected.sort(byUsage));
});

Deno.test("user-guide.md lists every subcommand with its own flags", async () => {
  const commands = [...(await helpOf()).split("Commands:")[1].matchAll(/^ {2}([a-z]+)/gm)]
    .map(([, name]) => name).filter((name) => name !== "help");
  assert.ok(commands.includes("send"));
  const documented = rows(read("docs/user-guide.md"));
  for (const command of commands) {
    const row = documented.find(([name]) => new RegExp(`\`parley ${command}\\b`).test(name));
    assert.ok(row, `parley ${command} has a row`);
    const own = (await helpOf(command)).split("Options:")[1].split("Global Options:")[0];
    for (const [flag] of own.matchAll(/--(?!help)[a-z-]+/g)) {
      assert.ok(row.join(" ").includes(flag), `parley ${command}'s row names ${flag}`);
    }
  }
});

Deno.test("user-guide.md lists every exit code with the error codes that it stands for", () => {
  const documented = rows(read("docs/user-guide.md")).filter(([code]) => /^`\d`$/.test(code));
  const expected = Object.entries(EXIT_CODES).map(([exit, meaning]) => [
    `\`${exit}\``,
    meaning,
    Object.entries(ERROR_CODES).filter(([, code]) => String(code.exit) === exit)
      .map(([name]) => `\`${name}\``).join(", "),
  ]);
  assert.deepEqual(documented, expected);
});

Deno.test("man/parley.1 is what parley man prints; deno run -A tools/man.ts writes it", async () => {
  assert.equal(read("man/parley.1"), await currentManPage());
});

Deno.test("man/parley-server.8 is what parley-server man prints; deno run -A tools/man.ts writes it", async () => {
  assert.equal(read("man/parley-server.8"), await currentServerPage());
});

Deno.test("operations.md has the server's exit codes as its manual page has them, and every command that asks a running server", async () => {
  const markdown = read("docs/operations.md");
  const codes = markdown.split("## Exit codes")[1].split("\n").filter((line) => /^\| \d/.test(line))
    .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
  assert.deepEqual(codes, Object.entries(SERVER_EXIT_CODES));
  const page = await currentServerPage();
  for (
    const [, family, verb] of page.matchAll(
      /^\.SS "parley\\-server (user|room|token|invite|ban|audit) ([a-z]+)/gm,
    )
  ) {
    const row = rows(markdown).find(([name]) => name === `\`${family}\``);
    assert.ok(row?.[1].includes(`\`${verb}\``), `${family}'s row has ${verb}`);
  }
});

Deno.test("every metric of the dashboard is one that the server has", () => {
  const known = new Set(Object.keys({ ...THREAD_METRICS, ...PROCESS_METRICS }));
  const expressions = [...read("docs/grafana.json").matchAll(/"expr": ("(?:[^"\\]|\\.)*")/g)]
    .map(([, text]) => JSON.parse(text) as string);
  assert.ok(expressions.length > 10);
  for (const expression of expressions) {
    const names = expression.match(/\b(parley|process)_\w+/g) ?? [];
    assert.ok(names.length > 0, expression);
    for (const name of names) assert.ok(known.has(name.replace(/_(bucket|sum|count)$/, "")), name);
  }
});

Deno.test("the README's quick start has two commands, and the second is what .ci/run runs", () => {
  const commands = [...read("README.md").matchAll(/^```sh .*\n(npx .*)\n```$/gm)].map(([, line]) =>
    line
  );
  assert.equal(commands.length, 2);
  const [server, test] = commands;
  assert.match(server, /^npx -y deno@[\d.]+ task server$/);
  assert.match(test, /^npx -y deno@[\d.]+ task ok$/);
  assert.ok(read(".ci/run").includes(`\nrun gate ${test}\n`));
});

Deno.test("the changelog has the form of Keep a Changelog, and begins with what is not released", () => {
  const headings = [...read("CHANGELOG.md").matchAll(/^(##+) (.+)$/gm)]
    .map(([, level, text]) => [level.length, text] as const);
  assert.deepEqual(headings[0], [2, "[Unreleased]"]);
  const kinds = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];
  for (const [level, text] of headings.slice(1)) {
    if (level === 3) assert.ok(kinds.includes(text), text);
    else assert.match(text, /^\[\d+\.\d+\.\d+(-rc\.\d+)?\] - \d{4}-\d{2}-\d{2}$/);
  }
});
