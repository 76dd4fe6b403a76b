/**
 * Where the files of a person live: the session unless `--session` says otherwise, configuration, drafts.
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

/** The configuration file: `PARLEY_CONFIG`, or `config.jsonc` beside the session file's usual place. */
export function configPath(
  env: Readonly<Record<string, string | undefined>>,
  platform: string,
): string {
  return env.PARLEY_CONFIG || join(configFolder(env, platform), "parley", "config.jsonc");
}

/** The folder of what a program may forget: drafts (XDG Base Directory Specification, state). */
export function draftsFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: string,
): string {
  if (platform === "win32" && env.LOCALAPPDATA) return join(env.LOCALAPPDATA, "parley", "drafts");
  if (platform === "darwin" || platform === "win32") {
    return join(configFolder(env, platform), "parley", "drafts");
  }
  const state = env.XDG_STATE_HOME?.startsWith("/") ? env.XDG_STATE_HOME : undefined;
  return join(state ?? join(homeFolder(env), ".local", "state"), "parley", "drafts");
}

function configFolder(env: Readonly<Record<string, string | undefined>>, platform: string): string {
  if (platform === "win32" && env.APPDATA) return env.APPDATA;
  // A relative path has no meaning there (XDG Base Directory Specification).
  if (platform !== "darwin" && env.XDG_CONFIG_HOME?.startsWith("/")) return env.XDG_CONFIG_HOME;
  const home = homeFolder(env);
  return platform === "darwin"
    ? join(home, "Library", "Application Support")
    : join(home, ".config");
}

function homeFolder(env: Readonly<Record<string, string | undefined>>): string {
  const home = env.HOME ?? env.USERPROFILE;
  if (home) return home;
  throw new ParleyError(
    "bad-request",
    "There is no home folder to keep the session in. Set HOME, or name a file with --session FILE.",
  );
}
