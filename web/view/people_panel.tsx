/**
 * Who is here.
 * @module
 */
import { sanitizeLine } from "../../shared/text.ts";
import type { RoomState } from "../app/state.ts";
import { useChat } from "./context.ts";
import { memo } from "./memo.ts";
import { PersonName } from "./person_name.tsx";

interface PeoplePanelProps {
  room: RoomState;
  /** There is a connection that tells. */
  isKnown: boolean;
}

export const PeoplePanel = memo(function PeoplePanel({ room, isKnown }: PeoplePanelProps) {
  const { open } = useChat();
  const people = room.people.toSorted((a, b) =>
    Number(a.away ?? false) - Number(b.away ?? false) || a.name.localeCompare(b.name)
  );
  const others = room.online - people.length;
  if (!isKnown) {
    return (
      <section class="people" aria-label="People who are here">
        <h2>Here</h2>
        <p class="hint">Who is here isn't known without a connection.</p>
      </section>
    );
  }
  return (
    <section class="people" aria-label="People who are here">
      <h2>
        Here <small>{room.online}</small>
      </h2>
      <ul>
        {people.map((person) => (
          <li key={person.id}>
            <button
              type="button"
              onClick={() => open({ kind: "person", name: person.name, room: room.id })}
            >
              <span class={person.away ? "presence away" : "presence"} aria-hidden="true" />
              <PersonName person={person} />
              {person.away && (
                <small class="away-text">
                  away{person.awayText && (
                    <>
                      : <bdi>{sanitizeLine(person.awayText)}</bdi>
                    </>
                  )}
                </small>
              )}
            </button>
          </li>
        ))}
      </ul>
      {others > 0 && <p>and {others} more</p>}
    </section>
  );
});
