import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ScriptedServer } from "../../shared/net/testing/scripted_server.ts";
import type { Context } from "../commands/context.ts";
import { findServer } from "./find_server.ts";
import type { Prompter } from "./prompter.ts";

/** A person who gives these answers. */
function person(...answers: string[]) {
  const told: string[] = [];
  const prompter = {
    note: (text: string) => told.push(text),
    text: () => Promise.resolve(answers.shift()),
  } as unknown as Prompter;
  return { told, prompter };
}

async function withServer(
  body: (
    server: ScriptedServer,
    find: (local: string, who?: Prompter) => Promise<string>,
  ) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "parley-find-"));
  const server = await ScriptedServer.start();
  const find = (local: string, who?: Prompter) =>
    findServer(
      {
        env: { HOME: folder },
        platform: "linux",
        canAsk: who !== undefined,
        prompter: () => Promise.resolve(who!),
        warn: () => {},
      } as unknown as Context,
      undefined,
      local,
    );
  try {
    await body(server, find);
  } finally {
    await server.close();
    await rm(folder, { recursive: true });
  }
}

const NOWHERE = "http://127.0.0.1:1";

Deno.test("a server on this machine is found, and nothing is asked", () =>
  withServer(async (server, find) => {
    const { prompter, told } = person();
    assert.equal(await find(server.url, prompter), server.url);
    assert.deepEqual(told, []);
  }));

Deno.test("otherwise it asks until a server answers, and asks only once", () =>
  withServer(async (server, find) => {
    const { prompter, told } = person("ftp://x", NOWHERE, server.url.replace("http://", ""));
    assert.equal(await find(NOWHERE, prompter), server.url);
    assert.equal(told.length, 3);
    assert.match(told[2], /^No server answers at http:\/\/127\.0\.0\.1:1\./);
    assert.equal(await find(NOWHERE, prompter), server.url);
  }));

Deno.test("without somebody to ask it is the one on this machine, there or not", () =>
  withServer(async (_, find) => assert.equal(await find(NOWHERE), NOWHERE)));
