/**
 * Keeping order on the whole server, for its administrators.
 * @module
 */
import { useState } from "preact/hooks";
import { parseTime } from "../../../shared/duration.ts";
import { useChat, usePages, useTask } from "../context.ts";
import { PersonName } from "../person_name.tsx";
import { fullTime } from "../times.ts";
import { Dialog, Failure, fieldOf, PagedList } from "./dialog.tsx";
import { AuditList, ReportList } from "./order_lists.tsx";

export function ServerCare() {
  const { ask, dispatch } = useChat();
  const [invitation, setInvitation] = useState<{ code: string; id: string }>();
  const task = useTask();
  const suspensions = usePages("suspensions", async (after) => {
    const { bans, next } = await ask("suspensions", { after });
    return { entries: bans, next };
  });
  const suspend = (event: Event) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const person = fieldOf(event, "person");
    const time = fieldOf(event, "time");
    const reason = fieldOf(event, "reason") || undefined;
    task.run(async () => {
      await ask("suspend", { person, reason, for: time === "" ? undefined : parseTime(time) });
      form.reset();
      suspensions.reload();
    });
  };
  const invite = () =>
    task.run(async () => setInvitation(await ask("create-server-invitation", {})));
  const revoke = (id: string) =>
    task.run(async () => {
      await ask("revoke-server-invitation", { invitation: id });
      setInvitation(undefined);
    });
  const setAdministrator = (event: SubmitEvent) => {
    event.preventDefault();
    const person = fieldOf(event, "person");
    const on = (event.submitter as HTMLButtonElement).value === "on";
    task.run(async () => {
      await ask("set-administrator", { person, on });
      dispatch({ type: "told", tone: "info", text: "Changed." });
    });
  };
  return (
    <Dialog title="This server">
      <Failure task={task} />
      <details open>
        <summary>Reports</summary>
        <ReportList about="all" read={(after) => ask("all-reports", { after })} />
      </details>
      <details>
        <summary>Shut somebody out</summary>
        <form onSubmit={suspend}>
          <label>
            Name
            <input name="person" required autocomplete="off" dir="auto" />
          </label>
          <label>
            For how long, if not for good
            <input name="time" placeholder="10m, 2h, 7d" pattern="\d{1,6}[smhdw]" />
          </label>
          <label>
            Reason
            <input name="reason" dir="auto" />
          </label>
          <button type="submit" disabled={task.busy}>Shut out</button>
        </form>
        <PagedList
          pages={suspensions}
          none="Nobody is shut out."
          row={({ person, at, until, reason }) => (
            <li key={person.id}>
              <span class="grow">
                <PersonName person={person} /> since {fullTime(at)}
                {until !== undefined && `, until ${fullTime(until)}`}
                {reason && (
                  <>
                    : <bdi>{reason}</bdi>
                  </>
                )}
              </span>
              <button
                type="button"
                onClick={() =>
                  task.run(async () => {
                    await ask("unsuspend", { person: person.name });
                    suspensions.reload();
                  })}
              >
                Let in again
              </button>
            </li>
          )}
        />
      </details>
      <details>
        <summary>Let somebody register</summary>
        <p class="hint">Where the server takes accounts by invitation only, each needs a code.</p>
        <button type="button" disabled={task.busy} onClick={invite}>Make a code</button>
        {invitation && (
          <>
            <label>
              The code, good for one account
              <input class="secret" readOnly value={invitation.code} />
            </label>
            <button type="button" disabled={task.busy} onClick={() => revoke(invitation.id)}>
              Revoke it
            </button>
          </>
        )}
      </details>
      <details>
        <summary>Administrators</summary>
        <form class="inline" onSubmit={setAdministrator}>
          <label class="grow">
            Name
            <input name="person" required autocomplete="off" dir="auto" />
          </label>
          <button type="submit" value="on" disabled={task.busy}>Make administrator</button>
          <button type="submit" value="off" disabled={task.busy}>No longer</button>
        </form>
      </details>
      <details>
        <summary>What was done</summary>
        <AuditList about="server" read={(after) => ask("audit-server", { after })} />
      </details>
    </Dialog>
  );
}
