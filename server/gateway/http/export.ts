/**
 * Everything that the server has of an account, for its owner to take away: JSON lines, as they are read.
 * @module
 */
import { Hono } from "hono";
import { ParleyError } from "../../../shared/errors.ts";
import { limits } from "../../../shared/limits.ts";
import { judgeAsker } from "../../chat/permissions.ts";
import type { Page, PageQuery } from "../../store/readers/page.ts";
import type { Gateway, SignedIn } from "../gateway.ts";
import { type Env, signedInOf } from "./request.ts";

/** All pages of a list, each read when the one before is taken. */
async function* pages<T>(read: (page: PageQuery) => Promise<Page<T>>): AsyncGenerator<T[]> {
  let after: PageQuery["after"];
  do {
    const page = await read({ after, limit: limits.pageDefault });
    yield page.entries;
    after = page.next;
  } while (after);
}

/** One object a line, each with the `type` that says what it is. Secrets are in none. */
async function* linesOf(
  { reader }: Pick<Gateway, "reader">,
  { person, tokenHash }: SignedIn,
): AsyncGenerator<object[]> {
  const { people } = reader;
  yield [{ type: "profile", ...await people.profile(person.id) }];
  yield (await reader.roomsOf(person.id)).map((room) => ({ type: "room", ...room }));
  for await (const page of pages((query) => people.sessions(person.id, tokenHash, query))) {
    yield page.map((session) => ({ type: "session", ...session }));
  }
  for await (const page of pages((query) => people.tokens(person.id, query))) {
    yield page.map((token) => ({ type: "token", ...token }));
  }
  for await (const page of pages((query) => people.messages(person.id, query))) {
    yield page.map(({ author: _own, ...message }) => ({ ...message, type: "message" }));
  }
}

export function exportRoutes(gateway: Gateway): Hono<Env> {
  const app = new Hono<Env>();
  /** Accounts whose export is under way. */
  const running = new Set<string>();

  app.get("/v1/me/export", async (c) => {
    const asker = await signedInOf(c, gateway);
    judgeAsker(asker, { scope: "account", who: "guest" });
    const { id } = asker.person;
    if (running.has(id)) {
      throw new ParleyError("rate-limited", "An export of yours is under way. Wait for it.", 5);
    }
    const lines = linesOf(gateway, asker);
    const encoder = new TextEncoder();
    running.add(id);
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        try {
          const next = await lines.next();
          if (!next.done) {
            const text = next.value.map((line) => `${JSON.stringify(line)}\n`).join("");
            return controller.enqueue(encoder.encode(text));
          }
          controller.close();
        } catch (error) {
          controller.error(error);
        }
        running.delete(id);
      },
      cancel: () => void running.delete(id),
    });
    return c.body(body, 200, {
      "content-type": "application/jsonl",
      "content-disposition": 'attachment; filename="parley-export.jsonl"',
    });
  });

  return app;
}
