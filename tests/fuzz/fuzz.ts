/**
 * Runs a target with inputs made from its examples, and shortens what makes it fail.
 * @module
 */
import { Buffer } from "node:buffer";
import { randomOf } from "../support/random.ts";
import { mutant } from "./mutation.ts";
import type { Target } from "./targets.ts";

/** An input that a target failed with. */
export class Found extends Error {
  constructor(readonly target: string, readonly input: Uint8Array, cause: unknown) {
    const hex = Buffer.from(input).toString("hex");
    super(`${target} fails with ${JSON.stringify(new TextDecoder().decode(input))} (${hex})`, {
      cause,
    });
  }
}

async function failure({ take }: Target, input: Uint8Array): Promise<unknown> {
  try {
    await take(input);
    return undefined;
  } catch (error) {
    return error ?? new Error("It threw nothing.");
  }
}

/** Leaves out what is not needed to fail. */
async function shortened(target: Target, input: Uint8Array): Promise<Uint8Array> {
  let shortest = input;
  for (let size = input.length >> 1; size >= 1; size >>= 1) {
    for (let at = 0; at + size <= shortest.length;) {
      const shorter = Uint8Array.from([
        ...shortest.subarray(0, at),
        ...shortest.subarray(at + size),
      ]);
      if (await failure(target, shorter) !== undefined) shortest = shorter;
      else at += size;
    }
  }
  return shortest;
}

/**
 * Gives a target so many inputs.
 *
 * @throws {Found} the first, shortened, that it fails with.
 */
export async function fuzz(
  name: string,
  target: Target,
  inputs: number,
  seed: number,
): Promise<void> {
  const random = randomOf(seed);
  const examples = target.examples.map((example) =>
    typeof example === "string" ? new TextEncoder().encode(example) : example
  );
  for (let n = 0; n < inputs; n++) {
    const input = n < examples.length ? examples[n] : mutant(random, examples);
    if (await failure(target, input) === undefined) continue;
    const shortest = await shortened(target, input);
    throw new Found(name, shortest, await failure(target, shortest));
  }
}
