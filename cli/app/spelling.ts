/**
 * @names in a message that are nearly the name of somebody here: most likely a slip.
 * @module
 */
import { isSameName, nearestNames } from "../../shared/name_key.ts";
import { namesHere } from "./people.ts";
import { type AppState, currentRoom } from "./state.ts";

const NAME = /(?<=^|[\s(])@([\p{L}\p{N}_.-]+)/gu;
/** They mean everybody. */
const EVERYBODY = ["room", "here", "all"];

/** The question to ask before this text is sent; `undefined` if there is none. */
export function questionNames(state: AppState, text: string): string | undefined {
  const slip = slipIn(state, text);
  if (slip === undefined || state.checkedText === text) return undefined;
  return `${slip} Enter sends it as it is.`;
}

/** What is to be said about a name that is nearly one of those here; `undefined` if there is none. */
export function slipIn(state: AppState, text: string): string | undefined {
  if (!state.config["check-names"]) return undefined;
  const here = namesHere(state, currentRoom(state));
  const known = [...here, ...EVERYBODY, ...(state.you ? [state.you.name] : [])];
  for (const [, typed] of text.matchAll(NAME)) {
    const name = typed.replace(/[.-]+$/, "");
    if (known.some((each) => isSameName(each, name))) continue;
    const [near] = nearestNames(name, here, 1);
    if (near !== undefined) {
      return `@${name} is not known here. Did you mean @${near}?`;
    }
  }
  return undefined;
}
