import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import manifest from "../deno.json" with { type: "json" };
import { PROGRAMS } from "./compile.ts";
import { PLATFORMS, RELEASE_FOLDER } from "./release.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

interface Step {
  uses?: string;
  run?: string;
}

interface Workflow {
  on: unknown;
  permissions: Record<string, string>;
  jobs: Record<string, { "runs-on": string; needs?: string; steps: Step[]; strategy?: Matrix }>;
}

interface Matrix {
  matrix: { os: string[] };
}

function read(name: string): Workflow {
  return parse(Deno.readTextFileSync(new URL(`../.github/workflows/${name}`, import.meta.url)));
}

for (const name of ["ci.yml", "release.yml"]) {
  Deno.test(`${name}: tasks that there are, jobs that there are, and no right but to read`, () => {
    const { on, permissions, jobs } = read(name);
    assert.ok(on);
    assert.deepEqual(permissions, { contents: "read" });
    for (const { needs, steps } of Object.values(jobs)) {
      if (needs) assert.ok(needs in jobs, needs);
      for (const { uses, run } of steps) {
        assert.notEqual(uses === undefined, run === undefined);
        for (const [, task] of (run ?? "").matchAll(/deno task ([\w:]+)/g)) {
          assert.ok(task in manifest.tasks, task);
        }
        if (uses) assert.match(uses, /^(actions|denoland)\/[\w-]+@v\d+$/);
      }
    }
  });
}

Deno.test("the gate runs on all three systems", () => {
  const { ok } = read("ci.yml").jobs;
  assert.deepEqual(ok.strategy!.matrix.os.map((os) => os.split("-")[0]), [
    "ubuntu",
    "macos",
    "windows",
  ]);
});

Deno.test("a release is built, starts on every platform, and only then is published", () => {
  const { jobs } = read("release.yml");
  assert.deepEqual([jobs.starts.needs, jobs.publish.needs], ["build", "starts"]);
  assert.equal(jobs.starts.strategy!.matrix.os.length, Object.keys(PLATFORMS).length);
});

/** A path of the repository in a line of a workflow. */
const SOURCE = /(?:^|[\s"'])((?:tools|tests|docs|man|dist|\.ci)\/[\w./-]+)/g;

Deno.test("workflows name files, packages and programs that there are", () => {
  const wanted = new Set(
    Deno.readTextFileSync(new URL("../.ci/run", import.meta.url)).match(/[\w-]+/g),
  );
  for (const name of ["ci.yml", "release.yml"]) {
    for (const { steps } of Object.values(read(name).jobs)) {
      for (const { run = "" } of steps) {
        for (const [, path] of run.matchAll(SOURCE)) {
          if (path.startsWith("dist/")) continue;
          assert.ok(existsSync(new URL(`../${path}`, import.meta.url)), path);
        }
        // What tests need is the same wherever they run.
        for (const [, packages] of run.matchAll(/--no-install-recommends (.+)/g)) {
          for (const each of packages.split(" ")) assert.ok(wanted.has(each), each);
        }
        for (const [, script] of run.matchAll(/release\/([\w.]+\.(?:sh|ps1))/g)) {
          assert.ok(existsSync(new URL(`../${script}`, import.meta.url)), script);
        }
        for (const [, program] of run.matchAll(/(?:\.local\/bin|Parley)\/([\w-]+)/g)) {
          assert.ok(PROGRAMS.some((each) => each.name === program), program);
        }
      }
    }
  }
  // The release uploads what the task makes.
  const { steps } = read("release.yml").jobs.build;
  const uploaded = steps.find(({ uses }) => uses?.startsWith("actions/upload-artifact"));
  assert.equal(
    (uploaded as { with?: { path: string } }).with?.path,
    relative(ROOT, RELEASE_FOLDER),
  );
});
