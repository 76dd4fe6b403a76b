/**
 * Carries out, in a gateway, what the operator asks on the machine itself. Whatever a client can ask goes
 * the clients' way, judged as an account's request; the rest is what no account may do to another.
 * @module
 */
import { getLogger } from "@logtape/logtape";
import { ParleyError } from "../../shared/errors.ts";
import { nameKey } from "../../shared/name_key.ts";
import { parseName } from "../../shared/names.ts";
import { parseClientFrame, type Request } from "../../shared/protocol/mod.ts";
import { checkPassword } from "../chat/password_rule.ts";
import type { CommandContext } from "../commands/command.ts";
import { carryOut } from "../commands/carry_out.ts";
import { nextOf, pageQuery } from "../commands/paging.ts";
import { accountOf } from "../commands/person_ref.ts";
import type { Gateway } from "../gateway/gateway.ts";
import { hashSecret, newToken } from "../ids.ts";
import type { StoredAccount } from "../store/log.ts";
import { PEOPLE_KEYS } from "../store/readers/people.ts";
import { ROOM_KEYS } from "../store/readers/rooms.ts";
import type { NewSession } from "../store/writes/sessions.ts";
import type { OperatorAnswer, OperatorRequest } from "./request.ts";

/** Time that a session lasts which only one request needs. */
const SESSION_TIME = 60_000;

const logger = getLogger(["parley", "operator"]);

/** What came of it, for the command line. */
export async function answerTo(gateway: Gateway, asked: OperatorRequest): Promise<OperatorAnswer> {
  try {
    const result = await operate(gateway, asked);
    if ("name" in asked) {
      logger.info("The operator: {op} {name}", { op: asked.op, name: asked.name });
    }
    return { ok: true, result };
  } catch (error) {
    const { code, message } = gateway.refusalOf(error);
    return { ok: false, code, message };
  }
}

/** @throws {ParleyError} the reason of a refusal. */
async function operate(gateway: Gateway, asked: OperatorRequest): Promise<unknown> {
  const { reader, store, hasher } = gateway;
  switch (asked.op) {
    case "command":
      return await asAccount(gateway, await actorOf(gateway, asked.as), asked.request);
    case "users": {
      const page = await reader.people.find(
        nameKey(asked.query),
        pageQuery(asked, PEOPLE_KEYS.find),
      );
      return { people: page.entries, ...nextOf(page) };
    }
    case "invitations": {
      const keys = pageQuery(asked, ROOM_KEYS.everyInvitation);
      const page = await reader.rooms.everyInvitation(Date.now(), keys);
      return { invitations: page.entries, ...nextOf(page) };
    }
    case "create-user": {
      const name = parseName(asked.name, "name");
      checkPassword(asked.password, name.display);
      const passwordHash = await hasher.hash(asked.password);
      const session = newSession();
      const { person } = await store.write({
        kind: "register",
        name,
        passwordHash,
        session,
        byOperator: true,
      });
      await store.write({ kind: "end-session", tokenHash: session.tokenHash });
      return { person };
    }
    case "set-password": {
      const { person, passwordHash } = await passwordOf(gateway, asked.name);
      checkPassword(asked.password, person.name);
      await store.write({
        kind: "change-password",
        account: person.id,
        oldHash: passwordHash,
        newHash: await hasher.hash(asked.password),
        // Whoever knew the old one is out.
        keep: "",
        byOperator: true,
      });
      return { person };
    }
    case "delete-user": {
      const { person, passwordHash } = await accountOf(gateway, asked.name);
      const { messages } = asked;
      await store.write({
        kind: "delete-account",
        person,
        passwordHash,
        messages,
        byOperator: true,
      });
      return { person };
    }
    default:
      throw new ParleyError(
        "bad-request",
        `This server doesn't know ${(asked satisfies never as OperatorRequest).op}. Is it older?`,
      );
  }
}

/** @throws {ParleyError} `not-found` if there is none. */
async function actorOf(gateway: Gateway, name: string | undefined): Promise<StoredAccount> {
  if (name !== undefined) return await accountOf(gateway, name);
  const administrator = await gateway.reader.people.administrator();
  if (administrator) return await accountOf(gateway, administrator.name);
  throw new ParleyError(
    "not-found",
    "There is no administrator to do that as. Make the first account: parley-server user create NAME",
  );
}

async function passwordOf(gateway: Gateway, name: string) {
  const { person, passwordHash } = await accountOf(gateway, name);
  if (passwordHash !== undefined) return { person, passwordHash };
  throw new ParleyError("conflict", `@${person.name} is a guest, who has no password.`);
}

async function asAccount(
  gateway: Gateway,
  { person, administrator, passwordHash }: StoredAccount,
  request: Record<string, unknown>,
): Promise<unknown> {
  const frame = parseClientFrame(JSON.stringify({ ...request, id: "operator" })) as Request;
  const context = (tokenHash: string): CommandContext =>
    gateway.contextOf({ person, administrator, grant: undefined, tokenHash });
  // An API token belongs to the session that it was made in.
  if (request.type !== "create-token" || passwordHash === undefined) {
    return await carryOut(context(""), frame);
  }
  const session = newSession();
  const { tokenHash } = session;
  await gateway.store.write({ kind: "open-session", account: person.id, passwordHash, session });
  try {
    return await carryOut(context(tokenHash), frame);
  } finally {
    await gateway.store.write({ kind: "end-session", tokenHash });
  }
}

function newSession(): NewSession {
  return { tokenHash: hashSecret(newToken()), expiresAt: Date.now() + SESSION_TIME };
}
