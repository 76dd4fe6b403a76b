/**
 * Accounts and sessions over HTTP: register, log in, log out, guests.
 * @module
 */
import { type Context, Hono } from "hono";
import { ParleyError } from "../../../shared/errors.ts";
import { limits } from "../../../shared/limits.ts";
import { parseName } from "../../../shared/names.ts";
import { KeyedBuckets } from "../../../shared/token_bucket.ts";
import type { Person } from "../../../shared/protocol/mod.ts";
import { tooManyAttempts } from "../../chat/login_allowance.ts";
import { checkPassword } from "../../chat/password_rule.ts";
import { hashSecret, newToken } from "../../ids.ts";
import type { Hasher } from "../../passwords/hasher.ts";
import { isOutdated } from "../../passwords/parameters.ts";
import type { NewSession } from "../../store/writes/sessions.ts";
import type { Gateway } from "../gateway.ts";
import { Guest, Login, Registration } from "./bodies.ts";
import { networkOf } from "../listener/address.ts";
import { clearedCookies, type CookieMaker, cookieMaker } from "./session_cookie.ts";
import { type Env, readBody, tokenOf } from "./request.ts";

/** Addresses whose new accounts are remembered. */
const CAPACITY = 20_000;

const APPEND = { append: true };

function issueSession(now: number): { token: string; session: NewSession } {
  const token = newToken();
  const expiresAt = now + limits.sessionTime;
  return { token, session: { tokenHash: hashSecret(token), expiresAt } };
}

/** The routes. Rates are counted for each gateway. */
export function accountRoutes(gateway: Gateway): Hono<Env> {
  const app = new Hono<Env>();
  const signups = new KeyedBuckets(1000 / limits.signupInterval, limits.signupBurst, CAPACITY);

  const spendSignup = (address: string) => {
    const wait = signups.take(networkOf(address), gateway.now());
    if (wait > 0) throw tooManyAttempts(wait);
  };
  const created = (
    c: Context<Env>,
    person: Person,
    token: string,
    { expiresAt }: NewSession,
    makeCookie: CookieMaker | undefined,
  ) => {
    if (!makeCookie) return c.json({ token, expiresAt, account: person }, 201);
    c.header("set-cookie", makeCookie(token));
    return c.json({ expiresAt, account: person }, 201);
  };

  app.post("/v1/accounts", async (c) => {
    const body = await readBody(c, Registration);
    const makeCookie = body.cookie ? cookieMaker(c.req.raw) : undefined;
    const name = parseName(body.name, "name");
    if (gateway.config.registration === "closed") {
      throw new ParleyError(
        "registration-closed",
        "This server doesn't take new accounts. Ask its operator for one.",
      );
    }
    if (gateway.config.registration === "invite" && body.invitation === undefined) {
      throw new ParleyError(
        "invitation-required",
        "This server takes new accounts by invitation only. Ask its operator for a code.",
      );
    }
    checkPassword(body.password, name.display);
    spendSignup(c.env.address);
    const passwordHash = await gateway.hasher.hash(body.password);
    const { token, session } = issueSession(Date.now());
    const invitation = gateway.config.registration === "invite" ? body.invitation : undefined;
    const { person } = await gateway.store.write({
      kind: "register",
      name,
      passwordHash,
      invitationHash: invitation && hashSecret(invitation.trim().toUpperCase()),
      session,
      network: networkOf(c.env.address),
    });
    return created(c, person, token, session, makeCookie);
  });

  app.post("/v1/sessions", async (c) => {
    const body = await readBody(c, Login);
    const makeCookie = body.cookie ? cookieMaker(c.req.raw) : undefined;
    const key = loginKey(body.name);
    gateway.logins.spendOfAddress(networkOf(c.env.address), gateway.now());
    gateway.logins.spendOfName(key, gateway.now());
    const account = await gateway.reader.account(key);
    if (!await gateway.hasher.verify(body.password, account?.passwordHash) || !account) {
      throw new ParleyError(
        "wrong-password",
        "There is no account with this name and password. Check both, or register.",
      );
    }
    const { token, session } = issueSession(Date.now());
    const { person, passwordHash } = account;
    await gateway.store.write({
      kind: "open-session",
      account: person.id,
      passwordHash,
      newHash: await renewedHash(gateway.hasher, body.password, passwordHash),
      session,
    });
    return created(c, person, token, session, makeCookie);
  });

  app.delete("/v1/sessions/current", async (c) => {
    const token = tokenOf(c);
    for (const cookie of clearedCookies(c.req.raw)) c.header("set-cookie", cookie, APPEND);
    if (!await gateway.signIn(token)) {
      throw new ParleyError("not-signed-in", "This session has ended already.");
    }
    await gateway.store.write({ kind: "end-session", tokenHash: hashSecret(token) });
    return c.body(null, 204);
  });

  app.post("/v1/guests", async (c) => {
    const body = await readBody(c, Guest);
    const makeCookie = body.cookie ? cookieMaker(c.req.raw) : undefined;
    if (!gateway.config.guests) {
      throw new ParleyError("guests-off", "This server takes no guests. Register an account.");
    }
    const name = parseName(
      body.name ?? `guest-${newToken().slice(0, 6).replace(/\W|_/g, "x")}`,
      "name",
    );
    spendSignup(c.env.address);
    const { token, session } = issueSession(Date.now());
    const { person } = await gateway.store.write({
      kind: "register",
      name,
      session,
      lobby: body.lobby,
      network: networkOf(c.env.address),
    });
    return created(c, person, token, session, makeCookie);
  });

  return app;
}

/** The key to look a name up by. One that can't be a name is nobody's: the answer is the same. */
function loginKey(name: string): string {
  try {
    return parseName(name, "name").key;
  } catch {
    return "";
  }
}

/** The password's hash as hashes are made today, where the one that is kept was made otherwise. */
async function renewedHash(
  hasher: Hasher,
  password: string,
  kept: string | undefined,
): Promise<string | undefined> {
  if (kept === undefined || !isOutdated(kept)) return undefined;
  // Where too many wait, the next log-in is soon enough.
  return await hasher.hash(password).catch(() => undefined);
}
