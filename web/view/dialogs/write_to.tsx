/**
 * Opens a conversation with one or several people alone.
 * @module
 */
import { useState } from "preact/hooks";
import { limits } from "../../../shared/limits.ts";
import { useChat, usePages, useTask } from "../context.ts";
import { PersonName } from "../person_name.tsx";
import { Dialog, Failure, PagedList } from "./dialog.tsx";

export function WriteTo() {
  const { ask, dispatch, open } = useChat();
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const task = useTask();
  const pages = usePages(query, async (after) => {
    const { people, next } = await ask("people", { query: query || undefined, after });
    return { entries: people, next };
  });
  const toggle = (name: string) =>
    setChosen(chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name]);
  const write = () =>
    task.run(async () => {
      const { room } = await ask("direct", { people: [...chosen] });
      open();
      dispatch({ type: "entered", room });
    });
  return (
    <Dialog title="Write to people">
      <Failure task={task} />
      <label>
        Find by name
        <input
          type="search"
          autofocus
          value={query}
          onInput={(event) => setQuery(event.currentTarget.value.trim())}
          dir="auto"
        />
      </label>
      <div class="chosen">
        <span>
          {chosen.length === 0
            ? `Choose up to ${limits.directMembers - 1} people.`
            : chosen.map((name) => `@${name}`).join(", ")}
        </span>
        <button
          type="button"
          class="main"
          disabled={chosen.length === 0 || chosen.length >= limits.directMembers || task.busy}
          onClick={write}
        >
          Write
        </button>
      </div>
      <PagedList
        pages={pages}
        none="Nobody is called so."
        row={(person) => (
          <li key={person.id}>
            <label class="check">
              <input
                type="checkbox"
                checked={chosen.includes(person.name)}
                onChange={() => toggle(person.name)}
              />
              <PersonName person={person} />
            </label>
          </li>
        )}
      />
    </Dialog>
  );
}
