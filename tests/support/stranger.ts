/**
 * People of the pair rooms, for tests.
 * @module
 */
import { type Frame, TestClient } from "./client.ts";
import type { Account } from "./http.ts";

/** Somebody at a connection, and where they stand by what the server said last. */
export class Person implements AsyncDisposable {
  state = "none";

  private constructor(readonly account: Account, readonly client: TestClient) {
    client.onFrame = ({ type, state, result }) => {
      if (type === "stranger") this.state = state;
      if (type === "done" && result.state) this.state = result.state;
    };
  }

  static async connect(account: Account, url: string): Promise<Person> {
    return new Person(account, await TestClient.connect(url, account.token));
  }

  async ask(what: "next" | "leave" | "block"): Promise<string> {
    return (await this.client.request(`stranger-${what}`)).state;
  }

  say(text: string): Promise<{ at: number }> {
    return this.client.request("stranger-say", { text });
  }

  is(state: string): Promise<void> {
    return this.client.until(() => this.state === state, `being ${state}`);
  }

  hears(text: string): Promise<Frame> {
    return this.client.find((f) => f.type === "stranger-says" && f.text === text, text);
  }

  /** How the pair rooms ended in which this one was left behind. */
  endings(): string[] {
    return this.client.frames.flatMap((f) => f.type === "stranger" && f.ended ? [f.ended] : []);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.client.close();
  }
}

/** Lets two meet, where nobody else waits. */
export async function meet(one: Person, other: Person): Promise<void> {
  await one.ask("next");
  await other.ask("next");
  await Promise.all([one.is("paired"), other.is("paired")]);
}
