/**
 * A public room with its owner and a member, both connected: where most tests about messages play.
 * @module
 */
import type { LogEvent, MessageEvent } from "../../shared/protocol/mod.ts";
import { TestClient } from "./client.ts";
import { type Account, freshName, register } from "./http.ts";

export class Garden {
  private constructor(
    readonly url: string,
    readonly alice: Account,
    readonly bob: Account,
    /** The room's owner. */
    readonly a: TestClient,
    /** A member. */
    readonly b: TestClient,
    /** The room's id. */
    readonly room: string,
  ) {}

  /** Makes one, on a server whose first account is somebody else: that one may do anything. */
  static async open(url: string): Promise<Garden> {
    const [alice, bob] = [
      await register(url, freshName("alice")),
      await register(url, freshName("bob")),
    ];
    const [a, b] = [
      await TestClient.connect(url, alice.token),
      await TestClient.connect(url, bob.token),
    ];
    const { room } = await a.request("join", { room: freshName("garden") });
    const garden = new Garden(url, alice, bob, a, b, room.id);
    await garden.enter(b);
    return garden;
  }

  /** Lets somebody in. */
  async enter(client: TestClient): Promise<void> {
    const { room } = await client.request("join", { room: this.room });
    await client.reaches(this.room, room.head);
  }

  /** The room's event `seq` as this client is told it. */
  async told(client: TestClient, seq: number, room = this.room): Promise<LogEvent> {
    await client.reaches(room, seq);
    return client.events.get(room)!.find((event) => event.seq === seq)!;
  }

  /** Message `seq` as a client of Bob's is shown it that comes now. */
  async seenAnew(seq: number): Promise<MessageEvent> {
    await using client = await TestClient.connect(this.url, this.bob.token);
    return await this.told(client, seq) as MessageEvent;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.a.close(), this.b.close()]);
  }
}
