/**
 * Counts the connections of another process, where `/proc` tells.
 * @module
 */

/** Why they can't be counted here; undefined if they can. */
export const noSocketCount = Deno.build.os === "linux" ? undefined : "counts descriptors by /proc";

const LISTENS = "0A";

/**
 * TCP connections that the process has a descriptor of. Its other sockets don't count: each thread that starts has
 * some more of the standard streams', whenever that is.
 */
export function openSockets(pid: number): number {
  const descriptors = new Set<string>();
  for (const { name } of Deno.readDirSync(`/proc/${pid}/fd`)) {
    try {
      descriptors.add(Deno.readLinkSync(`/proc/${pid}/fd/${name}`));
    } catch {
      // Closed in the meantime.
    }
  }
  const rows = ["tcp", "tcp6"].flatMap((kind) =>
    Deno.readTextFileSync(`/proc/${pid}/net/${kind}`).trim().split("\n").slice(1)
  );
  return rows.filter((row) => {
    const [, , , state, , , , , , inode] = row.trim().split(/\s+/);
    return state !== LISTENS && descriptors.has(`socket:[${inode}]`);
  }).length;
}
