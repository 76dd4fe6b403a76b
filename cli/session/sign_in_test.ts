/**
 * Tests of signing in.
 * @module
 */
import assert from "node:assert/strict";
import { ParleyError } from "../../shared/errors.ts";
import type { ServerInfo, SignedIn } from "../../shared/net/api.ts";
import type { Prompter } from "./prompter.ts";
import { signInAsking, type SignInOptions, signInWith } from "./sign_in.ts";

const PASSWORD = "correct horse";

/** A server with one account, and one that answers what a person would. */
class Scene {
  readonly passwords = new Map([["bob", PASSWORD]]);
  readonly asked: string[] = [];
  registration: ServerInfo["registration"] = "open";
  answers: (string | boolean)[] = [];

  readonly api: SignInOptions["api"] = {
    info: () =>
      Promise.resolve({
        name: "parley",
        version: "test",
        guests: true,
        registration: this.registration,
      }),
    logIn: async ({ name, password }) => {
      await Promise.resolve();
      if (this.passwords.get(name) === password) return this.#session(name);
      throw new ParleyError("wrong-password", "Wrong.");
    },
    register: async ({ name, password, invitation }) => {
      await Promise.resolve();
      if (this.registration === "invite" && invitation !== "sesame") {
        throw new ParleyError("invitation-required", "By invitation only.");
      }
      if (password === "password12") throw new ParleyError("weak-password", "Well known.");
      if (this.passwords.has(name)) throw new ParleyError("name-taken", "Taken.");
      this.passwords.set(name, password);
      return this.#session(name);
    },
  };

  readonly prompter: Prompter = {
    password: (message) => this.#answer(message) as Promise<string>,
    text: (message) => this.#answer(message) as Promise<string>,
    confirm: (message) => this.#answer(message) as Promise<boolean>,
    note: (message) => this.asked.push(`! ${message}`),
  };

  ask(name: string, ...answers: (string | boolean)[]): Promise<SignedIn> {
    this.answers = answers;
    return signInAsking(this.prompter, { api: this.api, name, register: false });
  }

  #answer(message: string): Promise<string | boolean> {
    this.asked.push(message);
    const answer = this.answers.shift();
    assert.ok(answer !== undefined, `asked once too often: ${message}`);
    return Promise.resolve(answer);
  }

  #session(name: string): SignedIn {
    return { token: `token of ${name}`, expiresAt: 0, account: { id: "U1", name } };
  }
}

Deno.test("the right password logs in, and nothing else is asked", async () => {
  const scene = new Scene();
  assert.equal((await scene.ask("bob", PASSWORD)).token, "token of bob");
  assert.deepEqual(scene.asked, ["Password of bob"]);
});

Deno.test("a new name is offered an account, whose password is typed twice", async () => {
  const scene = new Scene();
  assert.equal((await scene.ask("alice", PASSWORD, true, PASSWORD)).token, "token of alice");
  assert.deepEqual(scene.asked, [
    "Password of alice",
    "No account with this name and password. Create the account alice?",
    "The same password again, for the new account",
  ]);
});

Deno.test("an account needs a good password, the same twice", async () => {
  const scene = new Scene();
  const answers = ["password12", true, "password12", "first choice", "first chioce"];
  await scene.ask("alice", ...answers, "second choice", "second choice");
  assert.equal(scene.passwords.get("alice"), "second choice");
  assert.deepEqual(scene.asked.filter((line) => line.startsWith("!")), [
    "! Well known.",
    "! The two passwords differ.",
  ]);
});

Deno.test("a wrong password for a taken name is told as what it may be, and asked again", async () => {
  const scene = new Scene();
  const wrong = "wrong horse";
  assert.equal((await scene.ask("bob", wrong, true, wrong, PASSWORD)).token, "token of bob");
  assert.ok(scene.asked.includes("! The name bob is taken, or the password was wrong."));
});

Deno.test("after three wrong passwords it gives up", async () => {
  const scene = new Scene();
  scene.registration = "closed";
  await assert.rejects(scene.ask("bob", "short", "wrong horse", "wrong horse"), {
    code: "wrong-password",
    message: /Not signed in as bob/,
  });
  assert.deepEqual(scene.asked.filter((line) => line.startsWith("!")), [
    "! A password has at least 10 characters.",
    "! There is no account with this name and password.",
    "! There is no account with this name and password.",
  ]);
});

Deno.test("a server that wants an invitation is given one", async () => {
  const scene = new Scene();
  scene.registration = "invite";
  await scene.ask("alice", PASSWORD, true, PASSWORD, "sesame");
  assert.equal(scene.asked.at(-1), "Invitation code");
});

Deno.test("without a person to ask, an account is made only where that was said", async () => {
  const { api, passwords } = new Scene();
  const options = { api, name: "alice", register: false };
  await assert.rejects(signInWith(PASSWORD, options), {
    code: "wrong-password",
    message: /--register/,
  });
  assert.equal(passwords.has("alice"), false);
  await signInWith(PASSWORD, { ...options, register: true });
  assert.equal((await signInWith(PASSWORD, options)).token, "token of alice");
  const taken = signInWith("wrong horse", { ...options, register: true });
  await assert.rejects(taken, { code: "wrong-password", message: /taken, or the password/ });
});
