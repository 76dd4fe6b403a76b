/**
 * A connection for tests: what the server says is what the test says.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import type { RequestResult, RequestType } from "../../shared/protocol/mod.ts";
import type { ChatConnection, RequestFields } from "../../shared/connection.ts";
import type { NetworkEvent, OutgoingMessage } from "../../shared/connection.ts";
import { ALICE, LOBBY, message, NOON, welcome } from "../../cli/app/testing/fixtures.ts";
import type { Person, Room } from "../../shared/protocol/mod.ts";

export class FakeConnection implements ChatConnection {
  outbox: OutgoingMessage[] = [];
  started = false;
  closed = false;
  /** How often somebody didn't want to wait. */
  retries = 0;
  /** How often it was told that the device slept. */
  wakings = 0;
  /** Answers requests; none are answered if absent. */
  answers: { [T in RequestType]?: (input: RequestFields<T>) => RequestResult<T> } = {};
  #listeners: ((event: NetworkEvent) => void)[] = [];
  #seqs = new Map<string, number>();

  constructor(readonly rooms: Room[] = [LOBBY]) {}

  start(): void {
    this.started = true;
    this.tell({ type: "status", status: { state: "online" } });
    this.tell({ type: "welcome", welcome: welcome(this.rooms) });
  }

  on(listener: (event: NetworkEvent) => void): void {
    this.#listeners.push(listener);
  }

  tell(event: NetworkEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** Somebody's message comes. */
  says(author: Person, text: string, room = LOBBY): void {
    this.tell({ type: "event", event: message(room, this.#nextSeq(room.id), author, text) });
  }

  /** The server takes what waits in the outbox: each comes back as an event. */
  deliver(): void {
    for (const { id, room, text, action } of this.outbox.splice(0)) {
      const seq = this.#nextSeq(room);
      this.tell({ type: "acked", ack: { type: "ack", id, room, seq, at: NOON + seq } });
      const event = message({ ...LOBBY, id: room }, seq, ALICE, text, { id, action });
      this.tell({ type: "event", event });
    }
  }

  send(message: OutgoingMessage): void {
    this.outbox.push(message);
  }

  typing(): void {}

  retry(): void {
    this.retries++;
  }

  networkIsBack(): void {
    this.wakings++;
  }

  // deno-lint-ignore require-await
  async request<T extends RequestType>(
    type: T,
    input: RequestFields<T>,
  ): Promise<RequestResult<T>> {
    const answer = this.answers[type];
    if (!answer) throw new ParleyError("unreachable", "Not connected to the server.");
    return answer(input);
  }

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }

  #nextSeq(room: string): number {
    const seq = (this.#seqs.get(room) ?? 0) + 1;
    this.#seqs.set(room, seq);
    return seq;
  }
}
