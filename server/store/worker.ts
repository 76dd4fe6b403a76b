/**
 * The store's thread: the only writer of the database.
 * @module
 */
import process from "node:process";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { toParleyError } from "../../shared/errors.ts";
import type { ErrorCode } from "../../shared/errors.ts";
import { ThreadBus } from "../bus/bus.ts";
import { hashSecret } from "../ids.ts";
import { configureLog, type ServerLogLevel } from "../log.ts";
import type { ToStore } from "./messages.ts";
import { SqliteLog } from "./sqlite/log.ts";
import { Store } from "./store.ts";

/** What the main thread starts the store with. */
export interface StoreStart {
  server: string;
  folder: string;
  logLevel: ServerLogLevel;
  /** Key of the name whose account administers the server; undefined: the first account does. */
  owner: string | undefined;
}

export type ToStoreThread =
  | { op: "gateway"; gateway: number; port: MessagePort }
  | { op: "gateway-gone"; gateway: number }
  | { op: "invite"; code: string; uses: number; expiresAt: number }
  | { op: "stop" };

export type FromStoreThread =
  | { op: "ready" }
  | { op: "failed"; code: ErrorCode; message: string }
  | { op: "stopped" };

function tell(message: FromStoreThread): void {
  parentPort!.postMessage(message);
}

const start = workerData as StoreStart;
configureLog(start.logLevel);

try {
  const log = new SqliteLog(start.folder, Date.now(), start.owner);
  const store = new Store(log, new ThreadBus(start.server));
  await store.start();
  parentPort!.on("message", async (message: ToStoreThread) => {
    switch (message.op) {
      case "gateway": {
        const { gateway, port } = message;
        store.addGateway(gateway, { post: (out) => port.postMessage(out) });
        port.on("message", (incoming: ToStore) => store.receive(gateway, incoming));
        break;
      }
      case "gateway-gone":
        store.removeGateway(message.gateway);
        break;
      case "invite": {
        const { code, uses, expiresAt } = message;
        store.write({ kind: "invite-to-server", codeHash: hashSecret(code), uses, expiresAt });
        break;
      }
      case "stop":
        await store.close();
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
