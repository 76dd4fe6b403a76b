/**
 * The account itself: its password, a copy of what the server has of it, and its end.
 * @module
 */
import { limits } from "../../../shared/limits.ts";
import type { OwnProfile } from "../../../shared/protocol/mod.ts";
import { useChat, useTask } from "../context.ts";
import { Failure, fieldOf, secretOf } from "./dialog.tsx";

export function AccountCare({ own }: { own: OwnProfile }) {
  return (
    <>
      {!own.guest && <PasswordForm />}
      <details>
        <summary>Your data</summary>
        <p>
          <a href="/v1/me/export" download="parley-export.jsonl">
            Everything that the server has of you
          </a>, one JSON object a line.
        </p>
      </details>
      <DeleteForm own={own} />
    </>
  );
}

function PasswordForm() {
  const { ask, dispatch } = useChat();
  const task = useTask();
  const change = (event: Event) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const fields = { old: secretOf(event, "old"), new: secretOf(event, "new") };
    task.run(async () => {
      await ask("change-password", fields);
      form.reset();
      const text = "Your password is changed. Your other sessions have ended.";
      dispatch({ type: "told", tone: "info", text });
    });
  };
  return (
    <details>
      <summary>Password</summary>
      <form onSubmit={change}>
        <label>
          The old one
          <input name="old" type="password" autocomplete="current-password" required />
        </label>
        <label>
          The new one, at least {limits.passwordMinimum} characters
          <input
            name="new"
            type="password"
            autocomplete="new-password"
            minLength={limits.passwordMinimum}
            required
          />
        </label>
        <Failure task={task} />
        <button type="submit" disabled={task.busy}>Change it</button>
      </form>
    </details>
  );
}

function DeleteForm({ own }: { own: OwnProfile }) {
  const { ask, signOut, open } = useChat();
  const task = useTask();
  const end = (event: Event) => {
    event.preventDefault();
    const password = secretOf(event, "password") || undefined;
    const messages = fieldOf(event, "messages") === "erase" ? "erase" : "keep";
    task.run(async () => {
      await ask("delete-account", { password, messages });
      open();
      await signOut();
    });
  };
  return (
    <details>
      <summary>Delete the account</summary>
      <form onSubmit={end}>
        <p>For good. Nobody will ever get the name {own.name} again.</p>
        <label>
          Your messages
          <select name="messages">
            <option value="keep">stay, as a deleted user's</option>
            <option value="erase">are erased</option>
          </select>
        </label>
        {!own.guest && (
          <label>
            Password
            <input name="password" type="password" autocomplete="current-password" required />
          </label>
        )}
        <Failure task={task} />
        <button type="submit" disabled={task.busy}>Delete my account</button>
      </form>
    </details>
  );
}
