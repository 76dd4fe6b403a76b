/**
 * What the browser keeps until next time, in IndexedDB: drafts, messages on their way, the last messages of
 * rooms, choices. Where a browser keeps nothing (a private window), the chat goes on without.
 * @module
 */
import type { OutgoingMessage } from "../../shared/connection.ts";
import type { Person } from "../../shared/protocol/mod.ts";
import type { Keeping } from "../app/effects.ts";
import type { KeptRoom } from "../app/kept.ts";

const NAME = "parley";
const STORES = ["values", "outbox", "rooms"] as const;
type Store = typeof STORES[number];

interface Values extends Keeping {
  /** The session, where it can't be in a cookie because the page came without HTTPS. */
  token: string;
  /** Who was signed in last, and still may be. */
  account: Person;
  /** Id of the account whose drafts these are, also when its session has ended. */
  owner: string;
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
      const request = indexedDB.open(NAME, 2);
      request.onupgradeneeded = ({ oldVersion }) => {
        if (oldVersion < 1) {
          request.result.createObjectStore("values");
          request.result.createObjectStore("outbox", { keyPath: "id" });
        }
        // By account and room.
        request.result.createObjectStore("rooms");
      };
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        done(request).then(resolve, reject);
        // A page of an older version is open, and holds on to what it has.
        request.onblocked = reject;
      });
      database.onversionchange = () => database.close();
      return new Storage(database);
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

  /** The rooms of an account, as they were given to be kept. */
  async rooms(account: string): Promise<unknown[]> {
    if (!this.database) return [];
    const all = IDBKeyRange.bound([account], [account, []]);
    return await done(this.database.transaction("rooms").objectStore("rooms").getAll(all));
  }

  /** @param gone ids of rooms that are kept no longer. */
  keepRooms(account: string, rooms: readonly KeptRoom[], gone: readonly string[]): void {
    const transaction = this.#transaction("values", "rooms");
    const signedIn = transaction?.objectStore("values").get("account");
    if (!transaction || !signedIn) return;
    signedIn.onsuccess = () => {
      // Another page may have logged out meanwhile: nothing of the account stays then.
      if (signedIn.result?.id !== account) return;
      const store = transaction.objectStore("rooms");
      for (const room of rooms) store.put(room, [account, room.room.id]);
      for (const id of gone) store.delete([account, id]);
    };
  }

  /** What is kept is this account's from here on: another's drafts are none of its business. */
  async belongTo(account: string): Promise<void> {
    if (await this.get("owner") === account) return;
    this.remove("drafts");
    this.remove("room");
    this.put("owner", account);
  }

  /** Forgets whose session ended, and their rooms; what they wrote waits for them to come back. */
  forgetSession(): void {
    this.remove("token");
    this.remove("account");
    this.#change("rooms", (store) => store.clear());
  }

  /** Forgets everything: somebody logged out. */
  clear(): void {
    for (const name of STORES) this.#change(name, (store) => store.clear());
  }

  #change(name: Store, change: (store: IDBObjectStore) => void): void {
    const transaction = this.#transaction(name);
    if (!transaction) return;
    change(transaction.objectStore(name));
    // At once: the page may be on its way out.
    transaction.commit();
  }

  /** @returns `undefined` where nothing is kept, or a newer version of the page has taken it over. */
  #transaction(...names: Store[]): IDBTransaction | undefined {
    try {
      return this.database?.transaction(names, "readwrite");
    } catch {
      return undefined;
    }
  }
}
