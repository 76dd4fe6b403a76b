/**
 * Keeping order in a room: its reports, its bans, and who did what.
 * @module
 */
import type { RoomState } from "../../app/state.ts";
import { useChat, usePages } from "../context.ts";
import { PersonName } from "../person_name.tsx";
import { fullTime } from "../times.ts";
import { PagedList } from "./dialog.tsx";
import { AuditList, ReportList } from "./order_lists.tsx";

export function RoomOrder({ room: { id: room } }: { room: RoomState }) {
  const { ask } = useChat();
  const bans = usePages(room, async (after) => {
    const { bans, next } = await ask("bans", { room, after });
    return { entries: bans, next };
  });
  return (
    <>
      <details>
        <summary>Reports</summary>
        <ReportList
          about={room}
          read={(after) => ask("reports", { room, after })}
        />
      </details>
      <details>
        <summary>Bans</summary>
        <PagedList
          pages={bans}
          none="Nobody is banned."
          row={({ person, by, at, until, reason }) => (
            <li key={person.id}>
              <span>
                <PersonName person={person} /> by <PersonName person={by} />, {fullTime(at)}
                {until !== undefined && `, until ${fullTime(until)}`}
                {reason && (
                  <>
                    : <bdi>{reason}</bdi>
                  </>
                )}
              </span>
            </li>
          )}
        />
      </details>
      <details>
        <summary>What was done</summary>
        <AuditList about={room} read={(after) => ask("audit", { room, after })} />
      </details>
    </>
  );
}
