/**
 * One message: who, when, what, and what became of it.
 * @module
 */
import { type MessageView, shown } from "../../shared/fold.ts";
import type { MessageEvent, Person } from "../../shared/protocol/mod.ts";
import { sanitizeLine } from "../../shared/text.ts";
import { useChat } from "./context.ts";
import { Markdown } from "./markdown.tsx";
import { plainText } from "../../shared/plain_text.ts";
import { memo } from "./memo.ts";
import { Avatar, PersonName } from "./person_name.tsx";
import { clockTime, fullTime } from "./times.ts";

/** What a message may be done to by whoever reads it. */
export interface Rights {
  /** The reader. */
  you: Person;
  /** Takes back the messages of others, pins. */
  moderates: boolean;
  /** Nothing can be written here any more. */
  archived: boolean;
}

interface MessageProps {
  view: MessageView;
  rights: Rights;
  /** The same person goes on: no name again. */
  follows: boolean;
  /** The message that it answers, if that is in sight. */
  quoted: MessageEvent | undefined;
  /** Names of people by their ids, as far as known. */
  nameOf: (id: string) => string | undefined;
  /** It has the keyboard's or the pointer's attention: its buttons show. */
  active: boolean;
}

export const Message = memo(function Message(props: MessageProps) {
  const { rights, follows, quoted, nameOf, active } = props;
  const message = shown(props.view);
  const { author, at, state } = message;
  const isDeleted = state?.deletedBy !== undefined;
  return (
    <>
      {!follows && <Avatar person={author} />}
      {message.replyTo !== undefined && <Quoted message={message} quoted={quoted} />}
      {!follows && (
        <div class="byline">
          <PersonButton message={message} />
          {message.via !== undefined && <small class="mark">whisper</small>}
          <time dateTime={new Date(at).toISOString()} title={fullTime(at)}>{clockTime(at)}</time>
        </div>
      )}
      {follows && <time class="late" title={fullTime(at)}>{clockTime(at)}</time>}
      <div class="text">
        {isDeleted
          ? <p class="gone">This message was taken back.</p>
          : message.action
          ? (
            <p class="action" dir="auto">
              * {sanitizeLine(author.name)} {sanitizeLine(message.text)}
            </p>
          )
          : <Markdown text={message.text} you={rights.you.name} />}
        {(state?.editedAt !== undefined || state?.pinned) && (
          <p class="notes">
            {state.editedAt !== undefined &&
              <span title={fullTime(state.editedAt)}>edited</span>}{" "}
            {state.pinned && <span>pinned</span>}
          </p>
        )}
      </div>
      <Reactions message={message} rights={rights} nameOf={nameOf} />
      {active && !isDeleted && <Actions message={message} rights={rights} />}
    </>
  );
});

function PersonButton({ message: { author, room } }: { message: MessageEvent }) {
  const { open } = useChat();
  return (
    <button
      type="button"
      class="plain"
      tabIndex={-1}
      onClick={() => open({ kind: "person", name: author.name, room })}
    >
      <PersonName person={author} />
    </button>
  );
}

function Quoted({ message, quoted }: { message: MessageEvent; quoted: MessageEvent | undefined }) {
  const { dispatch } = useChat();
  const { room, replyTo } = message;
  const text = quoted?.state?.deletedBy !== undefined
    ? "a message that was taken back"
    : quoted && plainText(quoted.text.slice(0, 500)).slice(0, 200);
  return (
    <button
      type="button"
      class="quoted"
      tabIndex={-1}
      onClick={() => dispatch({ type: "jump", room, seq: replyTo! })}
    >
      <span aria-hidden="true">↱</span> {quoted
        ? (
          <>
            <bdi>{quoted.author.name}</bdi>: <bdi>{text}</bdi>
          </>
        )
        : "an earlier message"}
    </button>
  );
}

function Reactions(
  { message, rights, nameOf }: Pick<MessageProps, "rights" | "nameOf"> & { message: MessageEvent },
) {
  const { ask, dispatch } = useChat();
  const reactions = message.state?.reactions;
  if (!reactions) return null;
  const { room, seq } = message;
  return (
    <div class="reactions">
      {reactions.map(({ emoji, people }) => {
        const mine = people.includes(rights.you.id);
        const names = people.flatMap((id) => id === rights.you.id ? "you" : nameOf(id) ?? []);
        const others = people.length - names.length;
        const who = [...names, ...(others > 0 ? [`${others} more`] : [])].join(", ");
        return (
          <button
            key={emoji}
            type="button"
            tabIndex={-1}
            aria-pressed={mine}
            aria-label={`${emoji} ${people.length}: ${who}`}
            title={who}
            onClick={() => {
              ask("react", { room, seq, emoji, on: !mine })
                .catch((error) => dispatch({ type: "told", tone: "error", text: error.message }));
            }}
          >
            <span>{sanitizeLine(emoji)}</span> {people.length}
          </button>
        );
      })}
    </div>
  );
}

function Actions({ message, rights }: { message: MessageEvent; rights: Rights }) {
  const { ask, dispatch, open } = useChat();
  const { room, seq, state } = message;
  const mine = message.author.id === rights.you.id;
  const button = (label: string, sign: string, act: () => void) => (
    <button type="button" tabIndex={-1} aria-label={label} title={label} onClick={act}>
      <span aria-hidden="true">{sign}</span>
    </button>
  );
  const pin = () => {
    ask("pin", { room, seq, on: !state?.pinned })
      .catch((error) => dispatch({ type: "told", tone: "error", text: error.message }));
  };
  return (
    <div class="actions" role="toolbar" aria-label="For this message">
      {!rights.archived && (
        <>
          {button("React", "☺", () => open({ kind: "react", room, seq }))}
          {button("Reply", "↩", () => dispatch({ type: "replying", room, seq }))}
          {mine && button("Edit", "✎", () => dispatch({ type: "editing", room, seq }))}
        </>
      )}
      {button("Answers to it", "≡", () => open({ kind: "thread", room, seq }))}
      {rights.moderates && !rights.archived && button(state?.pinned ? "Unpin" : "Pin", "⚑", pin)}
      {(mine || rights.moderates) &&
        button("Take back", "✕", () => open({ kind: "delete", room, seq }))}
      {!mine && button("Report", "!", () => open({ kind: "report", room, seq }))}
    </div>
  );
}
