/**
 * `parley rooms`, `online`, `people`, `sessions` and `whoami`: print what the server knows.
 * @module
 */
import { sanitizeLine, textWidth } from "../../shared/text.ts";
import type { ListedRoom, OnlinePerson, OwnProfile, Person } from "../../shared/protocol/mod.ts";
import { withAccess } from "../session/access.ts";
import type { Context } from "./context.ts";
import { dayAndTime } from "./event_text.ts";
import { parseCount } from "./option_values.ts";
import { type Program, settingsOf } from "./program.ts";

export const JSON_OPTION = ["--json", "Print each as a JSON object."] as const;

export function registerRooms(program: Program, context: Context): void {
  program.command("rooms")
    .description("List the public rooms and yours.")
    .option("--query <text>", "Only those with this in their name or topic.")
    .option("--mine", "Only those that you are in.")
    .option(...JSON_OPTION)
    .action(async (_, command) => {
      const { query, mine, json, ...options } = command.optsWithGlobals();
      const settings = await settingsOf(options, context);
      const rooms = await withAccess(context, settings, async ({ api }) => {
        const pages = await Array.fromAsync(api.pages("rooms", { query, mine }));
        return pages.flatMap((page) => page.rooms);
      });
      await context.print(json ? jsonLines(rooms) : roomLines(rooms));
    });
}

export function registerOnline(program: Program, context: Context): void {
  program.command("online")
    .description("List who is online, in a room or in any of yours.")
    .option(...JSON_OPTION)
    .action(async (_, command) => {
      const options = command.optsWithGlobals();
      const settings = await settingsOf(options, context);
      const { people, total } = await withAccess(
        context,
        settings,
        ({ api }) => api.request("online", { room: settings.room }),
      );
      await context.print(options.json ? jsonLines(people) : people.map(onlineLine).join(""));
      if (total > people.length) context.warn(`${total - people.length} more are online.`);
    });
}

export function registerPeople(program: Program, context: Context): void {
  program.command("people")
    .alias("users")
    .description(
      "Find people by a part of their name; without one, those who share a room with you.",
    )
    .argument("[name]", "A part of a name.")
    .option("--limit <number>", "How many at the most.", parseCount, 100)
    .option(...JSON_OPTION)
    .action(async (query, _, command) => {
      const options = command.optsWithGlobals();
      const settings = await settingsOf(options, context);
      const people = await withAccess(context, settings, async ({ api }) => {
        const pages = await Array.fromAsync(api.pages("people", { query }, options.limit));
        return pages.flatMap((page) => page.people);
      });
      await context.print(options.json ? jsonLines(people) : people.map(personLine).join(""));
    });
}

export function registerSessions(program: Program, context: Context): void {
  program.command("sessions")
    .description("List where you are logged in.")
    .option("--revoke <id>", "End this session in place of listing them.")
    .option(...JSON_OPTION)
    .action(async (_, command) => {
      const { revoke, json, ...options } = command.optsWithGlobals();
      const settings = await settingsOf(options, context);
      await withAccess(context, settings, async ({ api }) => {
        if (revoke !== undefined) {
          await api.request("revoke-session", { session: revoke });
          return;
        }
        const pages = await Array.fromAsync(api.pages("sessions", {}));
        const sessions = pages.flatMap((page) => page.sessions);
        const lines = sessions.map(({ id, client, lastSeenAt, current }) => {
          const what = sanitizeLine(client ?? "unknown program");
          return `${id}  ${what}, last seen ${dayAndTime(lastSeenAt)}${
            current ? ", this one" : ""
          }\n`;
        });
        await context.print(json ? jsonLines(sessions) : lines.join(""));
      });
    });
}

export function registerWhoami(program: Program, context: Context): void {
  program.command("whoami")
    .description("Print the name that you are signed in with, and your profile.")
    .option(...JSON_OPTION)
    .action(async (_, command) => {
      const options = command.optsWithGlobals();
      const settings = await settingsOf(options, context);
      const { account } = await withAccess(
        context,
        settings,
        ({ api }) => api.request("me", {}),
      );
      await context.print(options.json ? jsonLines([account]) : profileLines(account));
    });
}

export function jsonLines(values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value) + "\n").join("");
}

function personLine({ name, display, guest }: Person): string {
  const shown = display ? `  ${sanitizeLine(display)}` : "";
  return `${sanitizeLine(name)}${guest ? " (guest)" : ""}${shown}\n`;
}

function onlineLine({ away, awayText, ...person }: OnlinePerson): string {
  const line = personLine(person).trimEnd();
  const says = awayText ? `: ${sanitizeLine(awayText)}` : "";
  return away ? `${line}  (away${says})\n` : `${line}\n`;
}

/** The name on the first line, for whoever reads no further. */
export function profileLines({ display, ...account }: OwnProfile): string {
  const fields = [
    ["display", display],
    ["bio", account.bio],
    ["email", account.email],
    ["time zone", account.timeZone],
    ["administrator", account.administrator ? "yes" : undefined],
  ].filter(([, value]) => value);
  const lines = fields.map(([name, value]) => `  ${name}: ${sanitizeLine(value!)}\n`);
  return personLine(account) + lines.join("");
}

function roomLines(rooms: readonly ListedRoom[]): string {
  const names = rooms.map(({ kind, name }) => (kind === "direct" ? "@" : "#") + sanitizeLine(name));
  const widest = Math.max(0, ...names.map(textWidth));
  return rooms.map(({ members, joined, kind, topic, you }, i) => {
    const name = names[i] + " ".repeat(widest - textWidth(names[i]));
    const facts = [
      members === 1 ? "1 member" : `${members} members`,
      ...(kind === "private" ? ["private"] : []),
      ...(joined ? ["you too"] : []),
      ...(you && you.unread > 0 ? [`${you.unread} unread`] : []),
    ];
    return `${name}  ${facts.join(", ")}${topic ? `: ${sanitizeLine(topic)}` : ""}\n`;
  }).join("");
}
