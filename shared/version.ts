/**
 * The program's version, the same for server and clients.
 * @module
 */
import manifest from "../deno.json" with { type: "json" };

export const VERSION: string = manifest.version;
