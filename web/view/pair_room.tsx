/**
 * The pair room: a talk with somebody whose name one doesn't learn.
 * @module
 */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { RequestType } from "../../shared/protocol/mod.ts";
import type { AppState, Pair } from "../app/state.ts";
import { useChat, useTask } from "./context.ts";
import { Markdown } from "./markdown.tsx";
import { StatusLine } from "./status_line.tsx";

type Move = Extract<RequestType, "stranger-next" | "stranger-leave" | "stranger-block">;

export function PairRoom({ state, pair }: { state: AppState; pair: Pair }) {
  const { ask, dispatch, open } = useChat();
  const task = useTask();
  const [text, setText] = useState("");
  const scroller = useRef<HTMLDivElement>(null);
  const { standing, lines } = pair;

  const move = (type: Move) =>
    task.run(async () => {
      const { state } = await ask(type, {});
      dispatch({ type: "stranger-moved", state });
    });

  useEffect(() => {
    if (standing === "none" && lines.length === 0) move("stranger-next");
  }, []);

  useLayoutEffect(() => {
    scroller.current!.scrollTop = scroller.current!.scrollHeight;
  }, [lines]);

  const say = (event: Event) => {
    event.preventDefault();
    const said = text.trim();
    if (said === "" || standing !== "paired") return;
    task.run(async () => {
      await ask("stranger-say", { text: said });
      setText("");
      dispatch({ type: "stranger-heard", text: said });
    });
  };

  const leave = async () => {
    if (standing !== "none") await move("stranger-leave");
    dispatch({ type: "leave-stranger" });
  };

  return (
    <section class="room pair" aria-label="A stranger">
      <header class="heading">
        <button
          type="button"
          class="back"
          aria-label="Back to the rooms"
          onClick={() => dispatch({ type: "show-rooms" })}
        >
          <span aria-hidden="true">☰</span>
        </button>
        <div class="title">
          <h1>A stranger</h1>
        </div>
        <button type="button" disabled={task.busy} onClick={() => move("stranger-next")}>
          {standing === "none" ? "Meet one" : "Next"}
        </button>
        {standing === "paired" && (
          <>
            <button type="button" onClick={() => move("stranger-block")}>Block</button>
            <button type="button" onClick={() => open({ kind: "report-stranger" })}>Report</button>
          </>
        )}
        <button type="button" onClick={leave}>Leave</button>
      </header>
      <StatusLine state={state} />
      <div class="scroller" ref={scroller} tabIndex={0} role="region" aria-label="What was said">
        <ol class="timeline">
          {lines.map(({ id, from, text }) => (
            <li key={id} class={`entry ${from === "note" ? "deed" : "message"}`}>
              {from === "note" ? text : (
                <>
                  <div class="byline">
                    <strong>{from === "you" ? "You" : "Stranger"}</strong>
                  </div>
                  <div class="text">
                    <Markdown text={text} you={undefined} />
                  </div>
                </>
              )}
            </li>
          ))}
        </ol>
      </div>
      {task.error && <p class="error" role="alert">{task.error}</p>}
      <form class="composer" onSubmit={say}>
        <div class="line">
          <textarea
            id="composer"
            dir="auto"
            rows={Math.min(10, text.split("\n").length)}
            value={text}
            aria-label="Message to the stranger"
            placeholder={standing === "paired" ? "Say something" : "Nobody is here to read it yet"}
            onInput={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && !event.shiftKey && !event.isComposing) say(event);
            }}
          />
          <button type="submit" class="main" disabled={standing !== "paired"}>Send</button>
        </div>
      </form>
    </section>
  );
}
