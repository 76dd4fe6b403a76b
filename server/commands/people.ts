/**
 * Finds people by their names, or lists those around the asker.
 * @module
 */
import { nameKey } from "../../shared/name_key.ts";
import { PEOPLE_KEYS } from "../store/readers/people.ts";
import type { ServerCommand } from "./command.ts";
import { nextOf, pageQuery } from "./paging.ts";

export const people: ServerCommand<"people"> = {
  type: "people",
  summary: "Find people by name, or list those who share a room with you",
  access: { scope: "read", who: "guest" },
  http: [{ method: "GET", path: "/v1/people" }],
  async run({ reader, person, grant }, input) {
    const key = nameKey(input.query ?? "");
    const page = key === ""
      ? await reader.people.around(person.id, grant?.rooms, pageQuery(input, PEOPLE_KEYS.around))
      : await reader.people.find(key, pageQuery(input, PEOPLE_KEYS.find));
    return { people: page.entries, ...nextOf(page) };
  },
};
