/**
 * Addresses: a peer's in one spelling, the network that limits count by, the host that a client names.
 * @module
 */

/** An address as it is shown: IPv4 that came through an IPv6 socket is IPv4. */
export function plainAddress(address: string | undefined): string {
  return (address ?? "unknown").replace(/^::ffff:(?=\d+\.)/i, "");
}

/**
 * What a limit "for each address" counts by: an IPv4 address as it is, of an IPv6 address its /64, which
 * one household or one rented machine has for itself alone.
 */
export function networkOf(address: string): string {
  if (!address.includes(":")) return address;
  const [start, end] = address.split("%")[0].split("::");
  const groups = start === "" ? [] : start.split(":");
  const tail = end === undefined || end === "" ? 0 : end.split(":").length;
  // Four groups are wanted: what `::` leaves out is zero, and its far end counts only if it reaches them.
  while (end !== undefined && groups.length + tail < 8) groups.push("0");
  const all = end ? [...groups, ...end.split(":")] : groups;
  return all.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16)).join(":") +
    "::/64";
}

/** True if a `Host` header can stand in a URL without moving the path that follows it. */
export function isPlainHost(host: string): boolean {
  return !/[/?#\\@\s]/.test(host);
}
