/**
 * `/sessions` and `/revoke`: where one is logged in.
 * @module
 */
import { tell } from "../app/effects.ts";
import { answers, ask, misused, type SlashCommand } from "./command.ts";
import { list } from "./listing.ts";

export const sessions: SlashCommand = {
  name: "sessions",
  aliases: [],
  usage: "/sessions",
  help: "where you are logged in",
  run: (state, call) => ask(state, call, "sessions", {}),
  answer: answers({
    "sessions": (state, { sessions }) =>
      list(
        state,
        "Your sessions (/revoke id ends one):",
        sessions.map(({ id, client, createdAt, lastSeenAt, current }) => [
          `${id}  ${client ?? "unknown program"}${current ? " (this one)" : ""}, since `,
          { at: createdAt },
          ", last seen ",
          { at: lastSeenAt },
        ]),
        "You have no sessions.",
      ),
  }),
};

export const revoke: SlashCommand = {
  name: "revoke",
  aliases: [],
  usage: "/revoke id/others",
  help: "ends a session, or all but this one: whoever uses them is logged out",
  run(state, call) {
    const session = call.args.trim();
    if (session === "" || /\s/.test(session)) return misused(call, "It takes a session's id.");
    return session === "others"
      ? ask(state, call, "revoke-other-sessions", {})
      : ask(state, call, "revoke-session", { session });
  },
  answer: answers({
    "revoke-session": (state) => tell(state, "info", "The session has ended."),
    "revoke-other-sessions": (state) => tell(state, "info", "Your other sessions have ended."),
  }),
};
