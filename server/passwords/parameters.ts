/**
 * The parameters of Argon2id by OWASP's password storage cheat sheet: 19 MiB, 2 passes, 1 lane.
 * @module
 */

/** `memorySize` in KiB, `hashLength` in bytes. */
export const PARAMETERS = {
  memorySize: 19 * 1024,
  iterations: 2,
  parallelism: 1,
  hashLength: 32,
} as const;

const { memorySize, iterations, parallelism } = PARAMETERS;
const START = `$argon2id$v=19$m=${memorySize},t=${iterations},p=${parallelism}$`;

/** So many bytes of zeros, in Base64. */
const zeros = (bytes: number) => "A".repeat(Math.ceil(bytes * 8 / 6));

/** As if made with these, of no password that anybody has: checked in place of an account that isn't there. */
export const NOBODYS = `${START}${zeros(16)}$${zeros(PARAMETERS.hashLength)}`;

/** True if a hash (a PHC string) was not made with these: it is made anew when its password is there. */
export function isOutdated(hash: string): boolean {
  return !hash.startsWith(START);
}
