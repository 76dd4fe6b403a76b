/**
 * What each subcommand of `parley-server` is for, in the order in which the help lists them.
 * @module
 */

export const DESCRIPTIONS = {
  "config": "Check, print and explain the server's options.",
  "top": "Show how the running server does: people, rooms, messages, memory, threads.",
  "user": "Accounts of the running server: list, create, password, suspend, promote, delete, …",
  "room": "Rooms of the running server: list, show, members, create, archive.",
  "token": "API tokens of accounts of the running server: list, create, revoke.",
  "invite": "Invitations to the running server and its rooms: create, list, revoke.",
  "ban": "Who is kept out of rooms of the running server: list, add, remove.",
  "audit": "The audit log of the running server.",
  "backup": "Copy the data file, while the server runs or not, and verify it.",
  "restore": "Make a backup the data of a folder in which no server runs.",
  "export": "Write everything, or one room, as JSON lines, while the server runs or not.",
  "import":
    "Make the data of a folder out of an export; add a room to the data of one. No server runs there.",
  "doctor":
    "Examine a data folder, while the server runs or not. Exit code 0: all is well; 1: it isn't.",
  "migrate":
    "Move everything into a PostgreSQL database, or back into a data folder. No server runs.",
  "retention":
    "List how long rooms keep messages. Owners of rooms set that; the server erases what is older.",
  "permissions": "Print what the binary may do, and what for.",
  "service": "Print or install the systemd unit that runs this program.",
  "healthcheck": "Ask the server on this machine whether it is well. Exit code 0: it is.",
  "completion":
    "Print the completion of parley-server for a shell; its first line says where it goes.",
  "man": "Print the manual page: parley-server man | man -l -",
  "push-keys": "Make the keys for Web Push, in a new file that only this user may read.",
} as const;

export type SubcommandName = keyof typeof DESCRIPTIONS;
