/**
 * What each command answers to whom, written down by hand: what the table of commands is held against.
 * @module
 */
import type { RequestType, RoomKind } from "../../shared/protocol/mod.ts";
import type { Asker, World } from "./world.ts";

/**
 * An answer for each of guest, outsider, member, moderator, owner, administrator: `+` is done, `f`
 * forbidden, `n` not found, `c` conflict, `.` there is nobody like that in such a room.
 */
export type Answers = Record<RoomKind, string>;

/** One way to ask for a command. */
export interface Case {
  answers: Answers;
  /** What is asked, beside the room; it prepares what it needs. */
  fields?(world: World, asker: Asker): Promise<Fields> | Fields;
}
type Fields = Record<string, unknown>;

/** A command that is about no room answers the same whatever the room. */
function everywhere(answers: string): Answers {
  const direct = [...answers].map((answer, n) => n === 3 || n === 4 ? "." : answer).join("");
  return { public: answers, private: answers, direct };
}

const ANYBODY = everywhere("++++++");
const ACCOUNTS = everywhere("f+++++");
const ADMINISTRATORS = everywhere("fffff+");
const NEEDS_CONNECTION = everywhere("cccccc");

const READERS: Answers = { public: "++++++", private: "+n+++n", direct: "+n+..n" };
const MEMBERS: Answers = { public: "+f++++", private: "+n+++n", direct: "+n+..n" };
/** What only somebody has who really is a member; an administrator need not be. */
const TRUE_MEMBERS: Answers = { public: "+f+++f", private: "+n+++n", direct: "+n+..n" };
const ACCOUNTS_IN_ROOM: Answers = { public: "ff++++", private: "fn+++n", direct: "fnc..n" };
const MODERATORS: Answers = { public: "fff+++", private: "fnf++n", direct: "+n+..n" };
const MODERATORS_OF_ROOMS: Answers = { public: "fff+++", private: "fnf++n", direct: "fnc..n" };
const OWNERS: Answers = { public: "ffff++", private: "fnff+n", direct: "fnf..n" };

const aboutVictim = (world: World): Fields => ({ person: world.name("victim") });
const theMessage = (world: World): Fields => ({ seq: world.message });
/** A message of the asker's own, if it may write there; else somebody's. */
async function ownMessage(world: World, asker: Asker): Promise<Fields> {
  const own = await world.ask(asker, "send", { text: "mine" }).catch(() => undefined);
  return { seq: own?.seq ?? world.message };
}

/** Every command, with each way to ask for it that is answered differently. */
export const EXPECTED: Readonly<Record<RequestType, Readonly<Record<string, Case>>>> = {
  "send": {
    "": {
      answers: { public: "+n+++n", private: "+n+++n", direct: "+n+..n" },
      fields: () => ({ text: "hello" }),
    },
    "to somebody": {
      answers: { public: "+n+++n", private: "+n+++n", direct: "+n+..n" },
      fields: (world) => ({ text: "hello", to: [world.name("victim")] }),
    },
  },
  "edit": {
    "one's own": {
      answers: { public: "+f+++f", private: "+n+++n", direct: "+n+..n" },
      fields: async (world, asker) => ({ ...await ownMessage(world, asker), text: "better" }),
    },
    "another's": {
      answers: { public: "ffffff", private: "fnfffn", direct: "fnf..n" },
      fields: (world) => ({ ...theMessage(world), text: "better" }),
    },
  },
  "delete": {
    "one's own": {
      answers: { public: "+f++++", private: "+n+++n", direct: "+n+..n" },
      fields: ownMessage,
    },
    "another's": {
      answers: { public: "fff+++", private: "fnf++n", direct: "fnf..n" },
      fields: theMessage,
    },
  },
  "react": {
    "": { answers: MEMBERS, fields: (world) => ({ ...theMessage(world), emoji: "👍" }) },
  },
  "pin": { "": { answers: MODERATORS, fields: theMessage } },
  "pins": { "": { answers: READERS } },
  "thread": { "": { answers: READERS, fields: theMessage } },

  "join": { "by id": { answers: READERS } },
  "leave": {
    "": { answers: { public: "+f+++n", private: "+n+++n", direct: "cnc..n" } },
  },
  "create-room": {
    "": {
      answers: ACCOUNTS,
      fields: () => ({ name: `r${crypto.randomUUID().slice(0, 13)}`, kind: "private" }),
    },
  },
  "rooms": { "": { answers: ANYBODY } },
  "room": { "": { answers: READERS } },
  "members": { "": { answers: READERS } },
  "set-topic": { "": { answers: MODERATORS, fields: () => ({ topic: "What we talk about" }) } },
  "set-room": { "": { answers: OWNERS, fields: () => ({ addressing: true }) } },
  "set-role": {
    "": { answers: OWNERS, fields: (world) => ({ ...aboutVictim(world), role: "moderator" }) },
  },
  "direct": {
    "": { answers: ANYBODY, fields: (world) => ({ people: [world.name("victim")] }) },
  },
  "invite": {
    "": { answers: ACCOUNTS_IN_ROOM, fields: (world) => ({ person: world.name("newcomer") }) },
  },
  "create-invitation": { "": { answers: ACCOUNTS_IN_ROOM } },
  "invitations": { "": { answers: ACCOUNTS_IN_ROOM } },
  "revoke-invitation": {
    "the owner's": {
      answers: { public: "ffn+++", private: "fnn++n", direct: "fnc..n" },
      fields: async (world) => ({ invitation: await world.invitation() }),
    },
  },
  "accept-invitation": {
    "": {
      answers: { public: "++++++", private: "++++++", direct: "nnn..n" },
      fields: async (world) => ({ code: await world.invitationCode() }),
    },
  },
  "mark-read": { "": { answers: TRUE_MEMBERS, fields: theMessage } },
  "set-notify": { "": { answers: TRUE_MEMBERS, fields: () => ({ level: "none" }) } },

  "history": { "": { answers: READERS } },
  "search": { "": { answers: ANYBODY, fields: () => ({ query: "hello" }) } },

  "online": {
    "in a room": { answers: READERS },
    "anywhere": { answers: ANYBODY, fields: () => ({ room: undefined }) },
  },
  "away": { "": { answers: NEEDS_CONNECTION, fields: () => ({ away: true }) } },
  "idle": { "": { answers: NEEDS_CONNECTION, fields: () => ({ idle: true }) } },

  "people": { "": { answers: ANYBODY } },
  "profile": { "": { answers: ANYBODY, fields: aboutVictim } },
  "me": { "": { answers: ANYBODY } },
  "set-profile": { "": { answers: ACCOUNTS, fields: () => ({ bio: "I am." }) } },
  "rename": {
    "": { answers: ACCOUNTS, fields: () => ({ name: `n${crypto.randomUUID().slice(0, 13)}` }) },
  },
  "change-password": {
    "": {
      answers: ACCOUNTS,
      fields: (world) => ({ old: world.password, new: "a new one, and longer" }),
    },
  },
  "sessions": { "": { answers: ANYBODY } },
  "revoke-session": {
    "one's own": {
      answers: ANYBODY,
      fields: async (world, asker) => ({ session: await world.sessionOf(asker) }),
    },
    "another's": {
      answers: everywhere("nnnnnn"),
      fields: async (world) => ({ session: await world.sessionOf("victim") }),
    },
  },
  "revoke-other-sessions": { "": { answers: ANYBODY } },
  "delete-account": {
    "": {
      answers: ANYBODY,
      fields: (world) => ({ password: world.password, messages: "keep" }),
    },
  },
  "create-token": {
    "": { answers: ACCOUNTS, fields: () => ({ name: "script", scopes: ["read"] }) },
  },
  "tokens": { "": { answers: ACCOUNTS } },
  // Whoever may is told that this server has no keys for it.
  "subscribe-push": {
    "": {
      answers: everywhere("fnnnnn"),
      fields: () => ({
        endpoint: "https://push.example.org/1",
        p256dh: "B".repeat(87),
        auth: "a".repeat(22),
      }),
    },
  },
  "unsubscribe-push": { "": { answers: ACCOUNTS } },
  "revoke-token": {
    "another's": {
      answers: everywhere("fnnnnn"),
      fields: async (world) => ({ token: await world.tokenOf("victim") }),
    },
  },

  "kick": { "": { answers: MODERATORS_OF_ROOMS, fields: aboutVictim } },
  "ban": { "": { answers: MODERATORS_OF_ROOMS, fields: aboutVictim } },
  "unban": {
    "": {
      answers: MODERATORS_OF_ROOMS,
      fields: (world) => world.after("ban", aboutVictim(world)),
    },
  },
  "bans": { "": { answers: MODERATORS_OF_ROOMS } },
  "mute": { "": { answers: MODERATORS_OF_ROOMS, fields: aboutVictim } },
  "unmute": {
    "": {
      answers: MODERATORS_OF_ROOMS,
      fields: (world) => world.after("mute", aboutVictim(world)),
    },
  },
  "slow-mode": { "": { answers: MODERATORS_OF_ROOMS, fields: () => ({ seconds: 10 }) } },
  "report": {
    "": { answers: MEMBERS, fields: (world) => ({ ...theMessage(world), reason: "rude" }) },
  },
  "reports": { "": { answers: MODERATORS_OF_ROOMS } },
  "all-reports": { "": { answers: ADMINISTRATORS } },
  "resolve-report": {
    "": {
      answers: { public: "fnn+++", private: "fnn+++", direct: "fnn..+" },
      fields: async (world) => ({ report: await world.report() }),
    },
  },
  "audit": { "": { answers: MODERATORS_OF_ROOMS } },
  "audit-server": { "": { answers: ADMINISTRATORS } },
  "suspend": { "": { answers: ADMINISTRATORS, fields: aboutVictim } },
  "unsuspend": {
    "": {
      answers: ADMINISTRATORS,
      fields: async (world) => {
        await world.ask("administrator", "suspend", aboutVictim(world));
        return aboutVictim(world);
      },
    },
  },
  "suspensions": { "": { answers: ADMINISTRATORS } },
  "set-administrator": {
    "": { answers: ADMINISTRATORS, fields: (world) => ({ ...aboutVictim(world), on: true }) },
  },
  "create-server-invitation": { "": { answers: ADMINISTRATORS } },
  "revoke-server-invitation": {
    "": {
      answers: ADMINISTRATORS,
      fields: async (world) => ({ invitation: await world.serverInvitation() }),
    },
  },

  "create-incoming-hook": {
    "": { answers: MODERATORS_OF_ROOMS, fields: () => ({ name: "ci" }) },
  },
  "create-outgoing-hook": {
    "": {
      answers: MODERATORS_OF_ROOMS,
      fields: () => ({ name: "ci", url: "https://hooks.example/" }),
    },
  },
  "hooks": { "": { answers: MODERATORS_OF_ROOMS } },
  "delete-hook": {
    "": {
      answers: MODERATORS_OF_ROOMS,
      fields: async (world) => ({ hook: await world.hook() }),
    },
  },

  "stranger-next": { "": { answers: NEEDS_CONNECTION } },
  "stranger-leave": { "": { answers: NEEDS_CONNECTION } },
  "stranger-say": { "": { answers: NEEDS_CONNECTION, fields: () => ({ text: "hello" }) } },
  "stranger-block": { "": { answers: NEEDS_CONNECTION } },
  "stranger-report": { "": { answers: NEEDS_CONNECTION, fields: () => ({ reason: "rude" }) } },
};
