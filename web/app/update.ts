/**
 * update(state, event) → { state, effects }: the whole behaviour of the browser client, without a browser.
 * @module
 */
import { attend, readMoved } from "./attention.ts";
import { drafted, editing, giveBack, refused, replying, stopped, submitted } from "./composing.ts";
import { also, andThen, type Effect, nothing, type Update } from "./effects.ts";
import type { AppEvent } from "./events.ts";
import { jump, logEvent, pageCame, pageFailed, scrolled, skipped } from "./log.ts";
import { restoreRoom } from "./kept.ts";
import { acked, joined, left, openKept, openRoom, statusChanged, welcomed } from "./network.ts";
import { closePair, openPair, strangerMoved, strangerSaid, youSaid } from "./pair.ts";
import { askPeople, personChanged, presenceChanged, typingNoticed } from "./people.ts";
import { type AppState, changeRoom, createState, tell } from "./state.ts";

export function update(state: AppState, event: AppEvent): Update {
  switch (event.type) {
    case "status":
      return statusChanged(state, event.status);
    case "welcome":
      return andThen(welcomed(state, event.welcome), askPeople);
    case "event":
      return logEvent(state, event.event);
    case "skipped":
      return skipped(state, event.room, event.upTo);
    case "acked":
      return acked(state, event.ack);
    case "refused":
      return refused(state, event.message, event.reason);
    case "presence":
      return presenceChanged(state, event.presence);
    case "joined":
      return joined(state, event.room);
    case "left":
      return left(state, event.room);
    case "read":
      return readMoved(state, event);
    case "typing":
      return typingNoticed(state, event);
    case "person":
      return personChanged(state, event.person);
    case "stranger":
      return strangerMoved(state, event);
    case "stranger-says":
      return strangerSaid(state, event.text);
    case "signed-out":
      return nothing(signedOut(state, event));
    case "signed-in":
      return nothing(signedIn(state, event));
    case "open-room":
      return andThen(andThen(openRoom(state, event.room), askPeople), attend);
    case "show-rooms":
      return nothing({ ...state, screen: "rooms" });
    case "toggle-people":
      return nothing({ ...state, showPeople: !state.showPeople });
    case "entered":
      return andThen(
        andThen(joined(state, event.room), (next) => openRoom(next, event.room.id)),
        askPeople,
      );
    case "drafted":
      return drafted(state, event.room, event.text);
    case "replying":
      return replying(state, event.room, event.seq);
    case "editing":
      return editing(state, event.room, event.seq);
    case "stopped":
      return stopped(state, event.room);
    case "submitted":
      return andThen(
        submitted(state, event.room),
        (next) => scrolled(next, { type: "scrolled", room: event.room, towards: "newest" }),
      );
    case "edit-failed": {
      const { room, seq, text, reason } = event;
      return giveBack(state, room, { text, editing: seq }, reason);
    }
    case "scrolled":
      return scrolled(state, event);
    case "at-end":
      return andThen(nothing(changeRoom(state, event.room, { atEnd: event.atEnd })), attend);
    case "jump":
      return andThen(openRoom(state, event.room), (next) => jump(next, event.room, event.seq));
    case "jumped":
      return nothing({ ...state, jump: undefined });
    case "page":
      return pageCame(state, event);
    case "page-failed":
      return pageFailed(state, event.room, event.reason);
    case "online": {
      const { people, total } = event.result;
      return nothing(changeRoom(state, event.room, { people, online: total }));
    }
    case "attention":
      return andThen(nothing({ ...state, attentive: event.attentive }), attend);
    case "idle":
      return idled(state, event.idle);
    case "preferred":
      return preferred(state, event);
    case "told":
      return nothing(tell(state, event.tone, event.text));
    case "dismissed":
      return nothing({
        ...state,
        notices: state.notices.filter(({ id }) => id !== event.notice),
      });
    case "meet-stranger":
      return openPair(state);
    case "leave-stranger":
      return closePair(state);
    case "stranger-moved":
      return strangerMoved(state, event);
    case "stranger-heard":
      return youSaid(state, event.text);
    case "tick":
      return ticked(state, event.now);
    default:
      return event satisfies never;
  }
}

function signedOut(
  { idPrefix, now, server, showPeople }: AppState,
  event: Extract<AppEvent, { type: "signed-out" }>,
): AppState {
  const fresh = createState(idPrefix, now);
  return {
    ...fresh,
    phase: "signed-out",
    server: event.server ?? server,
    reason: event.reason,
    showPeople,
  };
}

function signedIn(
  { idPrefix, now, nextId, attentive, notices, showPeople }: AppState,
  { account, kept }: Extract<AppEvent, { type: "signed-in" }>,
): AppState {
  return {
    ...createState(idPrefix, now),
    phase: "chat",
    nextId,
    attentive,
    notices,
    showPeople,
    you: account,
    keptDrafts: kept.drafts,
    rooms: kept.rooms.map((room) => restoreRoom(room, kept.drafts[room.room.id], now)),
    waiting: kept.outbox.map((message) => ({ message })),
    wanted: kept.room,
    desktop: kept.desktop,
    sound: kept.sound,
    keys: kept.keys,
  };
}

function idled(state: AppState, idle: boolean): Update {
  if (idle === state.idle) return nothing(state);
  return andThen(also({ ...state, idle }, { type: "tell-idle", idle }), attend);
}

function preferred(
  state: AppState,
  { desktop = state.desktop, sound = state.sound, keys = state.keys }: Partial<
    Pick<AppState, "desktop" | "sound" | "keys">
  >,
): Update {
  const effects: Effect[] = [
    { type: "keep", key: "desktop", value: desktop },
    { type: "keep", key: "sound", value: sound },
    { type: "keep", key: "keys", value: keys },
  ];
  return { state: { ...state, desktop, sound, keys }, effects };
}

function ticked(before: AppState, now: number): Update {
  const typing = before.typing.filter(({ until }) => until > now);
  const isSame = typing.length === before.typing.length;
  const notices = before.notices.filter(({ until }) => until > now);
  const isAsMany = notices.length === before.notices.length;
  const state = {
    ...before,
    now,
    typing: isSame ? before.typing : typing,
    notices: isAsMany ? before.notices : notices,
  };
  return andThen(andThen(openKept(state), attend), askPeople);
}
