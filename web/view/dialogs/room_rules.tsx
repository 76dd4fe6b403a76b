/**
 * How a room works, for those who may change it.
 * @module
 */
import { useEffect, useState } from "preact/hooks";
import { limits } from "../../../shared/limits.ts";
import type { RoomDetails } from "../../../shared/protocol/mod.ts";
import type { RoomState } from "../../app/state.ts";
import { useChat, useTask } from "../context.ts";
import { Failure, fieldOf } from "./dialog.tsx";

export function RoomRules({ room }: { room: RoomState }) {
  const { ask, dispatch } = useChat();
  const [details, setDetails] = useState<RoomDetails>();
  const task = useTask();
  useEffect(() => {
    task.run(async () => setDetails((await ask("room", { room: room.id })).room));
  }, []);
  const save = (event: Event) => {
    event.preventDefault();
    const field = (name: string) => fieldOf(event, name);
    task.run(async () => {
      const topic = field("topic");
      const description = field("description");
      if (topic !== (room.topic ?? "") || description !== (details?.description ?? "")) {
        await ask("set-topic", { room: room.id, topic, description });
      }
      const seconds = Number(field("slow"));
      if (seconds !== (room.slowMode ?? 0)) await ask("slow-mode", { room: room.id, seconds });
      if (room.role === "owner") {
        const name = field("name");
        const retention = Number(field("retention"));
        await ask("set-room", {
          room: room.id,
          name: name === room.name ? undefined : name,
          addressing: field("addressing") !== "",
          archived: field("archived") !== "",
          retention: retention === (details?.retention ?? 0) ? undefined : retention,
        });
      }
      dispatch({ type: "told", tone: "info", text: "Changed." });
    });
  };
  return (
    <details>
      <summary>Change the room</summary>
      {details && (
        <form onSubmit={save}>
          <label>
            Topic
            <input
              name="topic"
              defaultValue={room.topic ?? ""}
              maxLength={limits.lineLength}
              dir="auto"
            />
          </label>
          <label>
            Description
            <textarea
              name="description"
              rows={3}
              defaultValue={details.description ?? ""}
              maxLength={limits.paragraphLength}
              dir="auto"
            />
          </label>
          <label>
            Slow mode: seconds between two messages of a member, 0 for none
            <input
              name="slow"
              type="number"
              min={0}
              max={limits.slowModeMost}
              defaultValue={room.slowMode ?? 0}
            />
          </label>
          {room.role === "owner" && (
            <>
              <label>
                Name
                <input name="name" defaultValue={room.name} required dir="auto" />
              </label>
              <label>
                Days after which messages are erased, 0 for never
                <input
                  name="retention"
                  type="number"
                  min={0}
                  max={limits.retentionMost}
                  defaultValue={details.retention ?? 0}
                />
              </label>
              <label class="check">
                <input
                  type="checkbox"
                  name="addressing"
                  value="on"
                  defaultChecked={room.addressing}
                />
                “text @name” at the end of a message goes to those people alone
              </label>
              <label class="check">
                <input type="checkbox" name="archived" value="on" defaultChecked={room.archived} />
                Archived: it can be read only
              </label>
            </>
          )}
          <button type="submit" class="main" disabled={task.busy}>Change</button>
        </form>
      )}
      <Failure task={task} />
    </details>
  );
}
