/**
 * Lists that those who keep order read: reports and the audit log, of a room or of the whole server.
 * @module
 */
import type { RequestResult } from "../../../shared/protocol/mod.ts";
import { sanitizeLine } from "../../../shared/text.ts";
import { useChat, usePages, useTask } from "../context.ts";
import { PersonName } from "../person_name.tsx";
import { fullTime } from "../times.ts";
import { Failure, PagedList } from "./dialog.tsx";

interface ListOf<T extends "reports" | "audit"> {
  /** What it is of. */
  about: string;
  read: (after: string | undefined) => Promise<RequestResult<T>>;
}

export function ReportList({ about, read }: ListOf<"reports">) {
  const { ask, dispatch, open } = useChat();
  const task = useTask();
  const pages = usePages(about, async (after) => {
    const { reports, next } = await read(after);
    return { entries: reports, next };
  });
  return (
    <>
      <PagedList
        pages={pages}
        none="There are no open reports."
        row={({ id, by, person, reason, text, at, room, seq }) => (
          <li key={id}>
            <div class="grow">
              <p>
                <PersonName person={by} /> on <PersonName person={person} />:{" "}
                <bdi>{sanitizeLine(reason)}</bdi> <small>{fullTime(at)}</small>
              </p>
              {text && <blockquote dir="auto">{sanitizeLine(text)}</blockquote>}
            </div>
            {room !== undefined && seq !== undefined && (
              <button
                type="button"
                onClick={() => {
                  open();
                  dispatch({ type: "jump", room, seq });
                }}
              >
                Show
              </button>
            )}
            <button
              type="button"
              disabled={task.busy}
              onClick={() =>
                task.run(async () => {
                  await ask("resolve-report", { report: id });
                  pages.reload();
                })}
            >
              Settled
            </button>
          </li>
        )}
      />
      <Failure task={task} />
    </>
  );
}

export function AuditList({ about, read }: ListOf<"audit">) {
  const pages = usePages(about, async (after) => {
    const { entries, next } = await read(after);
    return { entries, next };
  });
  return (
    <PagedList
      pages={pages}
      none="Nothing was done."
      row={({ id, at, actor, action, person, detail }) => (
        <li key={id}>
          <span>
            <small>{fullTime(at)}</small> {actor ? <PersonName person={actor} /> : "The server"}:
            {" "}
            {action} {person && <PersonName person={person} />}{" "}
            {detail && <bdi>{sanitizeLine(detail)}</bdi>}
          </span>
        </li>
      )}
    />
  );
}
