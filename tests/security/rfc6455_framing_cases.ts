/**
 * What RFC 6455 asks of a server about frames, masks and fragments (§5.1 to §5.4).
 * @module
 */
import { Buffer } from "node:buffer";
import { limits } from "../../shared/limits.ts";
import { closePayload, encodeFrame, OPCODE } from "../support/raw_websocket.ts";
import { type Case, first, hex, last, next, ping, pong, text, x } from "./rfc6455_case.ts";

/** A text frame whose length is written in more bytes than it needs. */
function longForm(payload: string, bytes: 2 | 8): Buffer {
  const head = Buffer.alloc(2 + bytes + 4);
  head[0] = 0x81;
  head[1] = 0x80 | (bytes === 2 ? 126 : 127);
  head.writeUIntBE(payload.length, bytes === 2 ? 2 : 4, bytes === 2 ? 2 : 6);
  return Buffer.concat([head, Buffer.from(payload)]);
}

const zeroMask = Buffer.concat([hex("81 85 00000000"), Buffer.from("plain")]);
const RESERVED_OPCODES = [3, 4, 5, 6, 7, 11, 12, 13, 14, 15];
export const FRAMING_CASES: Case[] = [
  {
    section: "5.1",
    title: "an unmasked frame fails the connection",
    sends: [text("bare", { masked: false })],
    closes: 1002,
  },
  ...["ping", "pong", "close"].map((name): Case => ({
    section: "5.1",
    title: `an unmasked ${name} fails the connection`,
    sends: [
      encodeFrame(OPCODE[name as keyof typeof OPCODE], closePayload(1000), { masked: false }),
    ],
    closes: 1002,
  })),
  {
    section: "5.1",
    title: "an unmasked fragment behind a masked one fails the connection",
    sends: [first("a"), encodeFrame(OPCODE.continuation, "b", { masked: false })],
    closes: 1002,
  },
  ...[0x40, 0x20, 0x10].flatMap((bit, n): Case[] => [
    {
      section: "5.2",
      title: `RSV${n + 1} without an extension fails the connection`,
      sends: [encodeFrame(bit | OPCODE.text, "?")],
      closes: 1002,
    },
    {
      section: "5.2",
      title: `RSV${n + 1} of a ping fails the connection`,
      sends: [encodeFrame(bit | OPCODE.ping, "?")],
      closes: 1002,
    },
    {
      section: "5.2",
      title: `RSV${n + 1} of a later fragment fails the connection`,
      sends: [first("a"), encodeFrame(bit | OPCODE.continuation, "b")],
      closes: 1002,
    },
  ]),
  {
    section: "5.2",
    title: "a reserved opcode between fragments fails the connection",
    sends: [first("a"), encodeFrame(3, "?"), last("b")],
    closes: 1002,
  },
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
  ...[0xff_ffff, 0x7fff_ffff, 0x1_0000_0000].map((length): Case => ({
    section: "5.2",
    title: `a length of ${length} is refused before anything of it comes`,
    sends: [hex(`81 ff ${length.toString(16).padStart(16, "0")} 00000000`)],
    closes: 1009,
  })),
  {
    section: "5.2",
    title: "frames are the same, whatever packets their bytes come in",
    sends: Array.from(
      Buffer.concat([first("€"), ping("1"), last("uro"), text(x(200))]),
      (byte) => Buffer.of(byte),
    ),
    hears: ["€uro", x(200)],
    pongs: ["1"],
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
  {
    section: "5.4",
    title: "a new message in fragments inside of another one fails the connection",
    sends: [first("a"), first("b")],
    closes: 1002,
  },
  {
    section: "5.4",
    title: "fragments that are too long together are refused",
    sends: [first(x(limits.incomingBytes)), last("x")],
    closes: 1009,
  },
  {
    section: "5.4",
    title: "a message in as many fragments as it may have is heard",
    sends: [
      first("x"),
      ...Array.from({ length: limits.fragments - 2 }, () => next("x")),
      last("x"),
    ],
    hears: [x(limits.fragments)],
  },
  {
    section: "5.4",
    title: "a message in more fragments is refused",
    sends: [first("x"), ...Array.from({ length: limits.fragments + 1 }, () => next("x"))],
    closes: 1008,
  },
];
