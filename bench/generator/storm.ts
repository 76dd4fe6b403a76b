/**
 * A reconnect storm: everybody comes at once, and is back when it has all that was said meanwhile.
 * @module
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Dialect } from "../subjects/subject.ts";
import { BareConnection } from "./connection.ts";
import { MarkScanner } from "./mark.ts";

/** Time to the next try of whoever is turned away, and to the last one. */
const RETRY = 100;
const PATIENCE = 60_000;

export interface Storm {
  /** Milliseconds until each was back and caught up. */
  times: Float64Array;
  /** Messages that all of them got. */
  messages: number;
  /** Tries that were turned away. */
  refused: number;
}

/** @param missed messages that each of the clients has to get. */
export async function storm(
  dialect: Dialect,
  clients: number,
  missed: number,
): Promise<Storm & { connections: BareConnection[] }> {
  const start = performance.now();
  const times = new Float64Array(clients);
  let messages = 0;
  let refused = 0;

  const connect = async (index: number, onBytes: (bytes: Uint8Array) => void) => {
    for (;;) {
      try {
        return await BareConnection.open(dialect, index, onBytes);
      } catch (error) {
        if (performance.now() - start > PATIENCE) throw error;
        refused++;
        await sleep(RETRY);
      }
    }
  };
  const comeBack = async (index: number): Promise<BareConnection> => {
    let left = missed;
    const { promise: caughtUp, resolve } = Promise.withResolvers<void>();
    const scanner = MarkScanner.ofTexts(() => {
      messages++;
      if (--left === 0) resolve();
    });
    const connection = await connect(index, (bytes) => scanner.push(bytes));
    await caughtUp;
    times[index] = performance.now() - start;
    return connection;
  };

  const connections = await Promise.all(Array.from({ length: clients }, (_, n) => comeBack(n)));
  return { times, messages, refused, connections };
}
