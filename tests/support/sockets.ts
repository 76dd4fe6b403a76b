/**
 * Counts the sockets of another process, where `/proc` tells.
 * @module
 */

/** Why they can't be counted here; undefined if they can. */
export const noSocketCount = Deno.build.os === "linux" ? undefined : "counts descriptors by /proc";

/** Sockets that the process has open. */
export function openSockets(pid: number): number {
  let count = 0;
  for (const { name } of Deno.readDirSync(`/proc/${pid}/fd`)) {
    try {
      if (Deno.readLinkSync(`/proc/${pid}/fd/${name}`).startsWith("socket:")) count++;
    } catch {
      // Closed in the meantime.
    }
  }
  return count;
}
