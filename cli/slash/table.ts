/**
 * All slash commands, in the order of `/help`.
 * @module
 */
import { accept } from "./accept.ts";
import { admin } from "./admin.ts";
import { archive } from "./archive.ts";
import { audit } from "./audit.ts";
import { away, back } from "./away.ts";
import { ban, bans, unban } from "./ban.ts";
import type { Group, SlashCommand } from "./command.ts";
import { create } from "./create.ts";
import { deleteMessage } from "./delete.ts";
import { deleteAccount } from "./delete_account.ts";
import { describe } from "./describe.ts";
import { dnd } from "./dnd.ts";
import { edit } from "./edit.ts";
import { help } from "./help.ts";
import { history } from "./history.ts";
import { hook } from "./hook.ts";
import { invite } from "./invite.ts";
import { join } from "./join.ts";
import { jump } from "./jump.ts";
import { kick } from "./kick.ts";
import { leave } from "./leave.ts";
import { link } from "./link.ts";
import { me } from "./me.ts";
import { members } from "./members.ts";
import { more } from "./more.ts";
import { msg } from "./msg.ts";
import { mute, unmute } from "./mute.ts";
import { name } from "./name.ts";
import { notify } from "./notify.ts";
import { numbers } from "./numbers.ts";
import { online } from "./online.ts";
import { password } from "./password.ts";
import { people } from "./people.ts";
import { pin, unpin } from "./pin.ts";
import { pins } from "./pins.ts";
import { profile } from "./profile.ts";
import { quit } from "./quit.ts";
import { block, next, random } from "./random.ts";
import { react, unreact } from "./react.ts";
import { recent } from "./recent.ts";
import { reply } from "./reply.ts";
import { report } from "./report.ts";
import { reports, resolve } from "./reports.ts";
import { role } from "./role.ts";
import { room } from "./room.ts";
import { rooms } from "./rooms.ts";
import { search } from "./search.ts";
import { revoke, sessions } from "./sessions.ts";
import { set } from "./set.ts";
import { setProfile } from "./set_profile.ts";
import { slow } from "./slow.ts";
import { suspend, unsuspend } from "./suspend.ts";
import { thread } from "./thread.ts";
import { to } from "./to.ts";
import { token } from "./token.ts";
import { topic } from "./topic.ts";
import { view } from "./view.ts";

export const GROUPS: readonly Group[] = [
  {
    title: "The chat",
    commands: [help, history, search, jump, view, numbers, set, dnd, more, quit],
  },
  {
    title: "Messages",
    commands: [me, to, msg, reply, edit, deleteMessage, react, unreact, thread, pin, unpin, pins],
  },
  {
    title: "Rooms",
    commands: [
      rooms,
      recent,
      room,
      join,
      leave,
      create,
      accept,
      members,
      notify,
      topic,
      describe,
      archive,
      invite,
      link,
      hook,
    ],
  },
  { title: "People", commands: [online, people, profile, away, back] },
  { title: "Strangers", commands: [random, next, block] },
  {
    title: "Your account",
    commands: [name, setProfile, password, sessions, revoke, token, deleteAccount],
  },
  {
    title: "Keeping order",
    commands: [
      report,
      role,
      kick,
      ban,
      unban,
      bans,
      mute,
      unmute,
      slow,
      reports,
      resolve,
      audit,
      suspend,
      unsuspend,
      admin,
    ],
  },
];

export const COMMANDS: readonly SlashCommand[] = GROUPS.flatMap(({ commands }) => commands);

const byName = new Map(
  COMMANDS.flatMap((command) =>
    [command.name, ...command.aliases].map((name) => [name, command] as const)
  ),
);

/** The command of this name or alias, in any case. */
export function findCommand(name: string): SlashCommand | undefined {
  return byName.get(name.toLowerCase());
}

/** Every name and alias, without the `/`. */
export function commandNames(): string[] {
  return [...byName.keys()];
}
