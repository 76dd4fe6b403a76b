/**
 * `parley-server migrate`, killed once it has copied so many rows: FROM TO ROWS.
 * @module
 */
import { migratePlaces } from "../../server/admin/migrate.ts";

const [from, to, rows] = Deno.args;

await migratePlaces(from, to, {
  onProgress(what, done) {
    if (what === "Copied" && done >= Number(rows)) Deno.kill(Deno.pid, "SIGKILL");
  },
});
