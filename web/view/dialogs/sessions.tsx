/**
 * Where one is logged in.
 * @module
 */
import { sanitizeLine } from "../../../shared/text.ts";
import { useChat, usePages, useTask } from "../context.ts";
import { fullTime } from "../times.ts";
import { Failure, PagedList } from "./dialog.tsx";

export function Sessions() {
  const { ask } = useChat();
  const task = useTask();
  const pages = usePages("sessions", async (after) => {
    const { sessions, next } = await ask("sessions", { after });
    return { entries: sessions, next };
  });
  const end = (work: () => Promise<unknown>) =>
    task.run(async () => {
      await work();
      pages.reload();
    });
  return (
    <details>
      <summary>Where you are logged in</summary>
      <PagedList
        pages={pages}
        none="Nowhere."
        row={({ id, client, lastSeenAt, current }) => (
          <li key={id}>
            <span class="grow">
              <bdi>{sanitizeLine(client ?? "Unknown program")}</bdi>, seen {fullTime(lastSeenAt)}
              {current && " (this one)"}
            </span>
            {!current && (
              <button
                type="button"
                disabled={task.busy}
                onClick={() => end(() => ask("revoke-session", { session: id }))}
              >
                End it
              </button>
            )}
          </li>
        )}
      />
      <button
        type="button"
        disabled={task.busy}
        onClick={() => end(() => ask("revoke-other-sessions", {}))}
      >
        End all others
      </button>
      <Failure task={task} />
    </details>
  );
}
