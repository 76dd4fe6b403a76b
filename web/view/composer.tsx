/**
 * Where one writes: the draft, names to complete, what is answered or edited, and the way to send it.
 * @module
 */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { shown } from "../../shared/fold.ts";
import { lastOwn, messageAt } from "../app/composing.ts";
import { complete, completionAt } from "../app/completion.ts";
import { namesHere } from "../app/people.ts";
import type { AppState, RoomState } from "../app/state.ts";
import { roomLabel } from "../../shared/attention.ts";
import { useChat } from "./context.ts";
import { plainText } from "../../shared/plain_text.ts";

interface ComposerProps {
  room: RoomState;
  you: AppState["you"];
}

/** Where fingers type, Enter is a new line, and the button sends. */
const onTouch = matchMedia("(hover: none) and (pointer: coarse)");

export function Composer({ room, you }: ComposerProps) {
  const { dispatch } = useChat();
  const area = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState(0);
  const [choice, setChoice] = useState(0);
  const [dismissed, setDismissed] = useState<string>();
  const wantedCaret = useRef<number | undefined>(undefined);
  const { id, draft: { text, replyTo, editing } } = room;

  const names = text.includes("@") ? namesHere(room, you) : [];
  const found = dismissed === text
    ? undefined
    : completionAt(text, Math.min(caret, text.length), names);
  const chosen = found && Math.min(choice, found.options.length - 1);

  // At once: the key after the one that asked for it belongs here already.
  useLayoutEffect(() => {
    if (!onTouch.matches) area.current?.focus();
  }, [id, replyTo, editing]);

  useLayoutEffect(() => {
    const element = area.current!;
    if (wantedCaret.current === undefined) return;
    element.setSelectionRange(wantedCaret.current, wantedCaret.current);
    setCaret(wantedCaret.current);
    wantedCaret.current = undefined;
  }, [text]);

  const accept = (option: string) => {
    const result = complete(text, found!, option);
    wantedCaret.current = result.caret;
    setChoice(0);
    dispatch({ type: "drafted", room: id, text: result.text });
    area.current?.focus();
  };

  const submit = () => {
    dispatch({ type: "submitted", room: id });
    area.current?.focus();
  };

  const press = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (found && chosen !== undefined) {
      const count = found.options.length;
      const move = { ArrowDown: 1, ArrowUp: count - 1 }[event.key];
      if (move !== undefined) setChoice((chosen + move) % count);
      else if (event.key === "Tab" || event.key === "Enter") accept(found.options[chosen]);
      else if (event.key === "Escape") setDismissed(text);
      else return;
      return event.preventDefault();
    }
    if (event.key === "Enter" && !event.shiftKey && !onTouch.matches) submit();
    else if (event.key === "Escape" && (replyTo !== undefined || editing !== undefined)) {
      dispatch({ type: "stopped", room: id });
    } else if (event.key === "ArrowUp" && text === "") {
      const seq = lastOwn(room, you?.id);
      if (seq === undefined) return;
      dispatch({ type: "editing", room: id, seq });
    } else return;
    event.preventDefault();
  };

  if (room.archived) {
    return <p class="composer archived">This room is archived: it can be read only.</p>;
  }
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Context room={room} />
      {found && (
        <ul class="options" id="options" role="listbox" aria-label="Names">
          {found.options.map((option, n) => (
            <li
              key={option}
              id={`option-${n}`}
              role="option"
              aria-selected={n === chosen}
              onPointerDown={(event) => {
                event.preventDefault();
                accept(option);
              }}
            >
              <bdi>@{option}</bdi>
              {option === "room" && <small>everybody here</small>}
            </li>
          ))}
        </ul>
      )}
      <div class="line">
        <textarea
          id="composer"
          ref={area}
          dir="auto"
          rows={Math.min(10, text.split("\n").length)}
          value={text}
          placeholder={`Write to ${roomLabel(room)}`}
          aria-label={`Message to ${roomLabel(room)}`}
          aria-autocomplete="list"
          aria-controls={found && "options"}
          aria-activedescendant={found && `option-${chosen}`}
          enterkeyhint={onTouch.matches ? "enter" : "send"}
          onInput={(event) => {
            setCaret(event.currentTarget.selectionStart);
            setChoice(0);
            dispatch({ type: "drafted", room: id, text: event.currentTarget.value });
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          onKeyDown={press}
        />
        <button type="submit" class="main" disabled={text.trim() === ""}>
          {editing === undefined ? "Send" : "Save"}
        </button>
      </div>
    </form>
  );
}

/** What the draft answers or changes, and the way out of it. */
function Context({ room }: { room: RoomState }) {
  const { dispatch } = useChat();
  const { replyTo, editing } = room.draft;
  const seq = editing ?? replyTo;
  if (seq === undefined) return null;
  const view = messageAt(room, seq);
  const message = view && shown(view);
  return (
    <div class="context">
      <span>
        {editing !== undefined ? "Editing your message" : message
          ? (
            <>
              Answering <bdi>{message.author.name}</bdi>:{" "}
              <bdi>{plainText(message.text.slice(0, 500)).slice(0, 200)}</bdi>
            </>
          )
          : "Answering an earlier message"}
      </span>
      <button
        type="button"
        aria-label="Give it up"
        title="Give it up (Esc)"
        onClick={() => dispatch({ type: "stopped", room: room.id })}
      >
        <span aria-hidden="true">✕</span>
      </button>
    </div>
  );
}
