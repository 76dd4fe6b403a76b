/**
 * What two threads say to each other over a MessagePort, as JSON: a structured clone of many small
 * objects takes several times as long, and so does Node's way to listen, which looks through all of them.
 * What is one long string goes as it is.
 * @module
 */
import type { MessagePort } from "node:worker_threads";

/** Says something made of plain data: objects, arrays, strings, finite numbers, booleans. */
export function sayOn(port: MessagePort, message: object): void {
  port.postMessage(JSON.stringify(message));
}

/** Hears what the other end said, or posted as it is. */
export function hearOn<In>(port: MessagePort, listener: (message: In) => void): void {
  (port as unknown as globalThis.MessagePort).onmessage = ({ data }) => {
    listener(typeof data === "string" ? JSON.parse(data) : data);
  };
}
