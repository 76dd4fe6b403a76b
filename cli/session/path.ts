/**
 * Where the session file lives unless `--session` says otherwise.
 * @module
 */
import { join } from "node:path";
import { ParleyError } from "../../shared/errors.ts";

/**
 * The session file in the platform's folder for configuration.
 *
 * @param env the environment.
 * @param platform as `process.platform` names it.
 * @throws {ParleyError} `bad-request` if the environment names no home.
 */
export function defaultSessionPath(
  env: Readonly<Record<string, string | undefined>>,
  platform: string,
): string {
  return join(configFolder(env, platform), "parley", "session.json");
}

function configFolder(env: Readonly<Record<string, string | undefined>>, platform: string): string {
  if (platform === "win32" && env.APPDATA) return env.APPDATA;
  // A relative path has no meaning there (XDG Base Directory Specification).
  if (platform !== "darwin" && env.XDG_CONFIG_HOME?.startsWith("/")) return env.XDG_CONFIG_HOME;
  const home = env.HOME ?? env.USERPROFILE;
  if (!home) {
    throw new ParleyError(
      "bad-request",
      "There is no home folder to keep the session in. Set HOME, or name a file with --session FILE.",
    );
  }
  return platform === "darwin"
    ? join(home, "Library", "Application Support")
    : join(home, ".config");
}
