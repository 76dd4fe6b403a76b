/**
 * What the browser keeps until next time, in IndexedDB: drafts, messages on their way, choices. Where a
 * browser keeps nothing (a private window), the chat goes on without.
 * @module
 */
import type { OutgoingMessage } from "../../shared/connection.ts";
import type { Keeping } from "../app/effects.ts";

const NAME = "parley";

/** `token`: the session, where it can't be in a cookie because the page came without HTTPS. */
interface Values extends Keeping {
  token: string;
}

/** A message on its way; `at` orders them. */
interface Kept {
  id: string;
  at: number;
  account: string;
  message: OutgoingMessage;
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export class Storage {
  #messages = 0;

  private constructor(readonly database: IDBDatabase | undefined) {}

  static async open(): Promise<Storage> {
    try {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("values");
        request.result.createObjectStore("outbox", { keyPath: "id" });
      };
      return new Storage(await done(request));
    } catch {
      return new Storage(undefined);
    }
  }

  async get<K extends keyof Values>(key: K): Promise<Values[K] | undefined> {
    if (!this.database) return undefined;
    return await done(this.database.transaction("values").objectStore("values").get(key));
  }

  put<K extends keyof Values>(key: K, value: Values[K]): void {
    this.#change("values", (store) => store.put(value, key));
  }

  remove(key: keyof Values): void {
    this.#change("values", (store) => store.delete(key));
  }

  /** The messages of an account that no server has answered for, in the order in which they were sent. */
  async outbox(account: string): Promise<OutgoingMessage[]> {
    if (!this.database) return [];
    const kept: Kept[] = await done(
      this.database.transaction("outbox").objectStore("outbox").getAll(),
    );
    return kept.filter((each) => each.account === account).sort((a, b) => a.at - b.at)
      .map(({ message }) => message);
  }

  keepMessage(account: string, message: OutgoingMessage): void {
    const at = Date.now() + this.#messages++ / 1000;
    const kept: Kept = { id: message.id, at, account, message };
    this.#change("outbox", (store) => store.put(kept));
  }

  dropMessage(id: string): void {
    this.#change("outbox", (store) => store.delete(id));
  }

  /** Forgets everything: somebody logged out. */
  clear(): void {
    this.#change("values", (store) => store.clear());
    this.#change("outbox", (store) => store.clear());
  }

  #change(name: "values" | "outbox", change: (store: IDBObjectStore) => void): void {
    if (!this.database) return;
    const transaction = this.database.transaction(name, "readwrite");
    change(transaction.objectStore(name));
    // At once: the page may be on its way out.
    transaction.commit();
  }
}
