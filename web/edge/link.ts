/**
 * Links into the client: `/#invite=CODE` lets people in, `/#room=ID` is where a notification leads. What
 * follows `#` never reaches a server's log.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import { type Client, reasonOf } from "./client.ts";

/** The link that lets people in. */
export function invitationLink(code: string): string {
  return `${location.origin}/#invite=${encodeURIComponent(code)}`;
}

/** @throws {ParleyError} where the browser doesn't let pages do that. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch (cause) {
    const message = "The browser doesn't let this page copy it. Mark it and copy it by hand.";
    throw new ParleyError("forbidden", message, undefined, { cause });
  }
}

/** Goes where the link leads that this page was opened by, once somebody is signed in. */
export async function takeLink(client: Client): Promise<void> {
  const link = new URLSearchParams(location.hash.slice(1));
  const code = link.get("invite");
  const room = link.get("room");
  if ((code ?? room) === null || client.state.status.state !== "online") return;
  history.replaceState(null, "", "/");
  if (room !== null) client.dispatch({ type: "open-room", room });
  if (code === null) return;
  try {
    const { room } = await client.ask("accept-invitation", { code });
    client.dispatch({ type: "entered", room });
  } catch (error) {
    client.dispatch({ type: "told", tone: "error", text: reasonOf(error) });
  }
}
