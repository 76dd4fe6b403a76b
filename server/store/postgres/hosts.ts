/**
 * A database on several hosts, of which one writes: a primary, and standbys that may take over.
 *
 * As libpq has it, the URL names them with commas: `postgres://USER@ONE:5432,TWO:5433/NAME`
 * (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-MULTIPLE-HOSTS). They are tried in that
 * order, and one that only reads is passed over (`target_session_attrs=read-write`).
 * @module
 */

/** Scheme and user, hosts, the rest. */
const PARTS = /^(postgres(?:ql)?:\/\/(?:[^/@]*@)?)([^/?]*)(.*)$/;

/** A URL for each host. @returns none if it is no URL of a PostgreSQL database. */
export function urlsOf(url: string): string[] {
  const [, start, hosts, rest] = PARTS.exec(url) ?? [];
  if (hosts === undefined) return [];
  const urls = hosts.split(",").map((host) => start + host + rest);
  return urls.every((one) => URL.canParse(one)) ? urls : [];
}

/** @returns the URL without its password, for messages. */
export function shownUrl(url: string): string {
  return url.replace(/^([^/]*:\/\/[^/@:]*:)[^/@]*@/, "$1…@");
}
