/**
 * What a message looks like after all that happened to it: the fold of the events that change it.
 *
 * A view is a set of registers, each held by the newest event that wrote it (`seq` decides). So it comes
 * out the same whatever the order in which events arrive, and however often: live, from a page of
 * history, or again after a reconnect.
 * @module
 */
import type { ChangeEvent, MessageEvent, MessageState } from "./protocol/message.ts";

/** A message, and the newest change of each thing about it that can change. */
export interface MessageView {
  /** As it was read: its own `state` holds every change up to `state.seq`. */
  readonly base: MessageEvent;
  /** Changes after that, by register. */
  readonly changes: ReadonlyMap<string, ChangeEvent>;
}

function registerOf(change: ChangeEvent): string {
  return change.kind === "react" ? `react ${change.author.id} ${change.emoji}` : change.kind;
}

/** `seq` up to which changes are in the message already. */
function foldedUpTo(message: MessageEvent): number {
  return message.state?.seq ?? message.seq;
}

/** The view of a message that just came. */
export function viewOf(base: MessageEvent): MessageView {
  return { base, changes: new Map() };
}

/** Takes a change in; the same view if it tells nothing new. */
export function applyChange(view: MessageView, change: ChangeEvent): MessageView {
  return applyChanges(view, [change]);
}

/** The same with any number of changes. */
export function applyChanges(view: MessageView, changes: Iterable<ChangeEvent>): MessageView {
  const { base } = view;
  let newest: Map<string, ChangeEvent> | undefined;
  for (const change of changes) {
    if (change.target !== base.seq || change.seq <= foldedUpTo(base)) continue;
    const register = registerOf(change);
    const known = (newest ?? view.changes).get(register);
    if (known && known.seq >= change.seq) continue;
    newest ??= new Map(view.changes);
    newest.set(register, change);
  }
  return newest ? { base, changes: newest } : view;
}

/** Takes the message in as it was read another time. */
export function applyRead(view: MessageView, base: MessageEvent): MessageView {
  const upTo = foldedUpTo(base);
  if (upTo <= foldedUpTo(view.base)) return view;
  const later = [...view.changes].filter(([, change]) => change.seq > upTo);
  return { base, changes: new Map(later) };
}

/** By emoji, then by account: an order that doesn't depend on how the reactions came in. */
function foldReactions(view: MessageView): MessageState["reactions"] {
  const people = new Map<string, Set<string>>();
  for (const { emoji, people: ids } of view.base.state?.reactions ?? []) {
    people.set(emoji, new Set(ids));
  }
  for (const change of view.changes.values()) {
    if (change.kind !== "react") continue;
    const ids = people.get(change.emoji) ?? new Set();
    if (change.on) ids.add(change.author.id);
    else ids.delete(change.author.id);
    people.set(change.emoji, ids);
  }
  const reactions = [...people]
    .filter(([, ids]) => ids.size > 0)
    .map(([emoji, ids]) => ({ emoji, people: [...ids].sort() }))
    .sort((a, b) => a.emoji < b.emoji ? -1 : 1);
  return reactions.length > 0 ? reactions : undefined;
}

/** The message as it is now: with its newest text, and a `state` if anything happened to it. */
export function shown({ base, changes }: MessageView): MessageEvent {
  if (changes.size === 0) return base;
  const edit = changes.get("edit");
  const deletion = changes.get("delete");
  const pin = changes.get("pin");
  const before = base.state;
  const deletedBy = before?.deletedBy ?? deletion?.author.id;
  const newText = edit?.kind === "edit" ? edit : undefined;
  const { text, mentions, everyone } = newText ?? base;
  const state: MessageState = {
    seq: changes.values().reduce((newest, change) => Math.max(newest, change.seq), 0),
    editedAt: newText?.at ?? before?.editedAt,
    deletedBy,
    pinned: (pin?.kind === "pin" ? pin.on : before?.pinned) || undefined,
    reactions: foldReactions({ base, changes }),
  };
  if (deletedBy === undefined) return { ...base, text, mentions, everyone, state };
  return {
    ...base,
    text: "",
    mentions: undefined,
    everyone: undefined,
    state: { seq: state.seq, deletedBy },
  };
}
