/**
 * Events that are no messages, in words.
 * @module
 */
import { sanitizeLine } from "../../shared/text.ts";
import type { LogEvent, MessageEvent } from "../../shared/protocol/mod.ts";

type Deed = Exclude<LogEvent, MessageEvent>;

/** `bob left`, `alice muted bob`: one line, safe to print. @param room how the room is called. */
export function deedText(event: Deed, room: string): string {
  return sanitizeLine(`${event.author.name} ${whatHappened(event, room)}`);
}

function whatHappened(event: Deed, room: string): string {
  switch (event.kind) {
    case "create":
      return `made ${room}`;
    case "join":
      return `joined ${room}`;
    case "leave":
      return `left ${room}`;
    case "edit":
      return `changed message ${event.target} to: ${event.text}`;
    case "delete":
      return `took message ${event.target} back`;
    case "react":
      return event.on
        ? `reacted to message ${event.target} with ${event.emoji}`
        : `took ${event.emoji} from message ${event.target} back`;
    case "pin":
      return event.on ? `pinned message ${event.target}` : `unpinned message ${event.target}`;
    case "settings":
      return settingsText(event, room);
    default:
      return personText(event, room);
  }
}

function settingsText(event: Extract<Deed, { kind: "settings" }>, room: string): string {
  const { name, topic, description, archived, addressing, slowMode } = event;
  const parts: string[] = [];
  if (name !== undefined) parts.push(`called ${room} #${name}`);
  if (topic !== undefined) {
    parts.push(topic === "" ? "cleared the topic" : `set the topic: ${topic}`);
  }
  if (description !== undefined) parts.push("changed the description");
  if (archived !== undefined) parts.push(archived ? `archived ${room}` : `opened ${room} again`);
  if (addressing !== undefined) parts.push(`switched addressing ${addressing ? "on" : "off"}`);
  if (slowMode !== undefined) {
    parts.push(slowMode === 0 ? "ended slow mode" : `set slow mode to ${slowMode} s`);
  }
  return parts.join(", ") || `changed ${room}`;
}

function personText(
  { kind, person, role, reason }: Extract<Deed, { person: unknown }>,
  room: string,
): string {
  const because = reason ? `: ${reason}` : "";
  switch (kind) {
    case "invite":
      return `let ${person.name} into ${room}`;
    case "role":
      return `made ${person.name} ${role} of ${room}`;
    case "kick":
      return `put ${person.name} out of ${room}${because}`;
    case "ban":
      return `banned ${person.name} from ${room}${because}`;
    case "unban":
      return `lifted the ban on ${person.name}`;
    case "mute":
      return `muted ${person.name}${because}`;
    case "unmute":
      return `lets ${person.name} speak again`;
    default:
      return kind satisfies never;
  }
}
