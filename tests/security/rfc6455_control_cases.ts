/**
 * What RFC 6455 asks of a server about control frames, close codes and UTF-8 (§5.5 to §8.1).
 * @module
 */
import { Buffer } from "node:buffer";
import { closePayload, encodeFrame, OPCODE } from "../support/raw_websocket.ts";
import { type Case, close, first, hex, last, next, ping, pong, text, x } from "./rfc6455_case.ts";

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
  "the last surrogate": hex("ed bf bf"),
  "an overlong DEL of two bytes": hex("c1 bf"),
  "an overlong U+07FF of three bytes": hex("e0 9f bf"),
  "an overlong U+FFFF of four bytes": hex("f0 8f bf bf"),
  "what is beyond U+10FFFF": hex("f4 90 80 80"),
  "a start byte far beyond": hex("f5 80 80 80"),
  "a start byte of six": hex("fc 84 80 80 80 80"),
  "0xFE": hex("fe"),
  "a start byte of five": hex("f8 88 80 80 80"),
  "0xFF": hex("ff"),
};

/** Well-formed, if unusual (RFC 3629). */
const UTF_8 = [
  "",
  "\0",
  "é",
  "\u07ff",
  "€",
  "\ud7ff",
  "\ue000",
  "\ufffd",
  "\ufffe",
  "\uffff",
  "\ufeff",
  "😀",
  "\u{10ffff}",
];

/** §7.4.1 and §7.4.2, with those that IANA registered since (1012, 1013, 1014). */
const GOOD_CODES = [
  1000,
  1001,
  1002,
  1003,
  1007,
  1008,
  1009,
  1010,
  1011,
  1012,
  1013,
  1014,
  3000,
  3999,
  4000,
  4999,
];
const BAD_CODES = [0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535];

export const CONTROL_CASES: Case[] = [
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
