/**
 * Two rooms with many messages, and what is read of them.
 * @module
 */
import type { LogEvent, Person } from "../../../../shared/protocol/mod.ts";
import { append, type LogRig } from "./log_rig.ts";

const COUNT = 400;

/** A room with its member and many messages, and another room beside it. */
export async function planted(
  rig: LogRig,
): Promise<{ alice: Person; garden: string; orchard: string }> {
  const alice = await rig.register("alice");
  const garden = await rig.join(alice, "garden");
  const orchard = await rig.join(alice, "orchard");
  for (const [room, name] of [[garden, "garden"], [orchard, "orchard"]]) {
    const numbers = Array.from({ length: COUNT }, (_, n) => n);
    await rig.commit(...numbers.map((n) => append(alice, room, `${name}${n}`, `${name} ${n}.`)));
  }
  return { alice, garden, orchard };
}

export function texts(events: LogEvent[]): string[] {
  return events.map((event) => event.kind === "message" ? event.text : event.kind);
}

export function lost(events: LogEvent[]): number[] {
  return events.filter(({ kind }) => kind === "lost").map(({ seq }) => seq);
}
