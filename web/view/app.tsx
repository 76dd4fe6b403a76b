/**
 * The page as a whole: who isn't signed in sees the way in, who is sees the chat.
 * @module
 */
import { useEffect, useMemo, useState } from "preact/hooks";
import { currentRoom } from "../app/state.ts";
import type { AppState } from "../app/state.ts";
import { type Chat, ChatContext, type DialogName, useChat } from "./context.ts";
import { Dialogs } from "./dialogs/dialogs.tsx";
import { PairRoom } from "./pair_room.tsx";
import { RoomView } from "./room_view.tsx";
import { listenToShortcuts } from "./shortcuts.ts";
import { Sidebar } from "./sidebar.tsx";
import { SignIn } from "./sign_in.tsx";
import { StatusLine } from "./status_line.tsx";

interface AppProps {
  state: AppState;
  /** Everything but `open`, which is the page's own. */
  actions: Omit<Chat, "open">;
  current: () => AppState;
}

export function App({ state, actions, current }: AppProps) {
  const [dialog, open] = useState<DialogName>();
  const chat = useMemo<Chat>(() => ({ ...actions, open }), [actions]);
  useEffect(() => listenToShortcuts(chat, current), [chat]);
  return (
    <ChatContext.Provider value={chat}>
      <Page state={state} />
      {state.phase === "chat" && dialog && <Dialogs state={state} dialog={dialog} />}
      <Notices state={state} />
      <div class="visually-hidden" aria-live="polite">{state.announcement}</div>
    </ChatContext.Provider>
  );
}

function Page({ state }: { state: AppState }) {
  const room = currentRoom(state);
  if (state.phase === "signed-out") return <SignIn state={state} />;
  if (state.phase === "starting") {
    return (
      <main class="empty">
        <h1 class="visually-hidden">Parley</h1>
        {state.status.state === "offline" ? <StatusLine state={state} /> : <p>One moment …</p>}
      </main>
    );
  }
  return (
    <main class={`chat shows-${state.screen}`}>
      <Sidebar
        rooms={state.rooms}
        current={state.pair ? undefined : state.current}
        you={state.you}
        strangers={state.pair !== undefined}
      />
      {state.pair
        ? <PairRoom state={state} pair={state.pair} />
        : room
        ? <RoomView state={state} room={room} />
        : (
          <section class="empty" aria-label="No room">
            <StatusLine state={state} />
            <p>
              {state.welcomed
                ? "You are in no room. Find one with + beside Rooms."
                : "One moment …"}
            </p>
          </section>
        )}
    </main>
  );
}

function Notices({ state: { notices } }: { state: AppState }) {
  const { dispatch } = useChat();
  return (
    <div class="notices" role="log" aria-live="polite" aria-label="Notices">
      {notices.map(({ id, tone, text }) => (
        <div key={id} class={`notice ${tone}`}>
          <span>{text}</span>
          <button
            type="button"
            aria-label="Close this notice"
            onClick={() => dispatch({ type: "dismissed", notice: id })}
          >
            <span aria-hidden="true">✕</span>
          </button>
        </div>
      ))}
    </div>
  );
}
