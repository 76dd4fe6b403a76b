import { MessageChannel } from "node:worker_threads";
import { setTimeout as sleep } from "node:timers/promises";
import { eventually } from "../../tests/support/wait.ts";
import { newMemory } from "../metrics/thread.ts";
import { Rig } from "../store/sqlite/testing/rig.ts";
import { startThread, stopThread } from "../threads.ts";
import type { ToSearch } from "./worker.ts";

Deno.test("every gateway is answered, at whatever moment of the search thread's start its line comes", async () => {
  await using rig = new Rig();
  const thread = startThread<ToSearch>("search", {
    folder: rig.folder,
    // Its modules take a while to load. That nobody is there is an answer too.
    database: "postgres://nobody@127.0.0.1:1/none",
    log: { level: "error", format: "text" },
    metrics: newMemory(),
  });
  const selection = { tags: [["nobody"]], excludedTags: [], terms: [], excluded: [] };
  /** Those that were not answered yet. */
  const waiting = new Set<number>();
  let asked = 0;
  while (waiting.size === asked) {
    const ref = ++asked;
    const { port1, port2 } = new MessageChannel();
    thread.send({ op: "gateway", port: port1 }, [port1]);
    port2.postMessage({ ref, request: { selection, sort: "newest", limit: 5 } });
    waiting.add(ref);
    // That too many ask at once is an answer too.
    port2.once("message", (answer) => {
      waiting.delete(answer.ref);
      port2.close();
    });
    await sleep(1);
  }
  await eventually(() => waiting.size === 0, "all are answered");
  await stopThread(thread);
});
