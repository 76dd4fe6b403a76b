/**
 * Hands what the operator asks to a gateway's thread, and waits for the answer.
 * @module
 */
import { ParleyError } from "../../shared/errors.ts";
import type { FromGatewayThread, ToGatewayThread } from "../gateway/worker.ts";
import type { Thread } from "../threads.ts";
import type { OperatorRequest } from "./request.ts";

let lastRef = 0;

/** @throws {ParleyError} the reason of a refusal; `unavailable` if the thread ends over it. */
export function askGateway(
  { worker, send }: Thread<ToGatewayThread>,
  request: OperatorRequest,
): Promise<unknown> {
  const ref = ++lastRef;
  return new Promise((resolve, reject) => {
    const onMessage = (message: FromGatewayThread) => {
      if (message.op !== "operated" || message.ref !== ref) return;
      forget();
      const { answer } = message;
      if (answer.ok) resolve(answer.result);
      else reject(new ParleyError(answer.code, answer.message));
    };
    const onExit = () => {
      forget();
      reject(new ParleyError("unavailable", "The server stops, or a part of it ended. Ask again."));
    };
    const forget = () => {
      worker.off("message", onMessage);
      worker.off("exit", onExit);
    };
    worker.on("message", onMessage);
    worker.on("exit", onExit);
    send({ op: "operate", ref, request });
  });
}
