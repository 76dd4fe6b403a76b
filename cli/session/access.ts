/**
 * Gets a command the session that it needs: the environment's, the session file's, a guest's, or a new
 * one for which the password is asked.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import type { Context } from "../commands/context.ts";
import type { Settings } from "../commands/program.ts";
import { Api, type SignedIn } from "../../shared/net/api.ts";
import type { Transport } from "../../shared/net/transport.ts";
import { SessionFile } from "./file.ts";
import { defaultSessionPath } from "./path.ts";
import { signInAsking, signInWith } from "./sign_in.ts";
import { transportTo } from "./trust.ts";
import { waitForServer } from "./wait_for_server.ts";

/** A session in use. */
export interface Access {
  /** The API, signed in. */
  api: Api;
  token: string;
  /** How the server is reached. */
  transport: Transport;
}

/** Opens the session file that the settings mean. */
export function sessionFile(context: Context, settings: Settings): SessionFile {
  const path = settings.session ?? defaultSessionPath(context.env, context.platform);
  return new SessionFile(path, context.warn);
}

/**
 * Runs `body` with a session. If the server no longer knows a stored session, the password is asked for
 * and `body` runs once more: it must bear that.
 *
 * @param patient wait for a server that isn't there yet, if somebody is there to see it.
 */
export async function withAccess<T>(
  context: Context,
  settings: Settings,
  body: (access: Access) => Promise<T>,
  { patient = false } = {},
): Promise<T> {
  const { server } = settings;
  const transport = await transportTo(server, context, settings.session);
  const arrived = async () => {
    if (patient) await waitForServer(new Api(server, undefined, transport), context);
  };
  const accessWith = (token: string) => ({
    api: new Api(server, token, transport),
    token,
    transport,
  });
  if (settings.guest) {
    await arrived();
    return await asGuest(settings, transport, body);
  }
  const given = context.env.PARLEY_TOKEN?.trim();
  if (given) return await body(accessWith(given));

  const stored = await sessionFile(context, settings).find(server, settings.user);
  if (stored) {
    try {
      return await body(accessWith(stored.token));
    } catch (error) {
      if (!(error instanceof ParleyError) || error.code !== "not-signed-in") throw error;
      context.warn(error.message);
    }
  }
  await arrived();
  const user = settings.user ?? stored?.name;
  const { token } = await signIn(context, { ...settings, user }, transport);
  return await body(accessWith(token));
}

/** Signs in, asking for the password if it isn't known, and keeps the session in the file. */
export async function signIn(
  context: Context,
  settings: Settings,
  transport: Transport,
): Promise<SignedIn> {
  const { server, password } = settings;
  const name = await nameOf(context, settings);
  const options = {
    api: new Api(server, undefined, transport),
    name,
    register: settings.register === true,
    invitation: settings.invitation,
  };
  if (password === undefined && !context.canAsk) throw noPassword(server, name);
  const signedIn = password !== undefined
    ? await signInWith(password, options)
    : await signInAsking(await context.prompter(), options);
  const { token, expiresAt, account } = signedIn;
  const kept = { server, name: account.name, token, expiresAt };
  await sessionFile(context, settings).put(kept);
  return signedIn;
}

async function asGuest<T>(
  { server, user: name, lobby }: Settings,
  transport: Transport,
  body: (access: Access) => Promise<T>,
): Promise<T> {
  const { token } = await new Api(server, undefined, transport).beGuest({ name, lobby });
  const api = new Api(server, token, transport);
  try {
    return await body({ api, token, transport });
  } finally {
    // Without it the name stays reserved for a while; that is no reason to fail.
    await api.logOut().catch(() => {});
  }
}

async function nameOf(context: Context, settings: Settings): Promise<string> {
  if (settings.user) return settings.user;
  if (context.canAsk) {
    const name = (await (await context.prompter()).text(`Your name at ${settings.server}`)).trim();
    if (name !== "") return name;
  }
  throw new ParleyError(
    "not-signed-in",
    `Not signed in at ${settings.server}. Say who you are with --user NAME, or set PARLEY_TOKEN.`,
  );
}

function noPassword(server: string, name: string): ParleyError {
  return new ParleyError(
    "not-signed-in",
    `Not signed in at ${server} as ${name}, and there is no terminal to ask for the password on. ` +
      `Set PARLEY_PASSWORD, use --password-stdin, or set PARLEY_TOKEN.`,
  );
}
