/**
 * Going through the messages by the keyboard, and what keys do to them.
 * @module
 */
import { shown } from "../../shared/fold.ts";
import { messageAt } from "../app/composing.ts";
import type { Chat } from "./context.ts";
import type { TimelineProps } from "./timeline.tsx";

type Props = Pick<TimelineProps, "chat" | "room" | "rights">;

/** @returns whether the key means something where it was pressed. */
export function pressKey(event: KeyboardEvent, props: Props): boolean {
  const target = event.target as HTMLElement;
  const row = target.closest<HTMLElement>("[data-seq]");
  if (!row || event.ctrlKey || event.altKey || event.metaKey) return false;
  return row === target ? onRow(event.key, row, props) : within(event.key, row, target);
}

function focusComposer(): void {
  document.getElementById("composer")?.focus();
}

function onRow(key: string, row: HTMLElement, { chat, room, rights }: Props): boolean {
  const step = { ArrowUp: -1, ArrowDown: 1 }[key];
  if (step !== undefined) {
    const rows = [...row.parentElement!.querySelectorAll<HTMLElement>("[data-seq]")];
    const next = rows[rows.indexOf(row) + step];
    if (next) next.focus();
    else if (step > 0) focusComposer();
  } else if (key === "Escape") focusComposer();
  else if (key === "Enter") row.querySelector<HTMLElement>(".actions button")?.focus();
  else {
    const act = actionsOn(Number(row.dataset.seq), { room, rights })[key];
    if (!act || (rights.archived && key !== "t")) return false;
    act(chat);
  }
  return true;
}

/** ← and → go through what is within a row, Esc back to the row. */
function within(key: string, row: HTMLElement, target: HTMLElement): boolean {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
  if (key === "Escape") row.focus();
  if (step === undefined) return key === "Escape";
  const parts = [...row.querySelectorAll<HTMLElement>("button, a")];
  parts.at((parts.indexOf(target) + step) % parts.length)?.focus();
  return true;
}

function actionsOn(
  seq: number,
  { room, rights }: Omit<Props, "chat">,
): Record<string, ((chat: Chat) => void) | undefined> {
  const view = messageAt(room, seq);
  const message = view && shown(view);
  if (!message || message.state?.deletedBy !== undefined) return {};
  const mine = message.author.id === rights.you.id;
  const target = { room: room.id, seq };
  return {
    r: ({ dispatch }) => dispatch({ type: "replying", ...target }),
    "+": ({ open }) => open({ kind: "react", ...target }),
    t: ({ open }) => open({ kind: "thread", ...target }),
    e: mine ? ({ dispatch }) => dispatch({ type: "editing", ...target }) : undefined,
    Delete: mine || rights.moderates
      ? ({ open }) => open({ kind: "delete", ...target })
      : undefined,
  };
}
