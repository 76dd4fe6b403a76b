/**
 * Judges a `hello`: who it is from, and whether they may come in.
 * @module
 */
import { CLOSE, type Hello } from "../../../shared/protocol/mod.ts";
import type { Gateway, SignedIn } from "../gateway.ts";
import type { Cut } from "./liveness.ts";

/** @param cookieToken the session that a browser sent along with the handshake. */
export async function judgeHello(
  gateway: Gateway,
  { token, client }: Pick<Hello, "token" | "client">,
  cookieToken: string | undefined,
): Promise<SignedIn | Cut> {
  const said = token ?? cookieToken;
  if (said === undefined) return refuse("There is no session. Log in, and say its token in hello.");
  const signedIn = await gateway.signIn(said, client);
  if (!signedIn) return refuse("This session is unknown, expired or ended. Log in again.");
  if (signedIn.grant?.scopes.includes("read") === false) {
    return refuse("This API token may not read: it has not the scope read.");
  }
  const wait = gateway.floods.wait(signedIn.person.id, gateway.now());
  if (wait === 0) return signedIn;
  return { code: CLOSE.busy, reason: "This account flooded the server.", after: wait / 1000 };
}

function refuse(reason: string): Cut {
  return { code: CLOSE.notSignedIn, reason };
}
