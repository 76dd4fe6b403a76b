/**
 * Checks that documents keep up with the code: the protocol, the packages, the limits, links.
 * @module
 */
import { posix } from "node:path";
import { lineOf, type Problem } from "./source.ts";

/** A frame's example in the protocol's document. */
export interface Example {
  direction: "client" | "server";
  /** The frame's type as its heading says it. */
  type: string;
  json: string;
  line: number;
}

const DIRECTIONS = { "## Client to server": "client", "## Server to client": "server" } as const;

interface Section {
  direction: Example["direction"];
  type: string;
  line: number;
  examples: Example[];
}

/** The sections of frames: under the heading of a direction, one `### \`type\`` for each. */
export function frameSections(markdown: string): Section[] {
  const sections: Section[] = [];
  let direction: Example["direction"] | undefined;
  let section: Section | undefined;
  let json: string[] | undefined;
  for (const [index, line] of markdown.split("\n").entries()) {
    if (json !== undefined) {
      if (line.trim() !== "```") {
        json.push(line);
        continue;
      }
      const { direction, type } = section!;
      const first = index + 1 - json.length;
      section!.examples.push({ direction, type, json: json.join("\n"), line: first });
      json = undefined;
    } else if (line.startsWith("## ")) {
      direction = DIRECTIONS[line.trim() as keyof typeof DIRECTIONS];
      section = undefined;
    } else if (line.startsWith("### ") && direction) {
      const type = /^### `([a-z-]+)`/.exec(line)?.[1];
      section = type === undefined ? undefined : { direction, type, line: index + 1, examples: [] };
      if (section) sections.push(section);
    } else if (line.startsWith("```json") && section) {
      json = [];
    }
  }
  return sections;
}

/** What the protocol is made of. */
export interface Protocol {
  clientFrames: readonly string[];
  serverFrames: readonly string[];
  /** Name → WebSocket close code. */
  closeCodes: Readonly<Record<string, number>>;
  errorCodes: Readonly<Record<string, { status: number; exit: number }>>;
}

/** Every frame has a section with an example, every code a row; and none is there that doesn't exist. */
export function checkProtocol(file: string, markdown: string, protocol: Protocol): Problem[] {
  const problems: Problem[] = [];
  const add = (line: number, message: string) => problems.push({ file, line, message });
  const sections = frameSections(markdown);
  const frames = [
    ["client", protocol.clientFrames, "## Client to server"],
    ["server", protocol.serverFrames, "## Server to client"],
  ] as const;
  for (const [direction, types, heading] of frames) {
    const own = sections.filter((section) => section.direction === direction);
    for (const type of types) {
      const section = own.find((each) => each.type === type);
      if (!section) {
        add(1, `The frame ${type} is missing; expected ### \`${type}\` under "${heading}".`);
      } else if (section.examples.length === 0) {
        add(section.line, `The frame ${type} has no example; expected one in a \`\`\`json block.`);
      }
    }
    for (const { type, line } of own) {
      if (!types.includes(type)) add(line, `There is no frame ${type} from the ${direction}.`);
    }
  }
  const rows = tableRows(markdown);
  for (const [name, code] of Object.entries(protocol.closeCodes)) {
    if (!rows.some(([a, b]) => a === `${code}` && b === `\`${name}\``)) {
      add(1, `The close code is missing; expected a row | ${code} | \`${name}\` | ….`);
    }
  }
  for (const [code, { status, exit }] of Object.entries(protocol.errorCodes)) {
    if (!rows.some(([a, b, c]) => a === `\`${code}\`` && b === `${status}` && c === `${exit}`)) {
      add(1, `The error code is missing; expected a row | \`${code}\` | ${status} | ${exit} | ….`);
    }
  }
  return problems;
}

function tableRows(markdown: string): string[][] {
  return markdown.split("\n").filter((line) => line.startsWith("|"))
    .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
}

/** Each package has a row whose first cell names it, and no row names one that isn't there. */
export function checkDependencies(
  file: string,
  markdown: string,
  packages: ReadonlySet<string>,
): Problem[] {
  const problems: Problem[] = [];
  const named = new Set<string>();
  for (const [index, line] of markdown.split("\n").entries()) {
    const name = /^\| `([^`]+)` *\|/.exec(line)?.[1];
    if (name === undefined) continue;
    named.add(name);
    if (packages.has(name) || name.startsWith("node:")) continue;
    problems.push({ file, line: index + 1, message: `${name} is not a package of deno.json.` });
  }
  for (const name of packages) {
    if (named.has(name)) continue;
    const message =
      `The package ${name} is missing; expected a row | \`${name}\` | what for | why | ….`;
    problems.push({ file, line: 1, message });
  }
  return problems;
}

/** The first word of a limit's name, in the singular: `requests` and `request` are one subject. */
function subjectOf(name: string): string {
  return /^[a-z]+/.exec(name)![0].replace(/s$/, "");
}

/** Every limit has a comment; one may serve limits of the same subject that follow one another. */
export function checkLimits(file: string, text: string): Problem[] {
  const problems: Problem[] = [];
  const lines = text.split("\n");
  let covered: string | undefined;
  for (const [index, line] of lines.entries()) {
    const name = /^ {2}([a-zA-Z]\w*):/.exec(line)?.[1];
    if (name === undefined) {
      if (line.trim() === "") covered = undefined;
      continue;
    }
    const subject = subjectOf(name);
    if (/\*\/$/.test(lines[index - 1] ?? "")) covered = subject;
    if (covered === subject) continue;
    const message = `The limit ${name} has no comment; expected its reason in one just above it.`;
    problems.push({ file, line: index + 1, message });
  }
  return problems;
}

/** Relative links of a document lead to files. */
export function checkLinks(
  file: string,
  markdown: string,
  exists: (path: string) => boolean,
): Problem[] {
  return [...markdown.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(({ 1: link, index }) => {
    if (/^([a-z]+:|#)/.test(link)) return [];
    const target = posix.join(posix.dirname(file), link.replace(/#.*/, ""));
    if (exists(target)) return [];
    const message = `It links to ${link}, which doesn't exist.`;
    return [{ file, line: lineOf(markdown, index), message }];
  });
}
