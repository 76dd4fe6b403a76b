/**
 * The thread of Web Push: follows the rooms, apart from what people wait for. It runs where the operator
 * has given keys.
 * @module
 */
import { workerData } from "node:worker_threads";
import type { FromStore } from "../bus/thread_bus.ts";
import { posterTo } from "../hooks/post.ts";
import { follow } from "../follower.ts";
import { hearOn, sayOn } from "../line.ts";
import { configureLog } from "../log.ts";
import { Outcomes } from "../metrics/outcomes.ts";
import { reportMetrics } from "../metrics/thread.ts";
import { StoreClient } from "../store/client.ts";
import { type Location, openReader } from "../store/open.ts";
import type { ThreadStart } from "../threads.ts";
import type { PushKeys } from "./keys.ts";
import { Pushes } from "./pushes.ts";
import { sendPush } from "./sender.ts";

/** What the main thread starts it with. */
export interface PushStart extends Location {
  toPrivate: boolean;
  /** Certificates that are trusted besides the usual ones, as PEM. */
  ca: string | undefined;
  keys: PushKeys;
}

const start = workerData as PushStart & ThreadStart;
configureLog(start.log);

follow(async (line) => {
  const reader = await openReader(start);
  const store = new StoreClient((message) => sayOn(line, message));
  const post = posterTo(start);
  const outcomes = new Outcomes();
  reportMetrics(start.metrics, () => ({ "parley_pushes_total": outcomes.numbers }));
  const asked: ((online: Set<string>) => void)[] = [];
  const pushes = new Pushes({
    reader,
    store,
    online: () => {
      store.askWho();
      return new Promise((resolve) => asked.push(resolve));
    },
    send: (subscription, notification, stopped) =>
      outcomes.count(
        sendPush(post, start.keys, subscription, notification, stopped),
        (result) => result === "ok",
      ),
    now: Date.now,
  });
  hearOn<FromStore>(line, (message) => {
    if (message.op === "answers") store.receive(message);
    else if (message.op === "heads") pushes.news(message.heads);
    else if (message.op === "online") {
      const online = new Set(message.people.map(({ person }) => person.id));
      for (const resolve of asked.splice(0)) resolve(online);
    }
  });
  pushes.start();
  return async () => {
    await pushes.stop();
    reader.close();
  };
});
