/**
 * What RFC 6455 asks of a server, section by section: what a client sends, and what has to come of it.
 * The opening handshake (§4) is among the listener's own cases.
 * @module
 */
import { Buffer } from "node:buffer";
import { limits } from "../../shared/limits.ts";
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

const text = (payload: Payload, options?: FrameOptions) =>
  encodeFrame(OPCODE.text, payload, options);
const first = (payload: Payload) => text(payload, { fin: false });
const next = (payload: Payload) => encodeFrame(OPCODE.continuation, payload, { fin: false });
const last = (payload: Payload) => encodeFrame(OPCODE.continuation, payload);
const ping = (payload: Payload, options?: FrameOptions) =>
  encodeFrame(OPCODE.ping, payload, options);
const pong = (payload: Payload) => encodeFrame(OPCODE.pong, payload);
const close = (code: number, reason?: string) =>
  encodeFrame(OPCODE.close, closePayload(code, reason));
const hex = (digits: string) => Buffer.from(digits.replaceAll(" ", ""), "hex");

/** A text frame whose length is written in more bytes than it needs. */
function longForm(payload: string, bytes: 2 | 8): Buffer {
  const head = Buffer.alloc(2 + bytes + 4);
  head[0] = 0x81;
  head[1] = 0x80 | (bytes === 2 ? 126 : 127);
  head.writeUIntBE(payload.length, bytes === 2 ? 2 : 4, bytes === 2 ? 2 : 6);
  return Buffer.concat([head, Buffer.from(payload)]);
}

const zeroMask = Buffer.concat([hex("81 85 00000000"), Buffer.from("plain")]);
const x = (length: number) => "x".repeat(length);

/** Byte sequences that are no UTF-8, by what is wrong with them. */
const NOT_UTF_8: Record<string, Uint8Array> = {
  "a lone continuation byte": hex("80"),
  "a start byte alone": hex("c3"),
  "a character cut short": hex("e2 82"),
  "a wrong byte inside of a character": hex("c3 28"),
  "an overlong slash": hex("c0 af"),
  "an overlong NUL of three bytes": hex("e0 80 80"),
  "an overlong euro of four bytes": hex("f0 82 82 ac"),
  "a surrogate": hex("ed a0 80"),
  "a surrogate pair": hex("ed a0 bd ed b8 80"),
  "what is beyond U+10FFFF": hex("f4 90 80 80"),
  "a start byte of five": hex("f8 88 80 80 80"),
  "0xFF": hex("ff"),
};

/** Well-formed, if unusual (RFC 3629). */
const UTF_8 = ["", "\0", "é", "\u07ff", "€", "\ufffe", "\uffff", "\ufeff", "😀", "\u{10ffff}"];

const RESERVED_OPCODES = [3, 4, 5, 6, 7, 11, 12, 13, 14, 15];
/** §7.4.1 and §7.4.2, with those that IANA registered since (1012, 1013, 1014). */
const GOOD_CODES = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 3000, 3999, 4000];
const BAD_CODES = [0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535];

export const CASES: Case[] = [
  {
    section: "5.1",
    title: "an unmasked frame fails the connection",
    sends: [text("bare", { masked: false })],
    closes: 1002,
  },
  ...[0x40, 0x20, 0x10].map((bit, n): Case => ({
    section: "5.2",
    title: `RSV${n + 1} without an extension fails the connection`,
    sends: [encodeFrame(bit | OPCODE.text, "?")],
    closes: 1002,
  })),
  ...RESERVED_OPCODES.map((opcode): Case => ({
    section: "5.2",
    title: `opcode ${opcode} is reserved and fails the connection`,
    sends: [encodeFrame(opcode, "?")],
    closes: 1002,
  })),
  ...[0, 1, 125, 126, 127, 65_535, limits.incomingBytes].map((length): Case => ({
    section: "5.2",
    title: `a payload of ${length} bytes is heard`,
    sends: [text(x(length))],
    hears: [x(length)],
  })),
  ...[2, 8].map((bytes): Case => ({
    section: "5.2",
    title: `a short length in ${bytes} bytes is read as what it says`,
    sends: [longForm("short", bytes as 2 | 8)],
    hears: ["short"],
  })),
  {
    section: "5.2",
    title: "a length with its highest bit set is not believed",
    sends: [hex("81 ff 8000000000000001 00000000 61")],
    closes: 1009,
  },
  {
    section: "5.3",
    title: "a mask of zeros is a mask",
    sends: [zeroMask],
    hears: ["plain"],
  },
  {
    section: "5.4",
    title: "fragments are one message, whatever they are cut into",
    sends: [first("a"), next(""), next("b"), last("c"), first(""), last(""), text("d")],
    hears: ["abc", "", "d"],
  },
  {
    section: "5.4",
    title: "control frames may come between fragments, and are answered at once",
    sends: [first("a"), ping("1"), next("b"), pong("2"), ping("3"), last("c")],
    hears: ["abc"],
    pongs: ["1", "3"],
  },
  {
    section: "5.4",
    title: "a continuation of nothing fails the connection",
    sends: [last("nothing")],
    closes: 1002,
  },
  {
    section: "5.4",
    title: "a continuation of nothing that isn't the last fails the connection",
    sends: [next("nothing")],
    closes: 1002,
  },
  {
    section: "5.4",
    title: "a continuation after the last fragment fails the connection",
    sends: [first("a"), last("b"), last("c")],
    hears: ["ab"],
    closes: 1002,
  },
  {
    section: "5.4",
    title: "a new message inside of another one fails the connection",
    sends: [first("a"), text("b")],
    closes: 1002,
  },
  ...Object.entries({ ping: OPCODE.ping, pong: OPCODE.pong, close: OPCODE.close }).flatMap((
    [name, opcode],
  ): Case[] => [
    {
      section: "5.5",
      title: `a fragmented ${name} fails the connection`,
      sends: [encodeFrame(opcode, closePayload(1000), { fin: false })],
      closes: 1002,
    },
    {
      section: "5.5",
      title: `a ${name} of 126 bytes fails the connection`,
      sends: [encodeFrame(opcode, closePayload(1000, x(124)))],
      closes: 1002,
    },
  ]),
  {
    section: "5.5.1",
    title: "a close without a code is answered",
    sends: [encodeFrame(OPCODE.close, "")],
    closes: 1005,
  },
  {
    section: "5.5.1",
    title: "a close of one byte fails the connection",
    sends: [encodeFrame(OPCODE.close, hex("03"))],
    closes: 1002,
  },
  {
    section: "5.5.1",
    title: "a close with a reason of 123 bytes is answered",
    sends: [close(1000, x(123))],
    closes: 1000,
  },
  {
    section: "5.5.1",
    title: "a close whose reason is no UTF-8 fails the connection",
    sends: [encodeFrame(OPCODE.close, hex("03e8 c328"))],
    closes: 1007,
  },
  {
    section: "5.5.1",
    title: "nothing is heard or answered after a close",
    sends: [text("before"), close(1000), text("after"), ping("after")],
    hears: ["before"],
    closes: 1000,
  },
  {
    section: "5.5.1",
    title: "a close in the middle of a message counts, and the message doesn't",
    sends: [first("half"), close(1000)],
    closes: 1000,
  },
  {
    section: "5.5.2",
    title: "each ping is answered with its own payload, in order",
    sends: [ping(""), ping("a"), ping(x(125)), text("b")],
    hears: ["b"],
    pongs: ["", "a", x(125)],
  },
  {
    section: "5.5.3",
    title: "a pong that nobody asked for is let pass",
    sends: [pong("by the way"), text("a")],
    hears: ["a"],
  },
  {
    section: "5.6",
    title: "a binary message, which Parley doesn't have, is not acceptable",
    sends: [encodeFrame(OPCODE.binary, "a")],
    closes: 1003,
  },
  ...BAD_CODES.map((code): Case => ({
    section: "7.4",
    title: `the close code ${code} may not be sent, and fails the connection`,
    sends: [close(code)],
    closes: 1002,
  })),
  ...GOOD_CODES.map((code): Case => ({
    section: "7.4",
    title: `the close code ${code} is answered with itself`,
    sends: [close(code)],
    closes: code,
  })),
  ...Object.entries(NOT_UTF_8).flatMap(([what, bytes]): Case[] => [
    {
      section: "8.1",
      title: `${what} is no UTF-8 and fails the connection`,
      sends: [text(bytes)],
      closes: 1007,
    },
    {
      section: "8.1",
      title: `${what} is none in fragments either`,
      sends: [
        first(Buffer.concat([Buffer.from("a"), bytes.subarray(0, 1)])),
        last(bytes.subarray(1)),
      ],
      closes: 1007,
    },
  ]),
  ...UTF_8.map((message): Case => ({
    section: "8.1",
    title: `${JSON.stringify(message)} is heard as it is, whole and byte by byte`,
    sends: [
      text(message),
      first(""),
      ...Array.from(Buffer.from(message), (byte) => next(Buffer.of(byte))),
      last(""),
    ],
    hears: [message, message],
  })),
];
