/**
 * The messages of a room: a window of the log that keeps its place on the screen, reads on where somebody
 * scrolls, and can be walked through by the keyboard.
 * @module
 */
import { Component, createRef } from "preact";
import { type AppState, isLive, type RoomState, type Waiting } from "../app/state.ts";
import { type Entry, find } from "../app/timeline.ts";
import type { Chat } from "./context.ts";
import { Markdown } from "./markdown.tsx";
import type { Rights } from "./message.tsx";
import { Avatar, PersonName } from "./person_name.tsx";
import { pressKey } from "./timeline_keys.ts";
import { TimelineRow } from "./timeline_row.tsx";

/** Pixels from an edge of the window at which more is read. */
const NEAR = 900;
/** Pixels from the end at which one still counts as being there. */
const AT_END = 60;

type Jump = NonNullable<AppState["jump"]>;

export interface TimelineProps {
  chat: Chat;
  room: RoomState;
  waiting: readonly Waiting[];
  jump: AppState["jump"];
  rights: Rights;
}

interface TimelineState {
  /** `seq` of the message that shows its buttons: the pointer or the keyboard is on it. */
  active?: number;
  /** That the keyboard is on. */
  focused?: number;
  /** That was jumped to. */
  flash?: number;
}

/** What was on the screen before something changed: the end, and a row and where it stood. */
interface Before {
  atEnd: boolean;
  seq?: string;
  top: number;
}

export class Timeline extends Component<TimelineProps, TimelineState> {
  readonly #scroller = createRef<HTMLDivElement>();
  readonly #resized = new ResizeObserver(() => this.#stick());
  #jumped: Jump | undefined;
  /** The end was on the screen when it was last looked for. */
  #atEnd = true;
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

  override getSnapshotBeforeUpdate(): Before {
    const scroller = this.#scroller.current!;
    const atEnd = isAtEnd(scroller);
    const { top } = scroller.getBoundingClientRect();
    for (const row of scroller.querySelectorAll<HTMLElement>("[data-seq]")) {
      const box = row.getBoundingClientRect();
      if (box.bottom > top) return { atEnd, seq: row.dataset.seq!, top: box.top };
    }
    return { atEnd, top };
  }

  override componentDidUpdate(
    before: TimelineProps,
    _state: TimelineState,
    { atEnd, seq, top }: Before,
  ): void {
    const { room, jump } = this.props;
    if (jump !== undefined && this.#jump(jump)) return;
    const isSentThere = room.atEnd && !before.room.atEnd;
    if (isLive(room) && (isSentThere || (atEnd && isLive(before.room)))) {
      this.#atEnd = true;
      this.#stick();
    } else this.#keep(seq, top);
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
    if (this.#atEnd && isLive(room)) scroller.scrollTop = scroller.scrollHeight;
  }

  /** Brings a row back to where it was on the screen. */
  #keep(seq: string | undefined, top: number): void {
    const scroller = this.#scroller.current!;
    const row = scroller.querySelector(`[data-seq="${seq}"]`);
    if (row) scroller.scrollTop += row.getBoundingClientRect().top - top;
  }

  /** @returns whether the message, or what stands next to where it was, is there to be shown. */
  #jump(jump: Jump): boolean {
    // The news that it is done may be drawn later than what it changed here.
    if (jump === this.#jumped) return true;
    const { seq } = jump;
    const { room, chat } = this.props;
    const { from = Infinity, upTo = -1, entries } = room.timeline;
    if (room.loading || seq < from || seq > upTo) return false;
    const target = entries.find((entry) => entry.seq >= seq)?.seq;
    this.#jumped = jump;
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
    const atEnd = isLive(room) && isAtEnd(this.#scroller.current!);
    this.#atEnd = atEnd;
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
    if (event.type === "focusin") this.setState({ focused: active });
  };

  /** Whoever comes back by the keyboard starts at the newest again. */
  #leave = (event: FocusEvent): void => {
    const goesOn = this.#scroller.current!.contains(event.relatedTarget as Node | null);
    if (!goesOn) this.setState({ focused: undefined });
  };

  #key = (event: KeyboardEvent): void => {
    if (!pressKey(event, this.props)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  override render(
    { room, waiting, rights }: TimelineProps,
    { active, focused, flash }: TimelineState,
  ) {
    const { entries, from } = room.timeline;
    const focusable = focused !== undefined && find(room.timeline, focused)
      ? focused
      : entries.at(-1)?.seq;
    this.#names = namesIn(room);
    return (
      <div
        class="scroller"
        ref={this.#scroller}
        onScroll={this.#scrolled}
        onPointerOver={this.#point}
        onFocusIn={this.#point}
        onFocusOut={this.#leave}
        onKeyDown={this.#key}
      >
        <ol class="timeline" aria-label="Messages">
          {from !== undefined && from <= 1 && <li class="start">This is where the room begins.</li>}
          {room.loading && (from ?? 1) > 1 && <li class="start">Reading …</li>}
          {entries.map((entry, n) => (
            <TimelineRow
              key={entry.seq}
              entry={entry}
              before={entries[n - 1]}
              quoted={quotedBy(entry, room)}
              divider={room.divider}
              rights={rights}
              nameOf={this.#nameOf}
              focusable={entry.seq === focusable}
              active={entry.seq === active}
              flash={entry.seq === flash}
            />
          ))}
          {waiting.map(({ message }, n) => (
            <li
              key={message.id}
              class={n === 0 ? "entry waiting" : "entry waiting follows"}
              aria-busy="true"
            >
              {n === 0 && (
                <>
                  <Avatar person={rights.you} />
                  <div class="byline">
                    <PersonName person={rights.you} /> <small>on its way …</small>
                  </div>
                </>
              )}
              <div class="text">
                <Markdown text={message.text} you={rights.you.name} />
              </div>
            </li>
          ))}
        </ol>
      </div>
    );
  }
}

function quotedBy(entry: Entry, { timeline }: RoomState): Entry | undefined {
  const replyTo = "view" in entry ? entry.view.base.replyTo : undefined;
  return replyTo === undefined ? undefined : find(timeline, replyTo);
}

function isAtEnd({ scrollTop, scrollHeight, clientHeight }: Element): boolean {
  return scrollHeight - scrollTop - clientHeight < AT_END;
}

function namesIn({ timeline, people }: RoomState): Map<string, string> {
  const names = new Map(people.map(({ id, name }) => [id, name]));
  for (const entry of timeline.entries) {
    const { id, name } = "view" in entry ? entry.view.base.author : entry.deed.author;
    names.set(id, name);
  }
  return names;
}
