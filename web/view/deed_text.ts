/**
 * Events that are no messages, in words.
 * @module
 */
import { describeTime } from "../../shared/duration.ts";
import { sanitizeLine } from "../../shared/text.ts";
import type { Deed } from "../app/timeline.ts";

/** `bob left`, `alice muted bob for 10 minutes`. */
export function deedText(deed: Deed): string {
  if (deed.kind === "lost") return "What stood here is lost: the server's disk damaged it.";
  return sanitizeLine(`${deed.author.name} ${whatHappened(deed)}`);
}

function whatHappened(deed: Exclude<Deed, { kind: "lost" }>): string {
  switch (deed.kind) {
    case "create":
      return "made the room";
    case "join":
      return "joined";
    case "leave":
      return "left";
    case "settings":
      return settingsText(deed);
    default:
      return personText(deed);
  }
}

function settingsText(deed: Extract<Deed, { kind: "settings" }>): string {
  const { name, topic, description, archived, addressing, slowMode, retention } = deed;
  const parts: string[] = [];
  if (name !== undefined) parts.push(`called the room #${name}`);
  if (topic !== undefined) {
    parts.push(topic === "" ? "cleared the topic" : `set the topic: ${topic}`);
  }
  if (description !== undefined) parts.push("changed the description");
  if (archived !== undefined) parts.push(archived ? "archived the room" : "opened the room again");
  if (addressing !== undefined) parts.push(`switched addressing ${addressing ? "on" : "off"}`);
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
  return parts.join(", ") || "changed the room";
}

function personText(deed: Extract<Deed, { person: unknown }>): string {
  const { kind, person: { name }, role, reason, until, at } = deed;
  const because = reason ? `: ${reason}` : "";
  const time = until === undefined
    ? ""
    : ` for ${describeTime(Math.max(1, Math.round((until - at) / 1000)))}`;
  switch (kind) {
    case "invite":
      return `let ${name} in`;
    case "role":
      return `made ${name} ${role}`;
    case "kick":
      return `put ${name} out${because}`;
    case "ban":
      return `banned ${name}${time}${because}`;
    case "unban":
      return `lifted the ban on ${name}`;
    case "mute":
      return `muted ${name}${time}${because}`;
    case "unmute":
      return `lets ${name} speak again`;
    default:
      return kind satisfies never;
  }
}
