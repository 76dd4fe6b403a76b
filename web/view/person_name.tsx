/**
 * A person's name, apart from the text around it whatever script it is in, and in a shade of its own.
 * @module
 */
import type { Person } from "../../shared/protocol/mod.ts";
import { SHADE_HUES, shadeOf } from "../../shared/shades.ts";
import { sanitizeLine } from "../../shared/text.ts";

const shades = new Map<string, number>();

/** The shade of an account, or the next that nobody here has yet: of a few people no two look alike. */
function shadeHere(id: string): number {
  const known = shades.get(id);
  if (known !== undefined) return known;
  const first = shadeOf(id);
  const taken = new Set(shades.values());
  const all = SHADE_HUES.map((_, n) => (first + n) % SHADE_HUES.length);
  const shade = all.find((one) => !taken.has(one)) ?? first;
  shades.set(id, shade);
  return shade;
}

type Named = Pick<Person, "id" | "name" | "display">;

/** The first letter of what somebody is called, for the eye alone. */
export function Avatar({ person: { id, name, display } }: { person: Named }) {
  const [first = ""] = sanitizeLine(display || name);
  return (
    <span class={`avatar shade-${shadeHere(id)}`} aria-hidden="true">{first.toUpperCase()}</span>
  );
}

interface PersonNameProps {
  person: Named & Pick<Person, "guest" | "bot">;
}

export function PersonName({ person }: PersonNameProps) {
  const { id, name, display, guest, bot } = person;
  const mark = bot ? "bot" : guest ? "guest" : undefined;
  return (
    <span class={`person-name shade-${shadeHere(id)}`}>
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
