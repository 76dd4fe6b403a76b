/**
 * Searches messages; a hit leads to where it was said.
 * @module
 */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { hitParts } from "../../../shared/hit_text.ts";
import type { SearchHit } from "../../../shared/protocol/mod.ts";
import { useChat, usePages } from "../context.ts";
import { PersonName } from "../person_name.tsx";
import { fullTime } from "../times.ts";
import { Dialog, fieldOf, PagedList } from "./dialog.tsx";

/** Characters of a hit before the first word that was found. */
const LEAD = 60;

export function Search() {
  const { ask, dispatch, open } = useChat();
  const [{ query, sort }, search] = useState({ query: "", sort: "time" as "time" | "rank" });
  const pages = usePages(`${sort} ${query}`, async (after) => {
    if (query === "") return { entries: [] };
    const { hits, next } = await ask("search", { query, sort, after });
    return { entries: hits, next };
  });
  return (
    <Dialog title="Search messages">
      <form
        class="inline"
        onSubmit={(event) => {
          event.preventDefault();
          const sort = fieldOf(event, "sort") === "rank" ? "rank" : "time";
          search({ query: fieldOf(event, "query"), sort });
        }}
      >
        <label class="grow">
          Words
          <input name="query" type="search" autofocus dir="auto" aria-describedby="search-hint" />
        </label>
        <label>
          First
          <select name="sort">
            <option value="time">the newest</option>
            <option value="rank">the best</option>
          </select>
        </label>
        <button type="submit" class="main">Search</button>
      </form>
      <p class="hint" id="search-hint">
        <code>from:alice</code> <code>in:lobby</code> <code>before:2026-01-31</code>{" "}
        <code>after:2026-01-01</code> <code>has:link</code> <code>"a phrase"</code>{" "}
        <code>word*</code>
      </p>
      {query !== "" && (
        <PagedList
          pages={pages}
          none="Nothing was found."
          row={(hit) => (
            <li key={`${hit.event.room} ${hit.event.seq}`}>
              <button
                type="button"
                class="wide hit"
                onClick={() => {
                  open();
                  dispatch({ type: "jump", room: hit.event.room, seq: hit.event.seq });
                }}
              >
                <small>
                  <PersonName person={hit.event.author} /> in <bdi>{hit.roomName}</bdi>,{" "}
                  {fullTime(hit.event.at)}
                </small>
                <span dir="auto">{marked(hit)}</span>
              </button>
            </li>
          )}
        />
      )}
    </Dialog>
  );
}

function marked(hit: SearchHit): ComponentChildren {
  return hitParts(hit, LEAD).map(({ text, found }, n) =>
    found ? <mark key={n}>{text}</mark> : text
  );
}
