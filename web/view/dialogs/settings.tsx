/**
 * Settings: one's profile, what calls for attention, sessions, and the account itself.
 * @module
 */
import { useEffect, useState } from "preact/hooks";
import { limits } from "../../../shared/limits.ts";
import type { OwnProfile } from "../../../shared/protocol/mod.ts";
import type { AppState } from "../../app/state.ts";
import { askToNotify, canNotify } from "../../edge/notifier.ts";
import { canPush, endPush, isPushed, startPush } from "../../edge/push.ts";
import { useChat, useTask } from "../context.ts";
import { AccountCare } from "./account_care.tsx";
import { Dialog, Failure, fieldOf } from "./dialog.tsx";
import { Sessions } from "./sessions.tsx";

export function Settings({ state }: { state: AppState }) {
  const { ask, open, signOut } = useChat();
  const [own, setOwn] = useState<OwnProfile>();
  const task = useTask();
  useEffect(() => {
    task.run(async () => setOwn((await ask("me", {})).account));
  }, []);
  const isGuest = state.you?.guest === true;
  return (
    <Dialog title="Settings">
      <Failure task={task} />
      <Attention state={state} />
      {own && !isGuest && <ProfileForm own={own} changed={setOwn} />}
      {own && !isGuest && <Sessions />}
      {own && <AccountCare own={own} />}
      <div class="buttons">
        {own?.administrator && (
          <button type="button" onClick={() => open({ kind: "server" })}>This server</button>
        )}
        <button
          type="button"
          disabled={task.busy}
          onClick={() =>
            task.run(async () => {
              await signOut();
              open();
            })}
        >
          Log out
        </button>
      </div>
    </Dialog>
  );
}

function Attention({ state }: { state: AppState }) {
  const { ask, dispatch } = useChat();
  const task = useTask();
  const isAllowed = async () => {
    const allowed = await askToNotify();
    const text = "The browser doesn't allow it. Allow notifications for this page there first.";
    if (!allowed) dispatch({ type: "told", tone: "error", text });
    return allowed;
  };
  const setDesktop = (wanted: boolean) =>
    task.run(async () => {
      dispatch({ type: "preferred", desktop: wanted && await isAllowed() });
    });
  const setAway = (event: Event) => {
    event.preventDefault();
    const text = fieldOf(event, "text") || undefined;
    const away = !state.away;
    task.run(() => ask("away", away ? { away, text } : { away }));
  };
  return (
    <section>
      <label class="check">
        <input
          type="checkbox"
          checked={state.desktop}
          disabled={!canNotify()}
          onChange={(event) => setDesktop(event.currentTarget.checked)}
        />
        Notifications for mentions and direct messages
      </label>
      {state.pushKey && canPush() && !state.you?.guest && (
        <Push serverKey={state.pushKey} isAllowed={isAllowed} />
      )}
      <label class="check">
        <input
          type="checkbox"
          checked={state.sound}
          onChange={(event) => dispatch({ type: "preferred", sound: event.currentTarget.checked })}
        />
        A sound with them
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={state.keys}
          onChange={(event) => dispatch({ type: "preferred", keys: event.currentTarget.checked })}
        />
        The ? key lists the shortcuts
      </label>
      <form class="inline" onSubmit={setAway}>
        {!state.away && (
          <label class="grow">
            Away: what you say about it
            <input name="text" maxLength={limits.lineLength} dir="auto" />
          </label>
        )}
        <button type="submit" disabled={task.busy}>{state.away ? "I am back" : "Be away"}</button>
      </form>
      <Failure task={task} />
    </section>
  );
}

interface PushProps {
  serverKey: string;
  /** Asks for the permission, and tells if it isn't given. */
  isAllowed(): Promise<boolean>;
}

function Push({ serverKey, isAllowed }: PushProps) {
  const { ask } = useChat();
  const [on, setOn] = useState(false);
  const task = useTask();
  useEffect(() => void isPushed().then(setOn), []);
  const set = (wanted: boolean) =>
    task.run(async () => {
      if (!wanted) await endPush(ask);
      else if (await isAllowed()) await startPush(ask, serverKey);
      setOn(await isPushed());
    });
  return (
    <>
      <label class="check">
        <input
          type="checkbox"
          checked={on}
          disabled={task.busy}
          onChange={(event) => set(event.currentTarget.checked)}
        />
        Also while this page is closed
      </label>
      <Failure task={task} />
    </>
  );
}

interface ProfileFormProps {
  own: OwnProfile;
  changed: (own: OwnProfile) => void;
}

function ProfileForm({ own, changed }: ProfileFormProps) {
  const { ask, dispatch } = useChat();
  const task = useTask();
  const save = (event: Event) => {
    event.preventDefault();
    const field = (name: string) => fieldOf(event, name);
    task.run(async () => {
      const name = field("name");
      if (name !== own.name) await ask("rename", { name });
      const { account } = await ask("set-profile", {
        display: field("display"),
        bio: field("bio"),
        email: field("email"),
        timeZone: field("time-zone"),
      });
      changed(account);
      dispatch({ type: "told", tone: "info", text: "Your profile is changed." });
    });
  };
  const zones = Intl.supportedValuesOf("timeZone");
  return (
    <details>
      <summary>Profile</summary>
      <form onSubmit={save}>
        <label>
          Name; the old one stays reserved for you
          <input name="name" defaultValue={own.name} required dir="auto" />
        </label>
        <label>
          Shown as
          <input
            name="display"
            defaultValue={own.display ?? ""}
            maxLength={limits.displayLength}
            dir="auto"
          />
        </label>
        <label>
          About you
          <textarea
            name="bio"
            rows={3}
            defaultValue={own.bio ?? ""}
            maxLength={limits.paragraphLength}
            dir="auto"
          />
        </label>
        <label>
          E-mail, which nobody else sees
          <input name="email" type="email" autocomplete="email" defaultValue={own.email ?? ""} />
        </label>
        <label>
          Time zone
          <select name="time-zone">
            <option value="">not said</option>
            {zones.map((zone) => <option key={zone} selected={zone === own.timeZone}>{zone}
            </option>)}
          </select>
        </label>
        <Failure task={task} />
        <button type="submit" class="main" disabled={task.busy}>Save</button>
      </form>
    </details>
  );
}
