/**
 * Shades that names are shown in: few enough to be told apart, and the same for a person in every client.
 * @module
 */

/** Their hues in degrees (HSL), apart as the eye sees it; each client makes colours of them that can be read. */
export const SHADE_HUES = [10, 34, 57, 110, 168, 189, 209, 245, 290, 335] as const;

/** The number of the shade of an account: always the same. */
export function shadeOf(account: string): number {
  // FNV-1a: spreads ids that differ in their last character.
  let hash = 0x811c9dc5;
  for (let index = 0; index < account.length; index++) {
    hash = Math.imul(hash ^ account.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash % SHADE_HUES.length;
}
