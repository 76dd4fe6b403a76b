/**
 * The open room: its heading, its messages, and where one writes.
 * @module
 */
import { useMemo } from "preact/hooks";
import { sanitizeLine } from "../../shared/text.ts";
import { roomLabel } from "../../shared/attention.ts";
import { typistsLine } from "../app/people.ts";
import { type AppState, isLive, type RoomState } from "../app/state.ts";
import { Composer } from "./composer.tsx";
import { type Chat, useChat } from "./context.ts";
import { PeoplePanel } from "./people_panel.tsx";
import { StatusLine } from "./status_line.tsx";
import { Timeline } from "./timeline.tsx";

export function RoomView({ state, room }: { state: AppState; room: RoomState }) {
  const chat = useChat();
  const { you, waiting, jump, showPeople } = state;
  const moderates = room.role === "owner" || room.role === "moderator";
  const rights = useMemo(
    () => ({ you: you!, moderates, archived: room.archived }),
    [you, moderates, room.archived],
  );
  const typists = typistsLine(state);
  return (
    <>
      <section class="room" aria-label={roomLabel(room)}>
        <Heading state={state} room={room} chat={chat} />
        <StatusLine state={state} />
        <Timeline
          key={room.id}
          chat={chat}
          room={room}
          waiting={waiting.filter(({ message, place }) =>
            message.room === room.id && (place === undefined || place.room === room.id)
          )}
          jump={jump?.room === room.id ? jump : undefined}
          rights={rights}
        />
        <div class="below">
          <span class="typing">{typists}</span>
          {!(room.atEnd && isLive(room)) && (
            <button
              type="button"
              class="to-end"
              onClick={() => toEnd(chat, room)}
            >
              {room.unread > 0 ? `${room.unread} new ↓` : "To the newest ↓"}
            </button>
          )}
        </div>
        <Composer room={room} you={you} />
      </section>
      {showPeople && <PeoplePanel room={room} isKnown={isConnected(state)} />}
    </>
  );
}

/** While there is no connection nobody knows who is here. */
function isConnected({ status: { state } }: AppState): boolean {
  return state === "online" || state === "connecting";
}

function toEnd({ dispatch }: Chat, room: RoomState): void {
  if (isLive(room)) dispatch({ type: "at-end", room: room.id, atEnd: true });
  else dispatch({ type: "scrolled", room: room.id, towards: "newest" });
}

interface HeadingProps {
  state: AppState;
  room: RoomState;
  chat: Chat;
}

function Heading({ state, room, chat }: HeadingProps) {
  const { open, dispatch } = chat;
  const isKnown = isConnected(state);
  return (
    <header class="heading">
      <button
        type="button"
        class="back"
        aria-label="Back to the rooms"
        onClick={() => dispatch({ type: "show-rooms" })}
      >
        <span aria-hidden="true">☰</span>
      </button>
      <div class="title">
        <h1>
          <bdi>{sanitizeLine(roomLabel(room))}</bdi>
        </h1>
        {room.topic && <p class="topic" title={room.topic} dir="auto">{sanitizeLine(room.topic)}
        </p>}
      </div>
      <button type="button" onClick={() => open({ kind: "pins", room: room.id })}>Pins</button>
      <button
        type="button"
        aria-pressed={state.showPeople}
        onClick={() => dispatch({ type: "toggle-people" })}
      >
        <span class="visually-hidden">People who are here:</span>
        <span class={isKnown ? "presence" : "presence unknown"} aria-hidden="true" />{" "}
        {isKnown ? room.online : "–"}
      </button>
      <button type="button" onClick={() => open({ kind: "room", room: room.id })}>Room</button>
    </header>
  );
}
