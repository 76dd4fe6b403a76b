import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ScriptedServer } from "../../shared/net/testing/scripted_server.ts";
import type { Context } from "../commands/context.ts";
import { Api } from "../../shared/net/api.ts";
import { notParley } from "../../shared/net/problem.ts";
import { findServer } from "./find_server.ts";
import type { Prompter } from "./prompter.ts";
import { waitForServer } from "./wait_for_server.ts";

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

Deno.test("the question is taken back once a server on this machine answers", () =>
  withServer(async (server, find) => {
    const { port, url } = server;
    await server.close();
    const asked = Promise.withResolvers<string>();
    const waits = {
      note: asked.resolve,
      text: (_: string, found: AbortSignal) =>
        new Promise((resolve) => found.addEventListener("abort", () => resolve(""))),
    } as unknown as Prompter;
    const found = find(url, waits);
    const told = await asked.promise;
    const late = await ScriptedServer.start(port);
    try {
      assert.equal(await found, url);
      assert.match(told, /it goes on by itself/);
    } finally {
      await late.close();
    }
  }));

Deno.test("who chats waits for a server that isn't there yet, and is told so once", () =>
  withServer(async (server) => {
    const { port, url } = server;
    await server.close();
    const told: string[] = [];
    const first = Promise.withResolvers<void>();
    const warn = (text: string) => void (told.push(text), first.resolve());
    const api = new Api(url);
    await assert.rejects(waitForServer(api, { canAsk: false, warn }), { code: "unreachable" });
    assert.deepEqual(told, []);
    const waiting = waitForServer(api, { canAsk: true, warn });
    await first.promise;
    const late = await ScriptedServer.start(port);
    try {
      await waiting;
      assert.equal(told.length, 1);
      assert.match(told[0], /^No server answers at .* Ctrl-C leaves\.$/);
    } finally {
      await late.close();
    }
  }));

Deno.test("what answers and is no Parley server is not waited for", async () => {
  const api = { info: () => Promise.reject(notParley("http://127.0.0.1:1", 404)) };
  await assert.rejects(waitForServer(api, { canAsk: true, warn: () => {} }), /not a Parley server/);
});
