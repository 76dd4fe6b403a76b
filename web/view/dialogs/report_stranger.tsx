/**
 * Reports a stranger to the server's administrators.
 * @module
 */
import { useChat, useTask } from "../context.ts";
import { Dialog, Failure, fieldOf } from "./dialog.tsx";

export function ReportStranger() {
  const { ask, dispatch, open } = useChat();
  const task = useTask();
  const report = (event: Event) => {
    event.preventDefault();
    const reason = fieldOf(event, "reason");
    task.run(async () => {
      const { state } = await ask("stranger-report", { reason });
      open();
      dispatch({ type: "stranger-moved", state });
      dispatch({ type: "told", tone: "info", text: "Reported. You will not meet them again." });
    });
  };
  return (
    <Dialog title="Report the stranger">
      <form onSubmit={report}>
        <p>The administrators learn who it was and what was said last. The talk ends.</p>
        <label>
          Why
          <input name="reason" autofocus required dir="auto" />
        </label>
        <Failure task={task} />
        <button type="submit" class="main" disabled={task.busy}>Report</button>
      </form>
    </Dialog>
  );
}
