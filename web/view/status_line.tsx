/**
 * How the connection is, while it isn't as it should be.
 * @module
 */
import { sanitizeLine } from "../../shared/text.ts";
import type { AppState } from "../app/state.ts";
import { useChat } from "./context.ts";

export function StatusLine({ state }: { state: AppState }) {
  const { comeBack } = useChat();
  const { status, retryAt, now, waiting } = state;
  // The page just opened: most of the time the answer is here before anybody could read that.
  const isEarly = status.state === "connecting" && state.current === undefined;
  if (status.state === "online" || isEarly) return null;
  const wait = Math.ceil((retryAt - now) / 1000);
  const kept = waiting.length > 0
    ? ` ${
      waiting.length === 1 ? "One message waits" : `${waiting.length} messages wait`
    } and will be sent.`
    : "";
  return (
    <div class="status" role="status">
      {status.state === "connecting" && <span>Connecting …{kept}</span>}
      {status.state === "offline" && (
        <span>
          Offline: {sanitizeLine(status.reason)}{" "}
          {wait > 1 ? `Trying again in ${wait} s.` : "Trying again."}
          {kept}
        </span>
      )}
      {status.state === "closed" && (
        <>
          <span>{sanitizeLine(status.reason)}</span>{" "}
          <button type="button" onClick={() => comeBack()}>Come back</button>
        </>
      )}
    </div>
  );
}
