/**
 * Tests of the process around the commands: signals and broken pipes.
 * @module
 */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { ScriptedServer } from "../shared/net/testing/scripted_server.ts";

const MAIN = fileURLToPath(new URL("./main.ts", import.meta.url));

/** Runs `body` with a process of `parley tail` that has printed its first line. */
async function withTail(
  body: (tail: ChildProcess, server: ScriptedServer) => Promise<void>,
): Promise<void> {
  const server = await ScriptedServer.start();
  server.api.chatter("one");
  const args = [
    "run",
    "--allow-all",
    "--no-check",
    MAIN,
    "tail",
    "--room",
    "lobby",
    "--since",
    "0",
  ];
  const tail = spawn(process.execPath, args, {
    env: {
      ...process.env,
      PARLEY_SERVER: server.url,
      PARLEY_TOKEN: server.api.session("alice"),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let errors = "";
  tail.stderr!.on("data", (data) => errors += data);
  try {
    await new Promise((resolve) => tail.stdout!.once("data", resolve));
    await body(tail, server);
    assert.equal(errors.includes("parley"), false, errors);
  } finally {
    tail.kill("SIGKILL");
    await server.close();
  }
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once("exit", resolve));
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.test(`${signal} ends parley tail with exit code 0`, () =>
    withTail(async (tail) => {
      const exit = exitOf(tail);
      // Deno's `ChildProcess.kill` reports the signal as the cause even where the process caught it.
      process.kill(tail.pid!, signal);
      assert.equal(await exit, 0);
    }));
}

Deno.test("a reader that goes away ends parley tail quietly", () =>
  withTail(async (tail, server) => {
    const exit = exitOf(tail);
    tail.stdout!.destroy();
    const more = setInterval(() => server.api.chatter("more"), 20);
    assert.equal(await exit, 0);
    clearInterval(more);
  }));
