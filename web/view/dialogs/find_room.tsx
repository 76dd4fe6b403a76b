/**
 * The rooms that one can enter; a code that lets one in; a new room.
 * @module
 */
import { useState } from "preact/hooks";
import { roomLabel } from "../../../shared/attention.ts";
import { sanitizeLine } from "../../../shared/text.ts";
import { useChat, usePages, useTask } from "../context.ts";
import { Dialog, Failure, fieldOf, PagedList } from "./dialog.tsx";

export function FindRoom({ guest }: { guest: boolean }) {
  const { ask, dispatch, open } = useChat();
  const [query, setQuery] = useState("");
  const task = useTask();
  const pages = usePages(query, async (after) => {
    const { rooms, next } = await ask("rooms", { query: query || undefined, after });
    return { entries: rooms.filter(({ kind }) => kind !== "direct"), next };
  });
  const enter = (work: () => ReturnType<typeof ask<"accept-invitation">>) =>
    task.run(async () => {
      const { room } = await work();
      open();
      dispatch({ type: "entered", room });
    });
  return (
    <Dialog title="Rooms">
      <Failure task={task} />
      <label>
        Find
        <input
          type="search"
          autofocus
          value={query}
          onInput={(event) => setQuery(event.currentTarget.value.trim())}
          dir="auto"
        />
      </label>
      <PagedList
        pages={pages}
        none="There is no such room that you may see."
        row={(room) => (
          <li key={room.id}>
            <div class="grow">
              <strong>
                <bdi>{sanitizeLine(roomLabel(room))}</bdi>
              </strong>
              {room.topic && <p dir="auto">{sanitizeLine(room.topic)}</p>}
              <small>
                {room.members === 1 ? "1 member" : `${room.members} members`}
                {room.kind === "private" && ", private"}
                {room.archived && ", archived"}
              </small>
            </div>
            <button type="button" onClick={() => enter(() => ask("join", { room: room.id }))}>
              {room.joined ? "Open" : "Join"}
            </button>
          </li>
        )}
      />
      <details>
        <summary>Enter by an invitation</summary>
        <form
          class="inline"
          onSubmit={(event) => {
            event.preventDefault();
            const code = fieldOf(event, "code").replace(/^.*#invite=/, "");
            enter(() => ask("accept-invitation", { code }));
          }}
        >
          <label>
            Code or link
            <input name="code" autocomplete="off" required />
          </label>
          <button type="submit" disabled={task.busy}>Enter</button>
        </form>
      </details>
      {!guest && (
        <details>
          <summary>Make a room</summary>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              const kind = fieldOf(event, "private") ? "private" as const : "public" as const;
              const name = fieldOf(event, "name");
              const topic = fieldOf(event, "topic") || undefined;
              enter(() => ask("create-room", { name, kind, topic }));
            }}
          >
            <label>
              Name
              <input name="name" autocomplete="off" required dir="auto" />
            </label>
            <label>
              Topic, if you like
              <input name="topic" autocomplete="off" dir="auto" />
            </label>
            <label class="check">
              <input type="checkbox" name="private" value="yes" />{" "}
              Private: people enter by invitation
            </label>
            <button type="submit" class="main" disabled={task.busy}>Make it</button>
          </form>
        </details>
      )}
    </Dialog>
  );
}
