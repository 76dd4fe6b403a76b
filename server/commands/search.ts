/**
 * Looks for messages in the rooms that the asker may read.
 *
 * The index says where something may stand; the log has the last word: each hit is the message as it is
 * now, in a room that the asker may read now.
 * @module
 */
import { Buffer } from "node:buffer";
import { limits } from "../../shared/limits.ts";
import type { Room, SearchHit } from "../../shared/protocol/mod.ts";
import { atLeast, standingIn } from "../chat/permissions.ts";
import { notThere } from "../chat/sending.ts";
import { isEmpty, marksOf, type NameFilter, parseQuery, type Query } from "../search/query.ts";
import { type Found, SEARCH_KEYS } from "../search/message_index.ts";
import { LINK, PUBLIC, type Selection, tagOf } from "../search/selection.ts";
import type { CommandContext, ServerCommand } from "./command.ts";
import { nextOf, pageQuery } from "./paging.ts";
import { accountOf } from "./person_ref.ts";
import { placeOf } from "./room_ref.ts";

/** The room if the asker may read it. */
async function readable(context: CommandContext, id: string): Promise<Room | undefined> {
  const found = await context.reader.room(id, context.person.id);
  if (!found) return undefined;
  return atLeast(standingIn(context, found.room, found.role), "reader") ? found.room : undefined;
}

/** The tags of everything that the asker may read. */
async function scopeOf(context: CommandContext): Promise<string[]> {
  const { grant, reader, person } = context;
  if (!grant?.rooms) return [PUBLIC, ...(await reader.search.closedRoomsOf(person.id)).map(tagOf)];
  const rooms = await Promise.all(grant.rooms.map((id) => readable(context, id)));
  return rooms.flatMap((room) => room ? [tagOf(room.id)] : []);
}

/** The tag of a room by name, or of the direct conversation with `@somebody`. */
async function roomTag(context: CommandContext, name: string): Promise<string> {
  if (!name.startsWith("@")) {
    const { room, standing } = await placeOf(context, name);
    if (!atLeast(standing, "reader")) throw notThere();
    return tagOf(room.id);
  }
  const { person } = await accountOf(context, name);
  const rooms = await context.reader.roomsOf(context.person.id);
  const direct = rooms.find(({ kind, name }) => kind === "direct" && name === person.name);
  if (!direct || !await readable(context, direct.id)) throw notThere();
  return tagOf(direct.id);
}

/** @throws {ParleyError} `not-found`, `bad-name` for a person or a room that isn't there. */
async function select(context: CommandContext, query: Query): Promise<Selection> {
  const tagsOf = async (filters: NameFilter[], not: boolean, find: typeof roomTag) =>
    await Promise.all(
      filters.filter((each) => each.not === not).map(({ name }) => find(context, name)),
    );
  const authorTag = async (_context: CommandContext, name: string) =>
    tagOf((await accountOf(context, name)).person.id);
  const rooms = await tagsOf(query.in, false, roomTag);
  const authors = await tagsOf(query.from, false, authorTag);
  const tags = [rooms.length > 0 ? rooms : await scopeOf(context)];
  if (authors.length > 0) tags.push(authors);
  if (query.link === true) tags.push([LINK]);
  const excludedTags = [
    ...await tagsOf(query.in, true, roomTag),
    ...await tagsOf(query.from, true, authorTag),
    ...query.link === false ? [LINK] : [],
  ];
  const { terms, excluded, since, until } = query;
  return { tags, excludedTags, terms, excluded, since, until };
}

export const search: ServerCommand<"search"> = {
  type: "search",
  summary: "Messages in the rooms that you may read",
  access: { scope: "read", who: "guest" },
  http: [{ method: "GET", path: "/v1/search" }],
  async run(context, input) {
    const { sort } = input;
    const page = pageQuery(input, SEARCH_KEYS[sort]);
    const query = parseQuery(input.query);
    if (isEmpty(query)) return { hits: [] };
    const selection = await select(context, query);
    if (selection.tags.some((group) => group.length === 0)) return { hits: [] };
    const limit = Math.min(page.limit, limits.historyEvents);
    const { entries, more } = await context.search.find({
      selection,
      sort,
      after: page.after,
      limit,
    });

    const rooms = new Map<string, Promise<Room | undefined>>();
    const hitOf = async ({ room: id, seq }: Found): Promise<SearchHit | undefined> => {
      if (!rooms.has(id)) rooms.set(id, readable(context, id));
      const room = await rooms.get(id);
      const event = room && await context.reader.message(id, seq);
      if (!event || event.state?.deletedBy !== undefined) return undefined;
      const marks = marksOf(query, event.text);
      return marks && { event, roomName: room.name, marks };
    };
    const hits: SearchHit[] = [];
    let bytes = 0;
    for (const [index, found] of entries.entries()) {
      const hit = await hitOf(found);
      if (!hit) continue;
      bytes += Buffer.byteLength(JSON.stringify(hit));
      if (bytes > limits.historyBytes && hits.length > 0) {
        return { hits, ...nextOf({ next: entries[index - 1].key }) };
      }
      hits.push(hit);
    }
    const next = nextOf({ next: more ? entries.at(-1)?.key : undefined });
    // All of this page changed after it was indexed: an empty page would look like the last one.
    if (hits.length === 0 && next.next) return search.run(context, { ...input, after: next.next });
    return { hits, ...next };
  },
};
