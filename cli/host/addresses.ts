/**
 * The addresses under which other machines reach this one.
 * @module
 */
import { networkInterfaces } from "node:os";

/** IPv4 addresses first, which most people can type; none where the system doesn't tell. */
export function lanAddresses(): string[] {
  let all: ReturnType<typeof networkInterfaces>;
  try {
    all = networkInterfaces();
  } catch {
    return [];
  }
  return Object.values(all).flatMap((addresses) => addresses ?? [])
    // Link-local addresses need a zone, which URLs can't hold.
    .filter(({ internal, address }) => !internal && !/^(fe80:|169\.254\.)/i.test(address))
    .sort((a, b) => a.family.localeCompare(b.family))
    .map(({ address, family }) => family === "IPv6" ? `[${address}]` : address);
}
