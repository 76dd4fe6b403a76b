/**
 * A person: who they are, writing to them, and what those who keep order can do.
 * @module
 */
import { useEffect, useState } from "preact/hooks";
import type { Person, Profile } from "../../../shared/protocol/mod.ts";
import { parseTime } from "../../../shared/duration.ts";
import { roomLabel } from "../../../shared/attention.ts";
import type { RoomState } from "../../app/state.ts";
import { useChat, useTask } from "../context.ts";
import { PersonName } from "../person_name.tsx";
import { fullTime } from "../times.ts";
import { Dialog, Failure, fieldOf } from "./dialog.tsx";

interface PersonCardProps {
  name: string;
  /** The room in which they were met. */
  room: RoomState | undefined;
  you: Person;
}

export function PersonCard({ name, room, you }: PersonCardProps) {
  const { ask, dispatch, open } = useChat();
  const [profile, setProfile] = useState<Profile>();
  const task = useTask();
  useEffect(() => {
    task.run(async () => setProfile((await ask("profile", { person: name })).profile));
  }, []);
  const isYou = name === you.name;
  const moderates = room && room.kind !== "direct" &&
    (room.role === "owner" || room.role === "moderator");
  const write = () =>
    task.run(async () => {
      const { room } = await ask("direct", { people: [name] });
      open();
      dispatch({ type: "entered", room });
    });
  return (
    <Dialog title={<bdi>{name}</bdi>}>
      {profile && (
        <>
          <p>
            <PersonName person={profile} />
          </p>
          {profile.bio && <p class="bio" dir="auto">{profile.bio}</p>}
          <p class="hint">
            Here since {fullTime(profile.createdAt)}
            {profile.timeZone && `, in the time zone ${profile.timeZone}`}
          </p>
        </>
      )}
      <Failure task={task} />
      {!isYou && (
        <div class="buttons">
          <button type="button" class="main" disabled={task.busy} onClick={write}>Write</button>
        </div>
      )}
      {!isYou && moderates && <Order name={name} room={room} />}
    </Dialog>
  );
}

const DEEDS = [
  ["kick", "Put out"],
  ["mute", "Mute"],
  ["unmute", "Let speak again"],
  ["ban", "Ban"],
  ["unban", "Lift the ban"],
] as const;

/** What a moderator can do about somebody in a room. */
function Order({ name, room }: { name: string; room: RoomState }) {
  const { ask, dispatch, open } = useChat();
  const task = useTask();
  const done = (text: string) => {
    open();
    dispatch({ type: "told", tone: "info", text });
  };
  const act = (deed: (typeof DEEDS)[number][0], form: HTMLFormElement) => {
    if (!form.reportValidity()) return;
    const field = (name: string) => String(new FormData(form).get(name)).trim();
    const reason = field("reason") || undefined;
    const time = field("time");
    const on = { room: room.id, person: name };
    task.run(async () => {
      if (deed === "unban" || deed === "unmute") await ask(deed, on);
      else if (deed === "kick") await ask(deed, { ...on, reason });
      else await ask(deed, { ...on, reason, for: time === "" ? undefined : parseTime(time) });
      done(`Done: ${DEEDS.find(([each]) => each === deed)![1].toLowerCase()} @${name}.`);
    });
  };
  const setRole = (event: Event) => {
    event.preventDefault();
    const role = fieldOf(event, "role") as "owner" | "moderator" | "member";
    task.run(async () => {
      await ask("set-role", { room: room.id, person: name, role });
      done(`@${name} is ${role} of ${roomLabel(room)} now.`);
    });
  };
  return (
    <section>
      <h3>
        In <bdi>{roomLabel(room)}</bdi>
      </h3>
      {/* Enter in a field does none of these: the first would put somebody out. */}
      <form onSubmit={(event) => event.preventDefault()}>
        <label>
          Reason, which everybody sees
          <input name="reason" dir="auto" />
        </label>
        <label>
          For how long, if not for good
          <input name="time" placeholder="10m, 2h, 7d" pattern="\d{1,6}[smhdw]" />
        </label>
        <div class="buttons">
          {DEEDS.map(([deed, label]) => (
            <button
              key={deed}
              type="button"
              disabled={task.busy}
              onClick={(event) => act(deed, event.currentTarget.form!)}
            >
              {label}
            </button>
          ))}
        </div>
      </form>
      {room.role === "owner" && (
        <form class="inline" onSubmit={setRole}>
          <label>
            Role
            <select name="role">
              <option value="member">member</option>
              <option value="moderator">moderator</option>
              <option value="owner">owner</option>
            </select>
          </label>
          <button type="submit" disabled={task.busy}>Give it</button>
        </form>
      )}
      <Failure task={task} />
    </section>
  );
}
