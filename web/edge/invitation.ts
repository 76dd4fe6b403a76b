/**
 * Invitation links: `/#invite=CODE`. What follows `#` never reaches a server's log.
 * @module
 */
import { type Client, reasonOf } from "./client.ts";

/** The link that lets people in. */
export function invitationLink(code: string): string {
  return `${location.origin}/#invite=${encodeURIComponent(code)}`;
}

/** Enters the room of the link that this page was opened by, once somebody is signed in. */
export async function takeInvitation(client: Client): Promise<void> {
  const code = new URLSearchParams(location.hash.slice(1)).get("invite");
  if (code === null || client.state.status.state !== "online") return;
  history.replaceState(null, "", "/");
  try {
    const { room } = await client.ask("accept-invitation", { code });
    client.dispatch({ type: "entered", room });
  } catch (error) {
    client.dispatch({ type: "told", tone: "error", text: reasonOf(error) });
  }
}
