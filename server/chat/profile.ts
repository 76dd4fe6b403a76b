/**
 * What people may say of themselves: display name, time zone.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import { nameKey } from "../../shared/name_key.ts";
import { lookOf, looksReserved } from "../../shared/names.ts";
import { sanitizeLine } from "../../shared/text.ts";

/** A name to be shown by. */
export interface DisplayName {
  /** `""`: none. */
  text: string;
  /** As it is searched for. */
  key: string;
  /** The skeleton of the names that it could be taken for. */
  look: string;
}

/**
 * Reads a display name: one line of what can be seen. Whether it poses as somebody has to be asked by its
 * `look`.
 *
 * @throws {ParleyError} `bad-name` if it poses as the server or its people.
 */
export function parseDisplay(input: string): DisplayName {
  const text = sanitizeLine(input).normalize("NFC").replace(/\s+/gu, " ").trim();
  // Signs around a name don't make it another one: @alice, *alice*.
  const bare = text.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{M}\p{N}]+$/gu, "");
  const look = lookOf(bare);
  if (looksReserved(look)) {
    throw new ParleyError(
      "bad-name",
      "This display name is reserved, or looks like one that is; choose another.",
    );
  }
  return { text, key: nameKey(text), look };
}

/** @throws {ParleyError} `bad-request` for what is no IANA time zone. `""` is none, and taken. */
export function checkTimeZone(name: string): void {
  if (name === "") return;
  try {
    // Offsets such as +01:00 are taken by some engines: they know nothing of summer time.
    if (!/^[A-Za-z]/.test(name)) throw new RangeError();
    new Intl.DateTimeFormat("en", { timeZone: name });
  } catch {
    throw new ParleyError(
      "bad-request",
      "There is no such time zone. Give its IANA name, such as Europe/Vienna.",
    );
  }
}
