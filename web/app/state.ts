/**
 * The browser client's state: plain data, never changed in place.
 * @module
 */
import type { ConnectionStatus, OutgoingMessage } from "../../shared/connection.ts";
import type {
  NotifyLevel,
  OnlinePerson,
  Person,
  Role,
  Room,
  RoomKind,
} from "../../shared/protocol/mod.ts";
import { limits } from "../../shared/limits.ts";
import { EMPTY, type Timeline } from "./timeline.ts";

export interface ServerInfo {
  readonly registration: "open" | "invite" | "closed";
  readonly guests: boolean;
}

/** What is being written in a room. */
export interface Draft {
  readonly text: string;
  /** `seq` of the message that it answers, or changes. */
  readonly replyTo?: number;
  readonly editing?: number;
  /** While a message is edited: what was being written before. */
  readonly before?: string;
}

export const NO_DRAFT: Draft = { text: "" };

export interface RoomState {
  readonly id: string;
  readonly name: string;
  readonly kind: RoomKind;
  readonly topic?: string;
  readonly archived: boolean;
  readonly addressing: boolean;
  readonly slowMode?: number;
  /** Days that messages stay, if not for ever. */
  readonly retention?: number;
  readonly role?: Role;
  /** `seq` of the newest event that came. */
  readonly head: number;
  /** What came up to this `seq` was there before this page knew the room. */
  readonly oldUpTo: number;
  readonly timeline: Timeline;
  /** A page is on its way. */
  readonly loading: boolean;
  /** The end of the window is on the screen. */
  readonly atEnd: boolean;
  /** The read marker, as the server holds it, and up to which it was told that it is read. */
  readonly read: number;
  readonly marked: number;
  /** Messages after it, and those that mention the reader: the server's count up to `countedUpTo`, and
   * what came since. */
  readonly unread: number;
  readonly mentions: number;
  readonly countedUpTo: number;
  readonly notify: NotifyLevel;
  /** The read marker when the room was opened: a line stands there. */
  readonly divider?: number;
  readonly people: readonly OnlinePerson[];
  readonly online: number;
  readonly peopleStale: boolean;
  readonly draft: Draft;
}

/** A message on its way. It leaves when its event comes. */
export interface Waiting {
  readonly message: OutgoingMessage;
  /** Its place in the log, once the server has acknowledged it. */
  readonly place?: { readonly room: string; readonly seq: number };
}

export interface Typist {
  readonly room: string;
  readonly person: Person;
  readonly until: number;
}

export interface Notice {
  readonly id: number;
  readonly tone: "info" | "error";
  readonly text: string;
  /** When it leaves by itself; an error stays until somebody closes it. */
  readonly until: number;
}

/** The pair room. Nothing of it stays anywhere. */
export interface Pair {
  readonly standing: "waiting" | "paired" | "none";
  readonly lines: readonly PairLine[];
}

export interface PairLine {
  readonly id: number;
  /** `note`: what happened. */
  readonly from: "you" | "stranger" | "note";
  readonly text: string;
}

export interface AppState {
  readonly phase: "starting" | "signed-out" | "chat";
  readonly server?: ServerInfo;
  /** Why nobody is signed in. */
  readonly reason?: string;
  readonly status: ConnectionStatus;
  readonly retryAt: number;
  readonly you?: Person;
  /** The first welcome came. */
  readonly welcomed: boolean;
  /** Where the server sends Web Push: the key to subscribe with. */
  readonly pushKey?: string;
  readonly messageBytes: number;
  readonly rooms: readonly RoomState[];
  readonly current?: string;
  /** The room to open once it is there. */
  readonly wanted?: string;
  /** What a narrow screen shows. */
  readonly screen: "rooms" | "room";
  readonly showPeople: boolean;
  readonly waiting: readonly Waiting[];
  readonly pair?: Pair;
  readonly jump?: { readonly room: string; readonly seq: number };
  readonly typing: readonly Typist[];
  readonly typingToldAt: number;
  readonly away: boolean;
  readonly attentive: boolean;
  readonly idle: boolean;
  /** Notifications of the system, and a sound with them. */
  readonly desktop: boolean;
  readonly sound: boolean;
  /** Shortcuts of a single key, which whoever speaks to the computer may not want (WCAG 2.1.4). */
  readonly keys: boolean;
  readonly notices: readonly Notice[];
  /** What a screen reader is told next. */
  readonly announcement: string;
  readonly now: number;
  /** Drafts of rooms that are not there yet. */
  readonly keptDrafts: Readonly<Record<string, Draft>>;
  /** Makes ids: this page's own part, and a count. */
  readonly idPrefix: string;
  readonly nextId: number;
}

export function createState(idPrefix: string, now: number): AppState {
  return {
    phase: "starting",
    status: { state: "connecting" },
    retryAt: 0,
    welcomed: false,
    messageBytes: 0,
    rooms: [],
    screen: "room",
    showPeople: true,
    waiting: [],
    typing: [],
    typingToldAt: 0,
    away: false,
    attentive: true,
    idle: false,
    desktop: false,
    sound: false,
    keys: true,
    notices: [],
    announcement: "",
    now,
    keptDrafts: {},
    idPrefix,
    nextId: 1,
  };
}

/** What the server says of a room takes the place of what was known. */
export function serverPart(room: Room) {
  const { id, name, kind, topic, archived = false, addressing = false } = room;
  const { slowMode, retention, you } = room;
  const { role, read = 0, unread = 0, mentions = 0, notify = "all" as const } = you ?? {};
  const counts = { read, marked: read, unread, mentions, notify, countedUpTo: room.head };
  return { id, name, kind, topic, archived, addressing, slowMode, retention, role, ...counts };
}

export function createRoom(room: Room, draft: Draft = NO_DRAFT): RoomState {
  return {
    ...serverPart(room),
    head: 0,
    oldUpTo: room.head,
    timeline: EMPTY,
    loading: false,
    atEnd: true,
    people: [],
    online: 0,
    peopleStale: true,
    draft,
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
  if (!findRoom(state, id)) return state;
  return {
    ...state,
    rooms: state.rooms.map((room) => room.id === id ? { ...room, ...change } : room),
  };
}

/** The window of this room follows its log's end. */
export function isLive({ timeline, head }: Pick<RoomState, "timeline" | "head">): boolean {
  return timeline.upTo === undefined || timeline.upTo >= head;
}

/** Says something to whoever sits here. */
export function tell(state: AppState, tone: Notice["tone"], text: string): AppState {
  const until = tone === "error" ? Infinity : state.now + limits.noticeShown;
  const notice = { id: state.nextId, tone, text, until };
  return { ...state, nextId: state.nextId + 1, notices: [...state.notices.slice(-3), notice] };
}
