/**
 * Reading as steps, and the same as the rest of the server sees it: with promises.
 * @module
 */
import type { Database, Steps } from "./database.ts";

/** A reader's methods, as steps. */
export type Reads<T> = {
  [K in keyof T]: T[K] extends (...parameters: infer P) => Promise<infer R>
    ? (...parameters: P) => Steps<R>
    : never;
};

/** The reader whose methods the steps are. */
export function answering<T extends object>(database: Database, reads: Reads<T>): T {
  const names = Object.getOwnPropertyNames(Object.getPrototypeOf(reads)) as (keyof T)[];
  const methods = names.filter((name) => name !== "constructor").map((name) => [
    name,
    (...parameters: unknown[]) =>
      database.run((reads[name] as (...each: unknown[]) => Steps<unknown>)(...parameters)),
  ]);
  return Object.fromEntries(methods);
}
