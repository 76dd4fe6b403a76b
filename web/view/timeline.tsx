/**
 * The messages of a room: a window of the log that keeps its place on the screen, reads on where somebody
 * scrolls, and can be walked through by the keyboard.
 * @module
 */
import { Component, createRef } from "preact";
import { shown } from "../../shared/fold.ts";
import type { MessageEvent } from "../../shared/protocol/mod.ts";
import { isLive, type RoomState, type Waiting } from "../app/state.ts";
import { type Entry, find } from "../app/timeline.ts";
import type { Chat } from "./context.ts";
import { deedText } from "./deed_text.ts";
import { Markdown } from "./markdown.tsx";
import { Message, type Rights } from "./message.tsx";
import { clockTime, dayName, isSameDay } from "./times.ts";

/** Pixels from an edge of the window at which more is read. */
const NEAR = 900;
/** Pixels from the end at which one still counts as being there. */
const AT_END = 60;
/** Time after which the same person's next message has a name again. */
const PAUSE = 5 * 60_000;

interface TimelineProps {
  chat: Chat;
  room: RoomState;
  waiting: readonly Waiting[];
  jump: number | undefined;
  rights: Rights;
}

interface TimelineState {
  /** `seq` of the message with the pointer's or the keyboard's attention. */
  active?: number;
  /** That was jumped to. */
  flash?: number;
}

/** A row, and where it stood on the screen before something changed. */
interface Pivot {
  seq: string;
  top: number;
}

export class Timeline extends Component<TimelineProps, TimelineState> {
  readonly #scroller = createRef<HTMLDivElement>();
  readonly #resized = new ResizeObserver(() => this.#stick());
  #names = new Map<string, string>();
  #nameOf = (id: string) => this.#names.get(id);

  override componentDidMount(): void {
    this.#resized.observe(this.#scroller.current!);
    this.#place();
    this.#readOn();
  }

  override componentWillUnmount(): void {
    this.#resized.disconnect();
  }

  override getSnapshotBeforeUpdate(): Pivot | undefined {
    const scroller = this.#scroller.current!;
    const { top } = scroller.getBoundingClientRect();
    for (const row of scroller.querySelectorAll<HTMLElement>("[data-seq]")) {
      const box = row.getBoundingClientRect();
      if (box.bottom > top) return { seq: row.dataset.seq!, top: box.top };
    }
  }

  override componentDidUpdate(
    before: TimelineProps,
    _state: TimelineState,
    pivot: Pivot | undefined,
  ): void {
    const { room, jump } = this.props;
    if (jump !== undefined && this.#jump(jump)) return;
    else if (room.atEnd && isLive(room)) this.#stick();
    else if (pivot && before.room.timeline !== room.timeline) this.#keep(pivot);
    this.#readOn();
  }

  /** Where a room is opened: at the line of what is new, else at its end. */
  #place(): void {
    const scroller = this.#scroller.current!;
    const line = scroller.querySelector(".divider");
    if (line) line.scrollIntoView({ block: "center" });
    else scroller.scrollTop = scroller.scrollHeight;
    this.#noteEnd();
  }

  /** Stays at the end, whatever came and however tall the screen is now. */
  #stick(): void {
    const scroller = this.#scroller.current!;
    const { room } = this.props;
    if (room.atEnd && isLive(room)) scroller.scrollTop = scroller.scrollHeight;
  }

  /** Brings a row back to where it was on the screen. */
  #keep({ seq, top }: Pivot): void {
    const scroller = this.#scroller.current!;
    const row = scroller.querySelector(`[data-seq="${seq}"]`);
    if (row) scroller.scrollTop += row.getBoundingClientRect().top - top;
  }

  /** @returns whether the message, or what stands next to where it was, is there to be shown. */
  #jump(seq: number): boolean {
    const { room, chat } = this.props;
    const { from = Infinity, upTo = -1, entries } = room.timeline;
    if (room.loading || seq < from || seq > upTo) return false;
    const target = entries.find((entry) => entry.seq >= seq)?.seq;
    const row = this.#scroller.current!.querySelector<HTMLElement>(`[data-seq="${target}"]`);
    row?.scrollIntoView({ block: "center" });
    this.setState({ flash: target, active: target });
    row?.focus({ preventScroll: true });
    chat.dispatch({ type: "jumped" });
    this.#noteEnd();
    return true;
  }

  /** Reads on where the screen comes near an edge of the window. */
  #readOn(): void {
    const { room, chat, jump } = this.props;
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller.current!;
    const { from = 1 } = room.timeline;
    if (room.loading || jump !== undefined) return;
    const below = scrollHeight - scrollTop - clientHeight;
    if (scrollTop < NEAR && from > 1) {
      chat.dispatch({ type: "scrolled", room: room.id, towards: "older" });
    } else if (below < NEAR && !isLive(room)) {
      chat.dispatch({ type: "scrolled", room: room.id, towards: "newer" });
    }
  }

  #noteEnd = (): void => {
    const { room, chat } = this.props;
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller.current!;
    const atEnd = isLive(room) && scrollHeight - scrollTop - clientHeight < AT_END;
    if (atEnd !== room.atEnd) chat.dispatch({ type: "at-end", room: room.id, atEnd });
  };

  #scrolled = (): void => {
    this.#noteEnd();
    this.#readOn();
  };

  #point = (event: Event): void => {
    const row = (event.target as Element).closest<HTMLElement>("[data-seq]");
    const active = row ? Number(row.dataset.seq) : undefined;
    if (active !== undefined && active !== this.state.active) this.setState({ active });
  };

  #key = (event: KeyboardEvent): void => {
    const row = event.target as HTMLElement;
    if (!row.matches("[data-seq]") || event.ctrlKey || event.altKey || event.metaKey) return;
    const { chat, room, rights } = this.props;
    const seq = Number(row.dataset.seq);
    const entry = find(room.timeline, seq);
    const message = entry && "view" in entry ? shown(entry.view) : undefined;
    const act = this.#actions(message, seq)[event.key];
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step !== undefined) {
      const rows = [...this.#scroller.current!.querySelectorAll<HTMLElement>("[data-seq]")];
      const next = rows[rows.indexOf(row) + step];
      if (next) next.focus();
      else if (step > 0) document.getElementById("composer")?.focus();
    } else if (event.key === "Escape") document.getElementById("composer")?.focus();
    else if (act && !(rights.archived && event.key !== "t")) act(chat);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  /** What keys do to a message. */
  #actions(
    message: MessageEvent | undefined,
    seq: number,
  ): Record<string, ((chat: Chat) => void) | undefined> {
    const { room: { id: room }, rights } = this.props;
    if (!message || message.state?.deletedBy !== undefined) return {};
    const mine = message.author.id === rights.you;
    return {
      r: (chat) => chat.dispatch({ type: "replying", room, seq }),
      "+": (chat) => chat.open({ kind: "react", room, seq }),
      t: (chat) => chat.open({ kind: "thread", room, seq }),
      e: mine ? (chat) => chat.dispatch({ type: "editing", room, seq }) : undefined,
      Delete: mine || rights.moderates
        ? (chat) => chat.open({ kind: "delete", room, seq })
        : undefined,
    };
  }

  override render({ room, waiting, rights }: TimelineProps, { active, flash }: TimelineState) {
    const { entries, from } = room.timeline;
    const focusable = active !== undefined && find(room.timeline, active)
      ? active
      : entries.at(-1)?.seq;
    this.#names = namesIn(room);
    return (
      <div
        class="scroller"
        ref={this.#scroller}
        onScroll={this.#scrolled}
        onPointerOver={this.#point}
        onFocusIn={this.#point}
        onKeyDown={this.#key}
      >
        <ol class="timeline" aria-label="Messages">
          {from !== undefined && from <= 1 && <li class="start">This is where the room begins.</li>}
          {room.loading && (from ?? 1) > 1 && <li class="start">Reading …</li>}
          {entries.map((entry, n) => this.#row(entry, entries[n - 1], focusable, flash))}
          {waiting.map(({ message }) => (
            <li key={message.id} class="entry waiting" aria-busy="true">
              <div class="byline">
                <bdi>{rights.name}</bdi> <small>on its way …</small>
              </div>
              <div class="text">
                <Markdown text={message.text} you={rights.name} />
              </div>
            </li>
          ))}
        </ol>
      </div>
    );
  }

  #row(
    entry: Entry,
    before: Entry | undefined,
    focusable: number | undefined,
    flash: number | undefined,
  ) {
    const { room, rights } = this.props;
    const { seq } = entry;
    const at = timeOf(entry);
    const isNewDay = !before || !isSameDay(timeOf(before), at);
    const isNew = room.divider !== undefined && seq > room.divider &&
      (before?.seq ?? 0) <= room.divider;
    const rows = [];
    if (isNewDay) rows.push(<li key={`day ${seq}`} class="day">{dayName(at)}</li>);
    if (isNew) rows.push(<li key="divider" class="divider">New</li>);
    const common = {
      key: String(seq),
      "data-seq": seq,
      tabIndex: seq === focusable ? 0 : -1,
    };
    if (!("view" in entry)) {
      rows.push(
        <li {...common} class="entry deed">
          <bdi>{deedText(entry.deed)}</bdi> <time>{clockTime(at)}</time>
        </li>,
      );
      return rows;
    }
    const { base } = entry.view;
    const follows = !isNewDay && !isNew && base.replyTo === undefined && before !== undefined &&
      "view" in before && before.view.base.author.id === base.author.id &&
      before.view.base.author.name === base.author.name && at - timeOf(before) < PAUSE;
    const quoted = base.replyTo === undefined ? undefined : find(room.timeline, base.replyTo);
    const isMention = base.everyone || base.mentions?.includes(rights.you);
    const classes = [
      "entry message",
      follows && "follows",
      base.author.id === rights.you && "mine",
      isMention && base.author.id !== rights.you && "mentions-you",
      flash === seq && "flash",
    ].filter(Boolean).join(" ");
    rows.push(
      <li {...common} class={classes}>
        <Message
          view={entry.view}
          rights={rights}
          follows={follows}
          quoted={quoted && "view" in quoted ? shown(quoted.view) : undefined}
          nameOf={this.#nameOf}
          active={seq === this.state.active}
        />
      </li>,
    );
    return rows;
  }
}

function timeOf(entry: Entry): number {
  return "view" in entry ? entry.view.base.at : entry.deed.at;
}

function namesIn({ timeline, people }: RoomState): Map<string, string> {
  const names = new Map(people.map(({ id, name }) => [id, name]));
  for (const entry of timeline.entries) {
    const { id, name } = "view" in entry ? entry.view.base.author : entry.deed.author;
    names.set(id, name);
  }
  return names;
}
