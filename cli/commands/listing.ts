/**
 * `parley rooms`, `parley online` and `parley whoami`: print what the server knows.
 * @module
 */
import { sanitizeLine, textWidth } from "../../shared/text.ts";
import type { ListedRoom, Person } from "../../shared/protocol/mod.ts";
import { withAccess } from "../session/access.ts";
import type { Context } from "./context.ts";
import { type Program, settingsOf } from "./program.ts";

const JSON_OPTION = ["--json", "Print each as a JSON object."] as const;

export function registerRooms(program: Program, context: Context): void {
  program.command("rooms")
    .description("List the public rooms and yours.")
    .option(...JSON_OPTION)
    .action(async (_, command) => {
      const options = command.optsWithGlobals();
      const settings = await settingsOf(options, context);
      const rooms = await withAccess(context, settings, ({ api }) => api.rooms());
      await context.print(options.json ? jsonLines(rooms) : roomLines(rooms));
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
        ({ api }) => api.online(settings.room),
      );
      await context.print(options.json ? jsonLines(people) : people.map(personLine).join(""));
      if (total > people.length) context.warn(`${total - people.length} more are online.`);
    });
}

export function registerWhoami(program: Program, context: Context): void {
  program.command("whoami")
    .description("Print the name that you are signed in with.")
    .option(...JSON_OPTION)
    .action(async (_, command) => {
      const options = command.optsWithGlobals();
      const settings = await settingsOf(options, context);
      const person = await withAccess(context, settings, ({ api }) => api.me());
      await context.print(options.json ? jsonLines([person]) : personLine(person));
    });
}

function jsonLines(values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value) + "\n").join("");
}

function personLine({ name, guest }: Person): string {
  return `${sanitizeLine(name)}${guest ? " (guest)" : ""}\n`;
}

function roomLines(rooms: readonly ListedRoom[]): string {
  const names = rooms.map(({ kind, name }) => (kind === "direct" ? "@" : "#") + sanitizeLine(name));
  const widest = Math.max(0, ...names.map(textWidth));
  return rooms.map(({ members, joined }, i) => {
    const name = names[i] + " ".repeat(widest - textWidth(names[i]));
    const people = members === 1 ? "1 member" : `${members} members`;
    return `${name}  ${people}${joined ? ", you too" : ""}\n`;
  }).join("");
}
