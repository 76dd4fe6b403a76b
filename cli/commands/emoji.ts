/**
 * Names of emoji, out of a large table that is loaded only when they are wanted.
 * @module
 */
import type { Offer } from "../editor/state.ts";

export async function loadEmoji(): Promise<Offer[]> {
  const { gemoji } = await import("gemoji");
  return gemoji.flatMap(({ emoji, names, description }) =>
    names.map((name) => ({ name, text: emoji, about: description }))
  );
}
