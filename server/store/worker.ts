/**
 * The store's thread: the only writer of the database.
 * @module
 */
import process from "node:process";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { toParleyError } from "../../shared/errors.ts";
import type { ErrorCode } from "../../shared/errors.ts";
import type { Bus } from "../bus/bus.ts";
import { type OverLine, StoreBus } from "../bus/thread_bus.ts";
import { hashSecret } from "../ids.ts";
import { hearOn, sayOn } from "../line.ts";
import { configureLog } from "../log.ts";
import { reportMetrics } from "../metrics/thread.ts";
import { type Location, openLog } from "./open.ts";
import type { Peers, Self } from "./peers.ts";
import type { ThreadStart } from "../threads.ts";
import { countCommits } from "./counted.ts";
import { Store } from "./store.ts";

/** What the main thread starts the store with. */
export interface StoreStart extends Location {
  server: string;
  /** Key of the name whose account administers the server; undefined: the first account does. */
  owner: string | undefined;
}

export type ToStoreThread =
  /** A line for writes and their answers, over which events or the heads of rooms are told. */
  | { op: "gateway"; gateway: number; port: MessagePort; follows: "events" | "heads" }
  | { op: "gateway-gone"; gateway: number }
  /** A thread that reads the logs of rooms, and is told where they are. */
  | { op: "follower"; port: MessagePort }
  | { op: "invite"; code: string; uses: number; expiresAt: number }
  | { op: "stop" };

export type FromStoreThread =
  | { op: "ready" }
  | { op: "failed"; code: ErrorCode; message: string }
  /** It can't go on, and waits to be stopped. */
  | { op: "taken"; code: ErrorCode; message: string }
  | { op: "stopped" };

function tell(message: FromStoreThread): void {
  parentPort!.postMessage(message);
}

async function takeLock(
  { database, broker }: StoreStart,
): Promise<{ close(): Promise<void> } | undefined> {
  if (database === undefined) return undefined;
  const { ServerLock } = await import("./postgres/server_lock.ts");
  return await ServerLock.take(
    database,
    ({ code, message }) => tell({ op: "taken", code, message }),
    broker !== undefined,
  );
}

/** @returns takes this node into the cluster, if there is one. */
async function joinNodes(
  { server, database, broker }: StoreStart,
): Promise<((bus: Bus, self: Self) => Peers) | undefined> {
  if (database === undefined || broker === undefined) return undefined;
  const { Nodes } = await import("../cluster/nodes.ts");
  return await Nodes.connect(server, database, broker);
}

const start = workerData as StoreStart & ThreadStart;
configureLog(start.log);

try {
  // Before anything is looked at: another server may be at work there.
  const lock = await takeLock(start);
  const log = await openLog(start, Date.now(), start.owner, start.server);
  reportMetrics(start.metrics, countCommits(log));
  const bus = new StoreBus(start.server);
  const store = new Store(log, bus, undefined, await joinNodes(start));
  const lines = new Map<number, MessagePort>();
  await store.start();
  parentPort!.on("message", async (message: ToStoreThread) => {
    switch (message.op) {
      case "gateway": {
        const { gateway, port } = message;
        store.addGateway(gateway, { post: (out) => sayOn(port, out) });
        if (message.follows === "events") bus.addLine(port);
        else bus.addFollower(port);
        lines.set(gateway, port);
        hearOn<OverLine>(port, (incoming) => {
          if (incoming.op === "heard") bus.heard(port, incoming.length);
          else store.receive(gateway, incoming);
        });
        break;
      }
      case "gateway-gone":
        store.removeGateway(message.gateway);
        bus.removeLine(lines.get(message.gateway)!);
        lines.delete(message.gateway);
        break;
      case "follower":
        bus.addFollower(message.port);
        break;
      case "invite": {
        const { code, uses, expiresAt } = message;
        store.write({ kind: "invite-to-server", codeHash: hashSecret(code), uses, expiresAt });
        break;
      }
      case "stop":
        await store.close();
        await lock?.close();
        tell({ op: "stopped" });
        process.exit(0);
    }
  });
  tell({ op: "ready" });
} catch (error) {
  const { code, message } = toParleyError(error);
  if (code === "internal") console.error(error);
  tell({ op: "failed", code, message });
}
