/**
 * A thread of hostile clients: they shall load the server, not whoever measures how others fare.
 * @module
 */
import { attack, ATTACKS } from "./hostile_clients.ts";

/** The attack's beginning. */
export interface Orders {
  port: number;
  /** A session for each client. */
  tokens: string[];
  milliseconds: number;
}

/** The attack's end: how often each came, by what it does. */
export type Visits = Record<string, number>;

interface Thread {
  onmessage: (event: { data: Orders }) => void;
  postMessage(visits: Visits): void;
}

const thread = globalThis as unknown as Thread;

thread.onmessage = async ({ data: { port, tokens, milliseconds } }) => {
  const signal = AbortSignal.timeout(milliseconds);
  const names = Object.keys(ATTACKS);
  const visits: Visits = {};
  await Promise.all(tokens.map(async (token, n) => {
    const name = names[n % names.length];
    const times = await attack(ATTACKS[name], { port, token, signal }, `127.1.0.${1 + n}`);
    visits[name] = (visits[name] ?? 0) + times;
  }));
  thread.postMessage(visits);
};
