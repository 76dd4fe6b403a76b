/**
 * A person's name, apart from the text around it whatever script it is in, and in a shade of its own.
 * @module
 */
import type { Person } from "../../shared/protocol/mod.ts";
import { shadeOf } from "../../shared/shades.ts";
import { sanitizeLine } from "../../shared/text.ts";

interface PersonNameProps {
  person: Pick<Person, "id" | "name" | "display" | "guest" | "bot" | "deleted">;
}

export function PersonName({ person }: PersonNameProps) {
  const { id, name, display, guest, bot } = person;
  const mark = bot ? "bot" : guest ? "guest" : undefined;
  return (
    <span class={`person-name shade-${shadeOf(id)}`}>
      <bdi>{sanitizeLine(display || name)}</bdi>
      {display && display !== name && (
        <small class="account">
          <bdi>@{sanitizeLine(name)}</bdi>
        </small>
      )}
      {mark && <small class="mark">{mark}</small>}
    </span>
  );
}
