/**
 * What every part of the page can do: tell what happened, ask the server, open a dialog.
 * @module
 */
import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import type { RequestFields } from "../../shared/connection.ts";
import type { RequestResult, RequestType } from "../../shared/protocol/mod.ts";
import type { AppEvent } from "../app/events.ts";
import type { Credentials } from "../edge/account.ts";
import { reasonOf } from "../edge/client.ts";

export type DialogName =
  | { kind: "go-to" }
  | { kind: "find-room" }
  | { kind: "write-to" }
  | { kind: "search" }
  | { kind: "settings" }
  | { kind: "shortcuts" }
  | { kind: "server" }
  | { kind: "room"; room: string }
  | { kind: "person"; name: string; room?: string }
  | { kind: "pins"; room: string }
  | { kind: "thread"; room: string; seq: number }
  | { kind: "react"; room: string; seq: number }
  | { kind: "delete"; room: string; seq: number }
  | { kind: "report"; room: string; seq: number }
  | { kind: "report-stranger" };

export interface Chat {
  dispatch(event: AppEvent): void;
  /** @throws {ParleyError} */
  ask<T extends RequestType>(type: T, input: RequestFields<T>): Promise<RequestResult<T>>;
  /** Opens a dialog; without a name, closes the one that is open. */
  open(dialog?: DialogName): void;
  signIn(credentials: Credentials): Promise<void>;
  signOut(): Promise<void>;
  comeBack(): Promise<void>;
}

export const ChatContext = createContext<Chat | undefined>(undefined);

export function useChat(): Chat {
  return useContext(ChatContext)!;
}

export interface Task {
  busy: boolean;
  error?: string;
  /** Runs it; what it throws becomes `error`. One at a time. */
  run(work: () => Promise<unknown>): Promise<void>;
}

/** Something that takes its time and may fail. */
export function useTask(): Task {
  const [{ busy, error }, set] = useState<{ busy: boolean; error?: string }>({ busy: false });
  return {
    busy,
    error,
    async run(work) {
      if (busy) return;
      set({ busy: true });
      try {
        await work();
        set({ busy: false });
      } catch (error) {
        set({ busy: false, error: reasonOf(error) });
      }
    },
  };
}

export interface Pages<E> {
  entries: readonly E[];
  /** All that there is was read. */
  complete: boolean;
  error?: string;
  more(): void;
  /** Reads it anew. */
  reload(): void;
}

/**
 * A list that is read page by page.
 *
 * @param read asks for the page after a cursor. @param about what the list is of: another list if it changes.
 */
export function usePages<E>(
  about: string,
  read: (after: string | undefined) => Promise<{ entries: readonly E[]; next?: string }>,
): Pages<E> {
  type State = { entries: readonly E[]; next?: string; complete: boolean; error?: string };
  const [state, set] = useState<State>({ entries: [], complete: false });
  const [times, setTimes] = useState(0);
  const load = async (before: readonly E[], after: string | undefined, isCurrent = () => true) => {
    try {
      const { entries, next } = await read(after);
      if (isCurrent()) {
        set({ entries: [...before, ...entries], next, complete: next === undefined });
      }
    } catch (error) {
      if (isCurrent()) {
        set({ entries: before, next: after, complete: true, error: reasonOf(error) });
      }
    }
  };
  useEffect(() => {
    let current = true;
    load([], undefined, () => current);
    return () => {
      current = false;
    };
  }, [about, times]);
  return {
    ...state,
    more: () => load(state.entries, state.next),
    reload: () => setTimes(times + 1),
  };
}
