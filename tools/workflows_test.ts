import assert from "node:assert/strict";
import { parse } from "yaml";
import manifest from "../deno.json" with { type: "json" };
import { PLATFORMS } from "./release.ts";

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
