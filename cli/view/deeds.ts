/**
 * Events that are no messages, in words.
 * @module
 */
import { describeTime } from "../../shared/duration.ts";
import { sanitizeLine } from "../../shared/text.ts";
import type { LogEvent, MessageEvent } from "../../shared/protocol/mod.ts";
import type { Quoted } from "../app/entry.ts";
import { excerpt, wording } from "./excerpt.ts";

type Deed = Exclude<LogEvent, MessageEvent>;

/**
 * `bob left #lobby`, `alice muted bob`: one line, safe to print.
 *
 * @param room how the room is called. @param quoted the message that it changes, as it was.
 */
export function deedText(event: Deed, room: string, quoted?: Quoted): string {
  if (event.kind === "lost") return "What stood here is lost: the server's disk damaged it.";
  return sanitizeLine(`${event.author.name} ${whatHappened(event, room, quoted)}`);
}

/** Points out or in, for whoever leaves or comes. */
export function deedSign({ kind }: Deed): string {
  if (kind === "leave" || kind === "kick" || kind === "ban") return "←";
  return kind === "create" || kind === "join" || kind === "invite" ? "→" : "·";
}

function whatHappened(
  event: Exclude<Deed, { kind: "lost" }>,
  room: string,
  quoted: Quoted | undefined,
): string {
  switch (event.kind) {
    case "create":
      return `made ${room}`;
    case "join":
      return `joined ${room}`;
    case "leave":
      return `left ${room}`;
    case "edit":
      return `changed ${target(event, quoted, wording)} to: ${event.text}`;
    case "delete":
      return `took ${target(event, quoted)} back`;
    case "react":
      return event.on
        ? `reacted ${event.emoji} to ${target(event, quoted)}`
        : `took ${event.emoji} back from ${target(event, quoted)}`;
    case "pin":
      return `${event.on ? "pinned" : "unpinned"} ${target(event, quoted)}`;
    case "settings":
      return settingsText(event, room);
    default:
      return personText(event, room);
  }
}

/** `“hello”`, `bob's “hello”`; its number where its text isn't known. */
function target(
  event: Extract<Deed, { target: number }>,
  quoted: Quoted | undefined,
  begin: (text: string) => string = excerpt,
): string {
  if (quoted?.text === undefined) return `message #${event.target}`;
  const whose = quoted.author === event.author.name ? "" : `${quoted.author}'s `;
  return `${whose}“${begin(quoted.text)}”`;
}

function settingsText(event: Extract<Deed, { kind: "settings" }>, room: string): string {
  const { name, topic, description, archived, addressing, slowMode, retention } = event;
  const parts: string[] = [];
  if (name !== undefined) parts.push(`called ${room} #${name}`);
  if (topic !== undefined) {
    parts.push(topic === "" ? "cleared the topic" : `set the topic: ${topic}`);
  }
  if (description !== undefined) parts.push("changed the description");
  if (archived !== undefined) parts.push(archived ? `archived ${room}` : `opened ${room} again`);
  if (addressing !== undefined) {
    parts.push(
      addressing
        ? "switched addressing on: text @name goes to them alone"
        : "switched addressing off",
    );
  }
  if (slowMode !== undefined) {
    parts.push(
      slowMode === 0
        ? "ended slow mode"
        : `set slow mode: one message in ${describeTime(slowMode)}`,
    );
  }
  if (retention !== undefined) {
    parts.push(
      retention === 0
        ? "lets messages stay for ever"
        : `lets messages stay for ${describeTime(retention * 86_400)}`,
    );
  }
  return parts.join(", ") || `changed ${room}`;
}

function personText(
  { kind, person, role, reason, until, at }: Extract<Deed, { person: unknown }>,
  room: string,
): string {
  const because = reason ? `: ${reason}` : "";
  const time = until === undefined
    ? ""
    : ` for ${describeTime(Math.max(1, Math.round((until - at) / 1000)))}`;
  switch (kind) {
    case "invite":
      return `let ${person.name} into ${room}`;
    case "role":
      return `made ${person.name} ${role} of ${room}`;
    case "kick":
      return `put ${person.name} out of ${room}${because}`;
    case "ban":
      return `banned ${person.name} from ${room}${time}${because}`;
    case "unban":
      return `lifted the ban on ${person.name}`;
    case "mute":
      return `muted ${person.name}${time}${because}`;
    case "unmute":
      return `lets ${person.name} speak again`;
    default:
      return kind satisfies never;
  }
}
