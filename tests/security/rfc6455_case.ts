/**
 * A case of RFC 6455, and the bytes that one is made of.
 * @module
 */
import { Buffer } from "node:buffer";
import { closePayload, encodeFrame, type FrameOptions, OPCODE } from "../support/raw_websocket.ts";

export interface Case {
  /** Of the RFC. */
  section: string;
  title: string;
  /** All that the client sends. */
  sends: Uint8Array[];
  /** Text messages that the server hears; none if not given. */
  hears?: string[];
  /** Payloads of the pongs that it answers with; none if not given. */
  pongs?: string[];
  /** Code of the close frame that it sends; if not given, the connection stays open. */
  closes?: number;
}

type Payload = string | Uint8Array;

export const text = (payload: Payload, options?: FrameOptions) =>
  encodeFrame(OPCODE.text, payload, options);
export const first = (payload: Payload) => text(payload, { fin: false });
export const next = (payload: Payload) => encodeFrame(OPCODE.continuation, payload, { fin: false });
export const last = (payload: Payload) => encodeFrame(OPCODE.continuation, payload);
export const ping = (payload: Payload, options?: FrameOptions) =>
  encodeFrame(OPCODE.ping, payload, options);
export const pong = (payload: Payload) => encodeFrame(OPCODE.pong, payload);
export const close = (code: number, reason?: string) =>
  encodeFrame(OPCODE.close, closePayload(code, reason));
export const hex = (digits: string) => Buffer.from(digits.replaceAll(" ", ""), "hex");

export const x = (length: number) => "x".repeat(length);
