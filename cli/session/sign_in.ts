/**
 * Signs a person in: asks for the password, and makes the account where there is none.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import { limits } from "../../shared/limits.ts";
import type { Api, SignedIn } from "../../shared/net/api.ts";
import type { Prompter } from "./prompter.ts";

export interface SignInOptions {
  api: Pick<Api, "info" | "logIn" | "register">;
  name: string;
  /** Make the account if the password doesn't log in. */
  register: boolean;
  invitation?: string;
}

/** Times that a password is asked for. */
const TRIES = 3;

/** Signs in with a password that is known already; makes the account only if `register` says so. */
export async function signInWith(password: string, options: SignInOptions): Promise<SignedIn> {
  const { api, name, register, invitation } = options;
  try {
    return await api.logIn({ name, password });
  } catch (error) {
    if (!isWrongPassword(error)) throw error;
    if (!register) {
      const message = `${error.message} To make the account, add --register.`;
      throw new ParleyError("wrong-password", message);
    }
  }
  try {
    return await api.register({ name, password, invitation });
  } catch (error) {
    if (isNameTaken(error)) throw new ParleyError("wrong-password", takenOrWrong(name));
    throw error;
  }
}

/** Asks for the password, three times at most, and offers to make the account. */
export async function signInAsking(ask: Prompter, options: SignInOptions): Promise<SignedIn> {
  const { api, name } = options;
  // Before a question: nobody wants to type a password for a server that isn't there.
  const closed = (await api.info()).registration === "closed";
  for (let tries = 0; tries < TRIES; tries++) {
    const password = await ask.password(`Password of ${name}`);
    if (password.length < limits.passwordMinimum) {
      // No account has such a password: the server needn't be asked.
      ask.note(`A password has at least ${limits.passwordMinimum} characters.`);
      continue;
    }
    try {
      return await api.logIn({ name, password });
    } catch (error) {
      if (!isWrongPassword(error)) throw error;
    }
    if (closed) {
      ask.note("There is no account with this name and password.");
      continue;
    }
    const question = `No account with this name and password. Create the account ${name}?`;
    if (!options.register && !await ask.confirm(question)) continue;
    const made = await makeAccount(ask, options, password);
    if (made) return made;
  }
  throw new ParleyError("wrong-password", `Not signed in as ${name}: no password was right.`);
}

/** Makes the account. @returns nothing if its name is taken, or if no password would do. */
async function makeAccount(
  ask: Prompter,
  options: SignInOptions,
  first: string,
): Promise<SignedIn | undefined> {
  let password = first;
  for (let tries = 0; tries < TRIES; tries++) {
    if (tries > 0) password = await ask.password("Another password for the new account");
    if (await ask.password("The same password again, for the new account") !== password) {
      ask.note("The two passwords differ.");
      continue;
    }
    try {
      return await register(ask, options, password);
    } catch (error) {
      if (isNameTaken(error)) return void ask.note(takenOrWrong(options.name));
      if (!(error instanceof ParleyError) || error.code !== "weak-password") throw error;
      ask.note(error.message);
    }
  }
}

/** Registers; asks for an invitation where one is needed and the one that was given, if any, won't do. */
async function register(
  ask: Prompter,
  { api, name, invitation }: SignInOptions,
  password: string,
): Promise<SignedIn> {
  try {
    return await api.register({ name, password, invitation });
  } catch (error) {
    if (!(error instanceof ParleyError) || error.code !== "invitation-required") throw error;
    ask.note(error.message);
    const code = await ask.text("Invitation code");
    return await api.register({ name, password, invitation: code });
  }
}

function takenOrWrong(name: string): string {
  return `The name ${name} is taken, or the password was wrong.`;
}

function isWrongPassword(error: unknown): error is ParleyError {
  return error instanceof ParleyError && error.code === "wrong-password";
}

function isNameTaken(error: unknown): boolean {
  return error instanceof ParleyError && error.code === "name-taken";
}
