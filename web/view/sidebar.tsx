/**
 * The list of rooms with what waits in each, and the ways to others.
 * @module
 */
import { sanitizeLine } from "../../shared/text.ts";
import { badgeOf } from "../app/attention.ts";
import type { AppState, RoomState } from "../app/state.ts";
import { useChat } from "./context.ts";
import { memo } from "./memo.ts";
import { Avatar } from "./person_name.tsx";

interface SidebarProps {
  rooms: AppState["rooms"];
  current: string | undefined;
  you: AppState["you"];
  /** The pair room is open. */
  strangers: boolean;
}

export const Sidebar = memo(function Sidebar({ rooms, current, you, strangers }: SidebarProps) {
  const { open, dispatch } = useChat();
  const byName = (a: RoomState, b: RoomState) => a.name.localeCompare(b.name);
  const named = rooms.filter(({ kind }) => kind !== "direct").toSorted(byName);
  const direct = rooms.filter(({ kind }) => kind === "direct").toSorted((a, b) =>
    b.head - a.head || byName(a, b)
  );
  return (
    <nav class="sidebar" aria-label="Rooms">
      <div class="top">
        <h1 class="brand">Parley</h1>
        <button type="button" onClick={() => open({ kind: "search" })}>Search</button>
      </div>
      <div class="lists">
        <Section title="Rooms" label="Find or make a room" add={() => open({ kind: "find-room" })}>
          {named.map((room) => <RoomItem key={room.id} room={room} isOpen={room.id === current} />)}
        </Section>
        <Section title="People" label="Write to people" add={() => open({ kind: "write-to" })}>
          {direct.map((room) => (
            <RoomItem key={room.id} room={room} isOpen={room.id === current} />
          ))}
        </Section>
        <ul class="rooms">
          <li>
            <button
              type="button"
              aria-current={strangers ? "page" : undefined}
              onClick={() =>
                dispatch({ type: "meet-stranger" })}
            >
              <span class="sign" aria-hidden="true">?</span> Meet a stranger
            </button>
          </li>
        </ul>
      </div>
      <div class="bottom">
        <button
          type="button"
          class="you"
          onClick={() =>
            open({ kind: "settings" })}
        >
          {you && <Avatar person={you} />}
          <bdi>{sanitizeLine(you?.name ?? "")}</bdi> <small>Settings</small>
        </button>
        <button
          type="button"
          aria-label="Keyboard shortcuts"
          title="Keyboard shortcuts (?)"
          onClick={() => open({ kind: "shortcuts" })}
        >
          ?
        </button>
      </div>
    </nav>
  );
});

interface SectionProps {
  title: string;
  label: string;
  add: () => void;
  children: preact.ComponentChildren;
}

function Section({ title, label, add, children }: SectionProps) {
  return (
    <section>
      <div class="heading">
        <h2>{title}</h2>
        <button type="button" aria-label={label} title={label} onClick={add}>+</button>
      </div>
      <ul class="rooms">{children}</ul>
    </section>
  );
}

const RoomItem = memo(function RoomItem({ room, isOpen }: { room: RoomState; isOpen: boolean }) {
  const { dispatch } = useChat();
  const { count, loud } = badgeOf(room);
  const sign = room.kind === "direct" ? "@" : room.kind === "private" ? "◆" : "#";
  const kind = room.kind === "private" ? "private room " : "";
  return (
    <li>
      <button
        type="button"
        class={count > 0 && !isOpen ? "unread" : undefined}
        aria-current={isOpen ? "page" : undefined}
        onClick={() => dispatch({ type: "open-room", room: room.id })}
      >
        <span class="sign" aria-hidden="true">{sign}</span>
        <span class="name">
          <span class="visually-hidden">{kind}</span>
          <bdi>{sanitizeLine(room.name)}</bdi>
        </span>
        {room.draft.text.trim() !== "" && !isOpen && (
          <small class="draft" title="You have a draft here">draft</small>
        )}
        {count > 0 && (
          <span class={loud ? "badge loud" : "badge"}>
            {count > 999 ? "999+" : count}
            <span class="visually-hidden">
              unread{loud ? `, ${room.mentions} mention you` : ""}
            </span>
          </span>
        )}
      </button>
    </li>
  );
});
