/**
 * Goes to a room or a person by a few letters.
 * @module
 */
import { useState } from "preact/hooks";
import { roomLabel } from "../../../shared/attention.ts";
import type { RoomState } from "../../app/state.ts";
import { useChat } from "../context.ts";
import { Dialog } from "./dialog.tsx";

const MOST = 12;

export function GoTo({ rooms }: { rooms: readonly RoomState[] }) {
  const { dispatch, open } = useChat();
  const [query, setQuery] = useState("");
  const wanted = query.toLowerCase().replace(/^[#@]/, "");
  const found = rooms.filter(({ name }) => name.toLowerCase().includes(wanted))
    .toSorted((a, b) =>
      Number(b.name.toLowerCase().startsWith(wanted)) -
        Number(a.name.toLowerCase().startsWith(wanted)) || b.unread - a.unread
    ).slice(0, MOST);
  const go = (room: RoomState | undefined) => {
    if (!room) return;
    open();
    dispatch({ type: "open-room", room: room.id });
  };
  return (
    <Dialog title="Go to">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          go(found[0]);
        }}
      >
        <label>
          Room or person
          <input
            autofocus
            value={query}
            onInput={(event) => setQuery(event.currentTarget.value)}
            dir="auto"
          />
        </label>
      </form>
      <ul class="rows">
        {found.map((room) => (
          <li key={room.id}>
            <button type="button" class="wide" onClick={() => go(room)}>
              <bdi>{roomLabel(room)}</bdi>
              {room.unread > 0 && <small>{room.unread} unread</small>}
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
