/**
 * Tests of what the chat does after it was stopped: by Ctrl-Z, or with the whole device.
 * @module
 */
import assert from "node:assert/strict";
import { createState } from "../../cli/app/state.ts";
import { ChatRuntime } from "../../cli/commands/chat_runtime.ts";
import { limits } from "../../shared/limits.ts";
import { eventually } from "../support/wait.ts";
import { FakeConnection } from "./fake_connection.ts";

Deno.test("a clock that went on while nothing ran means that the connection may be dead", async () => {
  const connection = new FakeConnection();
  const nowhere = {
    print: () => {},
    refresh: () => {},
    redraw: () => {},
    alert: () => {},
    edit: () => {},
    suspend: () => {},
    changeView: () => {},
  };
  let now = Date.now();
  const size = { columns: 80, rows: 24 };
  const state = createState({ plain: true, size, now, idPrefix: "id" });
  const runtime = new ChatRuntime(connection, nowhere, state, () => now);
  runtime.start();
  try {
    await eventually(() => runtime.state.status.state === "online", "the chat to go online");
    assert.equal(connection.wakings, 0);
    now += limits.sleptTime + 1;
    await eventually(() => connection.wakings === 1, "the connection to be told");
  } finally {
    await runtime.stop();
  }
});
