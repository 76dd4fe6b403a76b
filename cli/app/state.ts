/**
 * The chat client's state: plain data, never changed in place.
 * @module
 */
import { limits } from "../../shared/limits.ts";
import type { LogEvent, Person, Room, RoomKind } from "../../shared/protocol/mod.ts";
import { createEditor, type EditorState } from "../editor/editor.ts";
import type { Tone } from "./entry.ts";
import type { ConnectionStatus, OutgoingMessage } from "./events.ts";
import type { Pending } from "./pending.ts";

export interface RoomState {
  readonly id: string;
  readonly name: string;
  readonly kind: RoomKind;
  /** `seq` of the newest event that came. */
  readonly head: number;
  /** `/history` reads what is before this `seq`; absent: nothing of the room came yet. */
  readonly oldest?: number;
  /** Events up to this `seq` were there before and wait to be printed until the room is opened. */
  readonly hiddenUpTo: number;
  /** The newest, at most `limits.roomEvents`. */
  readonly events: readonly LogEvent[];
  /** Who is online here, as far as named; `online` counts the others too. */
  readonly people: readonly Person[];
  readonly online: number;
  /** Messages of others since the room was open last. */
  readonly unread: number;
  /** The input line of this room while another room is open. */
  readonly draft: EditorState;
}

/** A message on its way. It leaves when its event comes. */
export interface Waiting {
  readonly message: OutgoingMessage;
  /** Its place in the log, once the server has acknowledged it. */
  readonly seq?: number;
}

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface AppState {
  /** No terminal: what would stand beside the input line is printed instead. */
  readonly plain: boolean;
  readonly size: Size;
  /** Milliseconds since 1970, as the last tick told. */
  readonly now: number;
  readonly status: ConnectionStatus;
  /** When the next try to connect comes. */
  readonly retryAt: number;
  /** Absent until the first welcome. */
  readonly you?: Person;
  /** UTF-8 bytes of a message that the server takes. */
  readonly messageBytes: number;
  readonly rooms: readonly RoomState[];
  /** Id of the open room. */
  readonly current?: string;
  /** Name of the room to open first. */
  readonly wanted?: string;
  /** The input line of the open room. */
  readonly editor: EditorState;
  readonly waiting: readonly Waiting[];
  /** Requests under way, by their purpose. */
  readonly pending: Readonly<Record<string, Pending>>;
  /** Stands above the status line until the next key. */
  readonly notice?: { readonly tone: Tone; readonly text: string };
  /** Leaving was asked for once: asked again, it happens. */
  readonly leaving: boolean;
  /** Input has ended: leave once nothing is under way any more. */
  readonly ended: boolean;
  /** Id → online, of people of whom that is known: the news of it may come more than once. */
  readonly presence: ReadonlyMap<string, boolean>;
  /** Somebody came of whom it isn't known whether they are in the open room. */
  readonly peopleStale: boolean;
  /** Time of the event printed last: a day's first event gets a heading. */
  readonly printedAt?: number;
  /** Makes ids: this client's own part, and a count. */
  readonly idPrefix: string;
  readonly nextId: number;
}

export interface StartOptions {
  plain: boolean;
  size: Size;
  /** Milliseconds since 1970. */
  now: number;
  /** Unique for this run of the client. */
  idPrefix: string;
  /** Name of the room to open first. */
  room?: string;
}

export function createState({ plain, size, now, idPrefix, room }: StartOptions): AppState {
  return {
    plain,
    size,
    now,
    idPrefix,
    wanted: room,
    status: { state: "connecting" },
    retryAt: 0,
    messageBytes: limits.messageBytes,
    rooms: [],
    editor: createEditor(),
    waiting: [],
    pending: {},
    leaving: false,
    ended: false,
    presence: new Map(),
    peopleStale: false,
    nextId: 1,
  };
}

/** @param hidden whether what the room holds already waits until it is opened. */
export function createRoom({ id, name, kind, head }: Room, hidden: boolean): RoomState {
  return {
    id,
    name,
    kind,
    head: 0,
    hiddenUpTo: hidden ? head : 0,
    events: [],
    people: [],
    online: 0,
    unread: 0,
    draft: createEditor(),
  };
}

export function findRoom(state: AppState, id: string | undefined): RoomState | undefined {
  return state.rooms.find((room) => room.id === id);
}

export function currentRoom(state: AppState): RoomState | undefined {
  return findRoom(state, state.current);
}

/** The state with one room changed; without a room of this id, the state as it is. */
export function changeRoom(state: AppState, id: string, change: Partial<RoomState>): AppState {
  return {
    ...state,
    rooms: state.rooms.map((room) => room.id === id ? { ...room, ...change } : room),
  };
}

/** How a room is called: `#name`, a direct one by the others' names. */
export function roomLabel(room: Pick<RoomState, "name" | "kind">): string {
  return room.kind === "direct"
    ? room.name.split(", ").map((name) => `@${name}`).join(" ")
    : `#${room.name}`;
}
