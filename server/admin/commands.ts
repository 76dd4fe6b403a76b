/**
 * The operator's subcommands of `parley-server`. Only the one that is called is loaded: a server that just
 * starts waits for none of them.
 * @module
 */
import { Command, type CommandUnknownOpts } from "@commander-js/extra-typings";
import type { Finish } from "./command.ts";
import { DESCRIPTIONS, type SubcommandName } from "./descriptions.ts";

const LOAD: Record<SubcommandName, () => Promise<(finish: Finish) => CommandUnknownOpts>> = {
  "config": async () => (await import("./config.ts")).configCommand,
  "top": async () => (await import("./top.ts")).topCommand,
  "user": async () => (await import("./user.ts")).userCommand,
  "room": async () => (await import("./room.ts")).roomCommand,
  "token": async () => (await import("./token.ts")).tokenCommand,
  "invite": async () => (await import("./invite.ts")).inviteCommand,
  "ban": async () => (await import("./ban.ts")).banCommand,
  "audit": async () => (await import("./audit.ts")).auditCommand,
  "backup": async () => (await import("./backup.ts")).backupCommand,
  "restore": async () => (await import("./restore.ts")).restoreCommand,
  "export": async () => (await import("./export.ts")).exportCommand,
  "import": async () => (await import("./import.ts")).importCommand,
  "doctor": async () => (await import("./doctor.ts")).doctorCommand,
  "migrate": async () => (await import("./migrate.ts")).migrateCommand,
  "retention": async () => (await import("./retention.ts")).retentionCommand,
  "permissions": async () => (await import("./permissions.ts")).permissionsCommand,
  "service": async () => (await import("./service/service.ts")).serviceCommand,
  "healthcheck": async () => (await import("./healthcheck.ts")).healthcheckCommand,
  "completion": async () => (await import("./manual.ts")).completionCommand,
  "man": async () => (await import("./manual.ts")).manCommand,
  "push-keys": async () => (await import("./push_keys.ts")).pushKeysCommand,
};

/** All, of which those that `words` of the command line don't name can only be listed. */
export function adminCommands(
  finish: Finish,
  words: readonly string[],
): Promise<CommandUnknownOpts[]> {
  return Promise.all(
    (Object.keys(DESCRIPTIONS) as SubcommandName[]).map(async (name) =>
      words.includes(name) || words.some((word) => word === "man" || word === "completion")
        ? (await LOAD[name]())(finish)
        : new Command(name).description(DESCRIPTIONS[name])
    ),
  );
}
