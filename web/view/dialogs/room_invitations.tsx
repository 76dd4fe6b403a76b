/**
 * Letting people into a room: by name, or by a link.
 * @module
 */
import { useState } from "preact/hooks";
import type { RoomState } from "../../app/state.ts";
import { copyText, invitationLink } from "../../edge/link.ts";
import { useChat, usePages, useTask } from "../context.ts";
import { PersonName } from "../person_name.tsx";
import { fullTime } from "../times.ts";
import { Failure, fieldOf, PagedList } from "./dialog.tsx";

const DAY = 24 * 3600;

export function RoomInvitations({ room, mayInvite }: { room: RoomState; mayInvite: boolean }) {
  const { ask, dispatch } = useChat();
  const [link, setLink] = useState<string>();
  const task = useTask();
  const pages = usePages(room.id, async (after) => {
    if (!mayInvite) return { entries: [] };
    const { invitations, next } = await ask("invitations", { room: room.id, after });
    return { entries: invitations, next };
  });
  const letIn = (event: Event) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const person = fieldOf(event, "person");
    task.run(async () => {
      await ask("invite", { room: room.id, person });
      form.reset();
      dispatch({ type: "told", tone: "info", text: `${person} is in now.` });
    });
  };
  const makeLink = (event: Event) => {
    event.preventDefault();
    const uses = Number(fieldOf(event, "uses"));
    const expiresIn = Number(fieldOf(event, "days")) * DAY;
    task.run(async () => {
      const { code } = await ask("create-invitation", { room: room.id, uses, expiresIn });
      setLink(invitationLink(code));
      pages.reload();
    });
  };
  const copy = (link: string) =>
    task.run(async () => {
      await copyText(link);
      dispatch({ type: "told", tone: "info", text: "The link is copied." });
    });
  return (
    <details>
      <summary>Invite people</summary>
      <Failure task={task} />
      <form class="inline" onSubmit={letIn}>
        <label class="grow">
          Name
          <input name="person" required autocomplete="off" dir="auto" />
        </label>
        <button type="submit" disabled={task.busy}>Let in</button>
      </form>
      {mayInvite && (
        <>
          <form class="inline" onSubmit={makeLink}>
            <label>
              Uses
              <input name="uses" type="number" min={1} max={10_000} defaultValue={25} required />
            </label>
            <label>
              Days
              <input name="days" type="number" min={1} max={3650} defaultValue={7} required />
            </label>
            <button type="submit" disabled={task.busy}>Make a link</button>
          </form>
          {link && (
            <div class="inline">
              <label class="grow">
                The link, shown this once
                <input
                  class="secret"
                  readOnly
                  value={link}
                  onFocus={(event) => event.currentTarget.select()}
                />
              </label>
              <button type="button" class="main" onClick={() => copy(link)}>Copy</button>
            </div>
          )}
          <PagedList
            pages={pages}
            none="No link is good at the moment."
            row={({ id, by, usesLeft, expiresAt }) => (
              <li key={id}>
                <span class="grow">
                  By <PersonName person={by} />: {usesLeft} uses left, until {fullTime(expiresAt)}
                </span>
                <button
                  type="button"
                  onClick={() =>
                    task.run(async () => {
                      await ask("revoke-invitation", { room: room.id, invitation: id });
                      pages.reload();
                    })}
                >
                  Revoke
                </button>
              </li>
            )}
          />
        </>
      )}
    </details>
  );
}
