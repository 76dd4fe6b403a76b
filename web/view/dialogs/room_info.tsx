/**
 * A room: what it is about, who is in it, who may come in, and how it works.
 * @module
 */
import { useState } from "preact/hooks";
import type { NotifyLevel, Person } from "../../../shared/protocol/mod.ts";
import { roomLabel } from "../../../shared/attention.ts";
import type { RoomState } from "../../app/state.ts";
import { useChat, usePages, useTask } from "../context.ts";
import { PersonName } from "../person_name.tsx";
import { Dialog, Failure, PagedList } from "./dialog.tsx";
import { RoomInvitations } from "./room_invitations.tsx";
import { RoomOrder } from "./room_order.tsx";
import { RoomRules } from "./room_rules.tsx";

const LEVELS: readonly (readonly [NotifyLevel, string])[] = [
  ["all", "everything"],
  ["mentions", "only what mentions me"],
  ["none", "nothing"],
];

export function RoomInfo({ room, you }: { room: RoomState; you: Person }) {
  const { ask, open } = useChat();
  const [sure, setSure] = useState(false);
  const task = useTask();
  const moderates = room.role === "owner" || room.role === "moderator";
  const isDirect = room.kind === "direct";
  return (
    <Dialog title={<bdi>{roomLabel(room)}</bdi>}>
      {room.topic && <p dir="auto">{room.topic}</p>}
      <Failure task={task} />
      <label>
        Count as unread, and tell me of
        <select
          value={room.notify}
          onChange={(event) => {
            const level = event.currentTarget.value as NotifyLevel;
            task.run(() => ask("set-notify", { room: room.id, level }));
          }}
        >
          {LEVELS.map(([level, label]) => <option key={level} value={level}>{label}</option>)}
        </select>
      </label>
      <Members room={room} />
      {!isDirect && (room.kind === "private" || moderates) && (
        <RoomInvitations room={room} mayInvite={moderates || room.kind === "public"} />
      )}
      {!isDirect && moderates && <RoomRules room={room} />}
      {!isDirect && moderates && <RoomOrder room={room} />}
      {!isDirect && (
        <div class="buttons">
          {sure ? <span>Leave {roomLabel(room)}?</span> : null}
          <button
            type="button"
            disabled={task.busy}
            onClick={() =>
              sure
                ? task.run(async () => {
                  await ask("leave", { room: room.id });
                  open();
                })
                : setSure(true)}
          >
            {sure ? "Yes, leave" : "Leave this room"}
          </button>
        </div>
      )}
      {isDirect && <p class="hint">Only those who are in it see this, {you.name} included.</p>}
    </Dialog>
  );
}

function Members({ room }: { room: RoomState }) {
  const { ask, open } = useChat();
  const [total, setTotal] = useState<number>();
  const pages = usePages(room.id, async (after) => {
    const { members, next, total } = await ask("members", { room: room.id, after });
    setTotal(total);
    return { entries: members, next };
  });
  return (
    <details>
      <summary>Members {total !== undefined && `(${total})`}</summary>
      <PagedList
        pages={pages}
        none="Nobody is in it."
        row={({ person, role }) => (
          <li key={person.id}>
            <button
              type="button"
              class="wide"
              onClick={() => open({ kind: "person", name: person.name, room: room.id })}
            >
              <PersonName person={person} /> {role !== "member" && <small>{role}</small>}
            </button>
          </li>
        )}
      />
    </details>
  );
}
