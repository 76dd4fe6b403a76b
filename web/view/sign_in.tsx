/**
 * The way in: log in, register, or come as a guest.
 * @module
 */
import { useState } from "preact/hooks";
import { limits } from "../../shared/limits.ts";
import type { AppState } from "../app/state.ts";
import type { Credentials } from "../edge/account.ts";
import { useChat, useTask } from "./context.ts";

type Kind = Credentials["kind"];

const TITLES: Record<Kind, string> = {
  "log-in": "Log in",
  register: "Register",
  guest: "Come as a guest",
};

export function SignIn({ state: { server, reason } }: { state: AppState }) {
  const [kind, setKind] = useState<Kind>("log-in");
  const { signIn } = useChat();
  const task = useTask();
  const kinds: Kind[] = ["log-in"];
  if (server?.registration !== "closed") kinds.push("register");
  if (server?.guests !== false) kinds.push("guest");

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    const field = (name: string) => String(data.get(name) ?? "");
    const name = field("name").trim();
    const invitation = field("invitation").trim() || undefined;
    task.run(() =>
      signIn(
        kind === "guest"
          ? { kind, name: name || undefined }
          : kind === "register"
          ? { kind, name, password: field("password"), invitation }
          : { kind, name, password: field("password") },
      )
    );
  };

  return (
    <main class="sign-in">
      <form onSubmit={submit}>
        <div>
          <h1>Parley</h1>
          <p class="hint">The chat of {location.host}</p>
        </div>
        {reason && <p class="notice">{reason}</p>}
        <div class="choice" role="group" aria-label="How to come in">
          {kinds.map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={each === kind}
              onClick={() => setKind(each)}
            >
              {TITLES[each]}
            </button>
          ))}
        </div>
        <label>
          Name
          <input
            name="name"
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
            dir="auto"
            required={kind !== "guest"}
            aria-describedby={kind === "guest" ? "name-hint" : undefined}
          />
        </label>
        {kind === "guest" && (
          <p class="hint" id="name-hint">
            Without one you are given a name. It is yours as long as you are here.
          </p>
        )}
        {kind !== "guest" && (
          <label>
            Password
            <input
              name="password"
              type="password"
              autocomplete={kind === "register" ? "new-password" : "current-password"}
              minLength={kind === "register" ? limits.passwordMinimum : undefined}
              required
              aria-describedby={kind === "register" ? "password-hint" : undefined}
            />
          </label>
        )}
        {kind === "register" && (
          <p class="hint" id="password-hint">
            At least {limits.passwordMinimum} characters; several words are fine.
          </p>
        )}
        {kind === "register" && server?.registration === "invite" && (
          <label>
            Invitation code
            <input name="invitation" autocomplete="off" required />
          </label>
        )}
        {task.error && <p class="error" role="alert">{task.error}</p>}
        <button type="submit" class="main" disabled={task.busy}>
          {task.busy ? "One moment …" : TITLES[kind]}
        </button>
      </form>
    </main>
  );
}
