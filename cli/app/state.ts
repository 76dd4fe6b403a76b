/**
 * The chat client's state: plain data, never changed in place.
 * @module
 */
import type { MessageView } from "../../shared/fold.ts";
import { limits } from "../../shared/limits.ts";
import type {
  LogEvent,
  NotifyLevel,
  OnlinePerson,
  Person,
  Room,
  RoomKind,
} from "../../shared/protocol/mod.ts";
import { type Config, DEFAULT_CONFIG } from "../config/options.ts";
import { createEditor, type EditorState } from "../editor/editor.ts";
import type { Offer } from "../editor/state.ts";
import type { Tone } from "./entry.ts";
import type { ConnectionStatus, OutgoingMessage } from "../../shared/connection.ts";
import type { More, Pending } from "./pending.ts";
import type { Overlay } from "./overlay.ts";
import type { Question } from "./question.ts";
import type { Note, Scrolled } from "./timeline.ts";

export interface RoomState {
  readonly id: string;
  readonly name: string;
  readonly kind: RoomKind;
  readonly topic?: string;
  /** `text @name` at a message's end sends it to those people alone. */
  readonly addressing: boolean;
  /** `seq` of the newest event that came. */
  readonly head: number;
  /** `/history` reads what is before this `seq`; absent: nothing of the room came yet. */
  readonly oldest?: number;
  /** Events up to this `seq` were there before and wait to be printed until the room is opened. */
  readonly hiddenUpTo: number;
  /** Those events: the newest, at most `limits.roomEvents`. */
  readonly hidden: readonly LogEvent[];
  /** Messages as they are by now, in order: the newest, at most `limits.roomEvents`. */
  readonly messages: readonly MessageView[];
  /** A whisper was shown here, after the message with this `seq`, among these people and the reader. */
  readonly whisper?: { readonly after: number; readonly people: readonly string[] };
  /** Who is online here, as far as named; `online` counts the others too. */
  readonly people: readonly OnlinePerson[];
  readonly online: number;
  /** The read marker, as the server holds it. */
  readonly read: number;
  /** Messages after it, and those of them that mention the reader: the server's count up to
   * `countedUpTo`, and what came since. */
  readonly unread: number;
  readonly mentions: number;
  readonly countedUpTo: number;
  /** `seq` of the newest message that was shown, and up to which the server was told that it is read. */
  readonly shown: number;
  readonly marked: number;
  readonly notify: NotifyLevel;
  /** What is new begins after this message: the read marker as it was when the room was opened. */
  readonly freshAfter?: number;
  /** What was said here that is no message. */
  readonly notes: readonly Note[];
  /** The input line of this room while another room is open. */
  readonly draft: EditorState;
}

/** A message on its way. It leaves when its event comes. */
export interface Waiting {
  readonly message: OutgoingMessage;
  /** Its place in the log, once the server has acknowledged it: a whisper's is in another room. */
  readonly place?: { readonly room: string; readonly seq: number };
}

/** Somebody who writes something, until then. */
export interface Typist {
  readonly room: string;
  readonly person: Person;
  readonly until: number;
}

/** The pair room, while it is open in place of a room. */
export interface PairRoom {
  readonly standing: "waiting" | "paired" | "none";
  /** The room to go back to; without one, leaving the pair room leaves the chat. */
  readonly back?: string;
}

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** How the chat is shown. */
export type ViewName = "inline" | "fullscreen" | "plain";

export interface AppState {
  readonly view: ViewName;
  /** There is a terminal that other views than the plain one can be painted on. */
  readonly paintable: boolean;
  /** The plain view: what would stand beside the input line is printed instead. */
  readonly plain: boolean;
  /** Here to meet strangers and for nothing else: nothing of rooms is shown. */
  readonly strangersOnly: boolean;
  readonly size: Size;
  /** Milliseconds since 1970, as the last tick told. */
  readonly now: number;
  readonly status: ConnectionStatus;
  /** When the next try to connect comes. */
  readonly retryAt: number;
  /** When it was tried earlier than that, because somebody was there. */
  readonly retriedAt: number;
  /** Absent until the first welcome. */
  readonly you?: Person;
  /** UTF-8 bytes of a message that the server takes. */
  readonly messageBytes: number;
  readonly rooms: readonly RoomState[];
  /** Id of the open room. */
  readonly current?: string;
  readonly pair?: PairRoom;
  /** Name of the room to open first. */
  readonly wanted?: string;
  /** The input line of what is open. */
  readonly editor: EditorState;
  /** What is asked in place of the input line. */
  readonly question?: Question;
  /** What is chosen from, in place of the input line. */
  readonly overlay?: Overlay;
  /** The part of the open room that is scrolled through; absent: what is said now is shown. */
  readonly scrolled?: Scrolled;
  /** What was said while no room was open. */
  readonly notes: readonly Note[];
  readonly waiting: readonly Waiting[];
  /** Requests under way, by their purpose. */
  readonly pending: Readonly<Record<string, Pending>>;
  /** The next page of the list that was shown last. */
  readonly more?: More;
  readonly config: Config;
  /** Names of emoji; absent until one is wanted. */
  readonly emoji?: readonly Offer[];
  /** The terminal has the keyboard; absent where it doesn't tell. */
  readonly focused?: boolean;
  /** Nothing calls for attention until then; not at all if absent. */
  readonly quietUntil?: number;
  /** When attention was called for last, and for how many messages it was too soon since. */
  readonly alertedAt: number;
  readonly alertsHeld: number;
  /** What was kept of the last run is here: from now on it may be written over. */
  readonly restored: boolean;
  /** The text whose @names were asked about: the next time it is sent. */
  readonly checkedText?: string;
  /** Stands above the status line until the next key. */
  readonly notice?: { readonly tone: Tone; readonly text: string };
  /** Leaving was asked for once: asked again, it happens. */
  readonly leaving: boolean;
  /** Input has ended: leave once nothing is under way any more. */
  readonly ended: boolean;
  /** Id → what was told of people's presence last: the news of it may come more than once. */
  readonly presence: ReadonlyMap<string, string>;
  /** Somebody came of whom it isn't known whether they are in the open room. */
  readonly peopleStale: boolean;
  readonly typing: readonly Typist[];
  /** Something was typed of which the others haven't been told, and when they were told last. */
  readonly typed: boolean;
  readonly typingToldAt: number;
  /** Time of the last key or line; nobody counts as present before the first in plain mode. */
  readonly touchedAt: number;
  /** The server was told that nobody is at this device. */
  readonly idle: boolean;
  /** `/away` is in force. */
  readonly away: boolean;
  /** Messages are printed with their numbers. */
  readonly numbers: boolean;
  /** Time of the event printed last: a day's first event gets a heading. */
  readonly printedAt?: number;
  /** IANA name of the zone in which times are told; the system's if absent. */
  readonly timeZone?: string;
  /** Makes ids: this client's own part, and a count. */
  readonly idPrefix: string;
  readonly nextId: number;
}

export interface StartOptions {
  plain: boolean;
  /** Where it isn't plain: the view to begin with; inline if absent. */
  view?: ViewName;
  /** There is a terminal to paint on; if absent, unless it is plain. */
  paintable?: boolean;
  size: Size;
  /** Milliseconds since 1970. */
  now: number;
  /** Unique for this run of the client. */
  idPrefix: string;
  /** Name of the room to open first. */
  room?: string;
  /** Meet a stranger, and do nothing else. */
  random?: boolean;
  /** IANA name of the zone in which to tell times; the system's if absent. */
  timeZone?: string;
  config?: Config;
}

export function createState(options: StartOptions): AppState {
  const { size, now, idPrefix, room, random = false, timeZone } = options;
  const view = options.plain ? "plain" : options.view ?? "inline";
  const plain = view === "plain";
  return {
    view,
    paintable: options.paintable ?? !plain,
    plain,
    strangersOnly: random,
    size,
    now,
    idPrefix,
    timeZone,
    wanted: room,
    pair: random ? { standing: "none" } : undefined,
    status: { state: "connecting" },
    retryAt: 0,
    retriedAt: -Infinity,
    messageBytes: limits.messageBytes,
    rooms: [],
    editor: createEditor(),
    notes: [],
    waiting: [],
    pending: {},
    config: options.config ?? DEFAULT_CONFIG,
    alertedAt: -Infinity,
    alertsHeld: 0,
    restored: false,
    leaving: false,
    ended: false,
    presence: new Map(),
    peopleStale: false,
    typing: [],
    typed: false,
    typingToldAt: 0,
    touchedAt: plain ? -Infinity : now,
    idle: false,
    away: false,
    numbers: false,
    nextId: 1,
  };
}

/** @param hidden whether what the room holds already waits until it is opened. */
export function createRoom(room: Room, hidden: boolean): RoomState {
  return {
    head: 0,
    hiddenUpTo: hidden ? room.head : 0,
    hidden: [],
    messages: [],
    people: [],
    online: 0,
    shown: 0,
    notes: [],
    draft: createEditor(),
    ...serverPart(room),
    countedUpTo: hidden || room.you ? room.head : 0,
  };
}

/** What the server says of a room, with which it takes the place of what was known. */
export function serverPart({ id, name, kind, head, topic, addressing = false, you }: Room) {
  const { read = 0, unread = 0, mentions = 0, notify = "all" as const } = you ?? {};
  const counts = { read, unread, mentions, notify, countedUpTo: head, marked: read };
  return { id, name, kind, topic, addressing, ...counts };
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
export function roomLabel(room: { name: string; kind: RoomKind }): string {
  return room.kind === "direct"
    ? room.name.split(", ").map((name) => `@${name}`).join(" ")
    : `#${room.name}`;
}
