/**
 * Runs the tests and says at the very end how many there were: `N passed, N failed, N skipped`.
 *
 * Paths and flags of `deno test` may follow; without a path, all tests run but those of tests/binary.
 * @module
 */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

interface Tally {
  passed: number;
  failed: number;
  /** Names of the skipped tests; by the house's custom the reason is in the name (tests/support/skip.ts). */
  skipped: string[];
}

const ENTITIES: Record<string, string> = { quot: '"', apos: "'", lt: "<", gt: ">", amp: "&" };

function attribute(tag: string, name: string): string {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? "";
  return value.replace(/&(quot|apos|lt|gt|amp);/g, (_all, entity) => ENTITIES[entity]);
}

/** Counts the tests of a JUnit report as `deno test` writes it; steps, listed as "test > step", aside. */
export function tally(report: string): Tally {
  const result: Tally = { passed: 0, failed: 0, skipped: [] };
  for (const [suite] of report.matchAll(/<testsuite\b[\s\S]*?<\/testsuite>/g)) {
    const cases = [...suite.matchAll(/(<testcase\b[^>]*>)([\s\S]*?)<\/testcase>/g)]
      .map(([, tag, body]) => ({ name: attribute(tag, "name"), body }));
    const names = new Set(cases.map((each) => each.name));
    const isStep = (name: string) =>
      name.split(" > ").some((_part, n, parts) =>
        n > 0 && names.has(parts.slice(0, n).join(" > "))
      );
    for (const { name, body } of cases) {
      if (isStep(name)) continue;
      if (body.includes("<skipped")) result.skipped.push(name);
      else if (/<(failure|error)\b/.test(body)) result.failed++;
      else result.passed++;
    }
  }
  return result;
}

async function run(args: string[]): Promise<number> {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const folder = await Deno.makeTempDir({ prefix: "parley-tests-" });
  const report = join(folder, "report.xml");
  try {
    const everything = args.every((arg) => arg.startsWith("-"));
    const { code } = await new Deno.Command(Deno.execPath(), {
      args: [
        "test",
        "--allow-all",
        // `deno task ok` has checked the types before.
        "--no-check",
        "--parallel",
        `--junit-path=${report}`,
        // The name of this file looks like a test's.
        `--ignore=tools/test.ts${everything ? ",tests/binary" : ""}`,
        ...args,
      ],
      cwd: root,
      stdin: "null",
    }).spawn().status;
    const { passed, failed, skipped } = tally(await Deno.readTextFile(report).catch(() => ""));
    // A file that can't be loaded is a failure that no report names.
    const failures = code !== 0 ? Math.max(1, failed) : failed;
    for (const name of skipped) console.log(`skipped: ${name}`);
    const rest = skipped.length > 0 ? `, ${skipped.length} skipped` : "";
    console.log(`${passed} passed, ${failures} failed${rest}`);
    return failures > 0 ? 1 : 0;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) Deno.exit(await run(Deno.args));
