import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { logIn, register } from "../support/http.ts";
import { testUnless } from "../support/skip.ts";
import { eventually } from "../support/wait.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PROGRAM = "/usr/local/bin/parley-server";

async function docker(...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command("docker", { args, cwd: ROOT }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
  return { code, out: text(stdout), errors: text(stderr) };
}

async function done(...args: string[]): Promise<string> {
  const { code, out, errors } = await docker(...args);
  assert.equal(code, 0, `docker ${args.join(" ")}: ${errors}`);
  return out;
}

/** Why no image can be built here; undefined if one can. */
async function noDocker(): Promise<string | undefined> {
  try {
    if ((await docker("info")).code !== 0) return "no Docker runs here";
  } catch {
    return "there is no Docker";
  }
  const dockerfile = await Deno.readTextFile(`${ROOT}/Dockerfile`);
  for (const [, base] of dockerfile.matchAll(/^FROM (\S+)/gm)) {
    if ((await docker("image", "inspect", base)).code === 0) continue;
    if ((await docker("pull", "--quiet", base)).code !== 0) return `${base} can't be had`;
  }
}

testUnless(
  await noDocker(),
  "the image runs read-only and without rights, stops in order, and its volume outlives it",
  async () => {
    const mark = `parley-test-${crypto.randomUUID().slice(0, 8)}`;
    const start = async () => {
      await done(
        ...["run", "--detach", "--name", mark, "--read-only", "--cap-drop", "ALL"],
        ...["--security-opt", "no-new-privileges", "--volume", `${mark}:/data`],
        ...["--publish", "127.0.0.1::8000", "--env", "PARLEY_REGISTRATION=open", mark],
      );
      const check = () => docker("exec", mark, PROGRAM, "healthcheck");
      await eventually(async () => (await check()).out === "ok", "it is well");
      return `http://${await done("port", mark, "8000")}`;
    };
    try {
      await done("build", "--tag", mark, "--build-arg", "COMMIT=0123456789ab", ".");
      const url = await start();
      assert.match(await done("exec", mark, PROGRAM, "--version"), /\(commit 0123456789ab\)$/);
      assert.match(
        await done("top", mark, "-eo", "pid,uid,args"),
        /^\d+\s+65532\s.*parley-server/m,
      );
      assert.match(await done("exec", mark, PROGRAM, "doctor"), /^ok +rights/m);
      const { id } = await register(url, "alice", "correct horse battery");
      await done("stop", mark);
      assert.equal(await done("inspect", "--format", "{{.State.ExitCode}}", mark), "0");
      assert.match(await done("logs", mark), /^Stopped\.$/m);
      await done("rm", mark);
      assert.equal((await logIn(await start(), "alice", "correct horse battery")).id, id);
    } finally {
      await docker("rm", "--force", mark);
      await docker("volume", "rm", "--force", mark);
      await docker("image", "rm", "--force", mark);
    }
  },
);
