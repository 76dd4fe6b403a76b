/**
 * A fan-out with time and timers in the test's hand.
 * @module
 */
import type { Payload } from "../../listener/payload.ts";
import { FanOut, type Subscriber } from "../fan_out.ts";
import type { Schedule } from "../schedule.ts";

/** A clock that stands still until it is moved. */
export class Clock implements Schedule {
  time = 0;
  due: { at: number; run: () => void }[] = [];
  now = () => this.time;
  soon = (run: () => void) => void this.due.push({ at: this.time, run });
  later = (run: () => void, milliseconds: number) =>
    void this.due.push({ at: this.time + milliseconds, run });

  /** Moves the time and runs what is due by then. */
  pass(milliseconds = 0): void {
    this.time += milliseconds;
    const ready = this.due.filter((timer) => timer.at <= this.time);
    this.due = this.due.filter((timer) => timer.at > this.time);
    for (const timer of ready) timer.run();
  }
}

export class Reader implements Subscriber {
  waiting = 0;
  cut = 0;
  payloads: Payload[] = [];
  onSlow = () => {};
  send(payload: Payload): void {
    this.payloads.push(payload);
  }
  tooSlow(): void {
    this.cut++;
    this.onSlow();
  }
  get texts(): string[] {
    return this.payloads.map((payload) => payload.text);
  }
}

export function setUp(readers: number, slice?: number): {
  clock: Clock;
  fanOut: FanOut;
  readers: Reader[];
} {
  const clock = new Clock();
  const fanOut = new FanOut(clock, slice);
  const list = Array.from({ length: readers }, () => new Reader());
  for (const reader of list) fanOut.subscribe("room", reader);
  return { clock, fanOut, readers: list };
}
