/**
 * What is done to a message, and lists of messages: reactions, taking back, reports, pins, threads.
 * @module
 */
import { limits } from "../../../shared/limits.ts";
import type { MessageEvent, Person } from "../../../shared/protocol/mod.ts";
import type { RoomState } from "../../app/state.ts";
import { useChat, usePages, useTask } from "../context.ts";
import { Markdown } from "../markdown.tsx";
import { PersonName } from "../person_name.tsx";
import { fullTime } from "../times.ts";
import { Dialog, Failure, fieldOf, PagedList } from "./dialog.tsx";

interface OnMessage {
  room: RoomState;
  seq: number;
}

const OFTEN = [..."👍👎❤️😂😮😢🎉🙏👀🔥✅❌💯🤔👏🚀☕💡🙌😅😍🥳😴🐛".matchAll(/\p{RGI_Emoji}/gv)]
  .map(([emoji]) => emoji);

export function React({ room, seq }: OnMessage) {
  const { ask, open } = useChat();
  const task = useTask();
  const react = (emoji: string) =>
    task.run(async () => {
      await ask("react", { room: room.id, seq, emoji });
      open();
    });
  return (
    <Dialog title="React">
      <div class="emojis">
        {OFTEN.map((emoji) => (
          <button
            key={emoji}
            type="button"
            disabled={task.busy}
            onClick={() => react(emoji)}
          >
            {emoji}
          </button>
        ))}
      </div>
      <form
        class="inline"
        onSubmit={(event) => {
          event.preventDefault();
          react(fieldOf(event, "emoji"));
        }}
      >
        <label class="grow">
          Another emoji, or a short word
          <input name="emoji" maxLength={limits.emojiLength} required />
        </label>
        <button type="submit" disabled={task.busy}>React</button>
      </form>
      <Failure task={task} />
    </Dialog>
  );
}

export function DeleteMessage({ room, seq }: OnMessage) {
  const { ask, open } = useChat();
  const task = useTask();
  return (
    <Dialog title="Take this message back?">
      <p>Its text is erased for everybody, for good.</p>
      <Failure task={task} />
      <div class="buttons">
        <button
          type="button"
          class="main"
          disabled={task.busy}
          onClick={() =>
            task.run(async () => {
              await ask("delete", { room: room.id, seq });
              open();
            })}
        >
          Take it back
        </button>
        <button type="button" onClick={() => open()}>Keep it</button>
      </div>
    </Dialog>
  );
}

export function Report({ room, seq }: OnMessage) {
  const { ask, dispatch, open } = useChat();
  const task = useTask();
  const report = (event: Event) => {
    event.preventDefault();
    const reason = fieldOf(event, "reason");
    task.run(async () => {
      await ask("report", { room: room.id, seq, reason });
      open();
      dispatch({ type: "told", tone: "info", text: "Reported to those who moderate this room." });
    });
  };
  return (
    <Dialog title="Report this message">
      <form onSubmit={report}>
        <label>
          Why
          <input name="reason" autofocus maxLength={limits.lineLength} required dir="auto" />
        </label>
        <Failure task={task} />
        <button type="submit" class="main" disabled={task.busy}>Report</button>
      </form>
    </Dialog>
  );
}

export function Pins({ room, you }: { room: RoomState; you: Person }) {
  const { ask } = useChat();
  const pages = usePages(room.id, async (after) => {
    const { events, next } = await ask("pins", { room: room.id, after });
    return { entries: events, next };
  });
  return (
    <Dialog title="Pinned messages">
      <PagedList
        pages={pages}
        none="Nothing is pinned here."
        row={(message) => <MessageRow key={message.seq} message={message} you={you} />}
      />
    </Dialog>
  );
}

export function Thread({ room, seq, you }: OnMessage & { you: Person }) {
  const { ask, dispatch, open } = useChat();
  const pages = usePages(`${room.id} ${seq}`, async (after) => {
    const { root, events, next } = await ask("thread", { room: room.id, seq, after });
    return { entries: after === undefined ? [root, ...events] : events, next };
  });
  return (
    <Dialog title="A message and its answers">
      <PagedList
        pages={pages}
        none="It can't be found."
        row={(message) => <MessageRow key={message.seq} message={message} you={you} />}
      />
      {!room.archived && (
        <button
          type="button"
          onClick={() => {
            open();
            dispatch({ type: "replying", room: room.id, seq });
          }}
        >
          Reply
        </button>
      )}
    </Dialog>
  );
}

function MessageRow({ message, you }: { message: MessageEvent; you: Person }) {
  const { dispatch, open } = useChat();
  return (
    <li>
      <div class="grow">
        <small>
          <PersonName person={message.author} />, {fullTime(message.at)}
        </small>
        <div class="text">
          {message.state?.deletedBy !== undefined
            ? <p class="gone">This message was taken back.</p>
            : <Markdown text={message.text} you={you.name} />}
        </div>
      </div>
      <button
        type="button"
        onClick={() => {
          open();
          dispatch({ type: "jump", room: message.room, seq: message.seq });
        }}
      >
        Show
      </button>
    </li>
  );
}
