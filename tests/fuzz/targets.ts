/**
 * What is fuzzed: whatever reads what others wrote. Each target takes any bytes, and throws only for a
 * defect.
 * @module
 */
import assert from "node:assert/strict";
import { checkHookUrl, hostOf } from "../../server/chat/hook_url.ts";
import { namesIn } from "../../server/chat/mentions.ts";
import { parseDisplay } from "../../server/chat/profile.ts";
import { isPublicAddress } from "../../server/chat/public_address.ts";
import { pageOriginOf, refuseOrigin } from "../../server/gateway/http/origin.ts";
import { cookieToken } from "../../server/gateway/http/session_cookie.ts";
import { networkOf } from "../../server/gateway/listener/address.ts";
import { TrustedProxies } from "../../server/gateway/listener/proxies.ts";
import { isEmpty, parseQuery } from "../../server/search/query.ts";
import { Decoder } from "../../cli/terminal/decoder.ts";
import { ParleyError } from "../../shared/errors.ts";
import { limits } from "../../shared/limits.ts";
import { parseMarkdown } from "../../shared/markdown.ts";
import { parseName } from "../../shared/names.ts";
import {
  encodeFrame,
  parseClientFrame,
  parseServerFrame,
  splitFrames,
} from "../../shared/protocol/mod.ts";
import { sanitizeLine, sanitizeText, textWidth, wrapText } from "../../shared/text.ts";
import { isIP } from "node:net";
import { CONFIG_TARGETS } from "./config_targets.ts";
import { httpTarget } from "./http_target.ts";
import { webSocketTarget } from "./web_socket_target.ts";

export interface Target {
  /** What inputs are made of. */
  examples: (string | Uint8Array)[];
  /** @throws for a defect. */
  take(bytes: Uint8Array): void | Promise<void>;
}

const decoder = new TextDecoder();

/** A target that reads text. */
function ofText(examples: string[], take: (text: string) => void): Target {
  return { examples, take: (bytes) => take(decoder.decode(bytes)) };
}

/** What comes of it, or `undefined` where it is refused as it should be: in words, for people. */
function refusedOr<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    assert.ok(error instanceof ParleyError, String(error));
    assert.ok(error.message.length < 1_000, "a refusal that nobody would read");
    return undefined;
  }
}

const FRAMES = [
  '{"type":"hello","token":"t","cursors":{"R0123456789ABCDEF":7},"backlog":5}',
  '{"type":"send","id":"a1","room":"lobby","text":"hello **you**","replyTo":3,"to":["@bob"]}',
  '{"type":"history","id":"h","room":"#lobby","after":0,"limit":200}',
  '{"type":"search","id":"s","query":"from:me \\"a b\\" -c","limit":10}',
  '{"type":"set-profile","id":"p","display":"Anna","timeZone":"Europe/Vienna"}',
  '{"type":"react","id":"r","room":"lobby","seq":4,"emoji":"👍","on":true}',
  '{"type":"ban","id":"b","room":"lobby","person":"bob","seconds":60,"reason":"spam"}',
  '{"type":"ping"}\n{"type":"typing","room":"lobby"}',
];

const EVENTS = [
  '{"type":"event","room":"R0123456789ABCDEF","seq":1,"at":5,"author":{"id":"U1","name":"a"},"kind":"message","id":"m","text":"hi"}',
  '{"type":"welcome","you":{"id":"U1","name":"a"},"rooms":[],"server":{"version":"1"},"limits":{"messageBytes":1,"sendsPerSecond":1,"sendBurst":1},"time":1}',
  '{"type":"refuse","id":"a","code":"busy","message":"Wait.","retryAfter":1}',
  '{"type":"bye","code":4000,"reason":"Stop.","reconnect":true}',
];

const CONTROLS = /[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;

/** Every address that a link in it leads to. */
function* linksIn(value: unknown): Generator<string> {
  if (typeof value !== "object" || value === null) return;
  if ("url" in value) yield String(value.url);
  for (const part of Object.values(value)) yield* linksIn(part);
}

function eventsOf(pieces: Uint8Array[]): string {
  const keys = new Decoder();
  const events = [...pieces.flatMap((piece) => keys.push(piece)), ...keys.flush()];
  // Typed text may come in pieces, as its bytes do.
  return JSON.stringify(events).replaceAll('"},{"type":"text","text":"', "");
}

const proxies = new TrustedProxies(["10.0.0.0/8", "fd00::/8"]);

export const TARGETS: Record<string, Target> = {
  "frames from clients": ofText(FRAMES, (text) => {
    for (const line of splitFrames(text)) {
      const frame = refusedOr(() => parseClientFrame(line));
      if (frame) assert.deepEqual(parseClientFrame(encodeFrame(frame)), frame);
    }
  }),
  "frames from servers": ofText(EVENTS, (text) => {
    for (const line of splitFrames(text)) refusedOr(() => parseServerFrame(line));
  }),
  "requests over HTTP": httpTarget,
  "frames of the WebSocket": webSocketTarget,
  "keys": {
    examples: [
      "hello",
      "\x1b[A\x1b[1;5C\x1bOP",
      "\x1b[200~pasted\x1b[201~",
      "\x1b[97;5u\x1b[<0;1;1M",
      "\x1b]11;rgb:0000/0000/0000\x1b\\",
      "ä👍\x1bä\x03\x1b\x1b[B",
    ],
    take(bytes) {
      const whole = eventsOf([bytes]);
      assert.equal(eventsOf(Array.from(bytes, (byte) => Uint8Array.of(byte))), whole);
      const middle = bytes.length >> 1;
      assert.equal(eventsOf([bytes.subarray(0, middle), bytes.subarray(middle)]), whole);
    },
  },
  "markdown": ofText(
    [
      "a **b** *c* `d` [e](https://f.example) > g",
      "```ts\ncode\n```\n> quote\n> > deeper\n- item\n  1. inner",
      "@alice, mail bob@example.org or see https://x.example/(a)_b.",
    ],
    (text) => {
      for (const url of linksIn(parseMarkdown(text))) assert.match(url, /^(https?|mailto):/i);
      assert.ok(namesIn(text).keys.length <= limits.mentionsPerMessage);
    },
  ),
  "names": ofText(["alice", "山田Taro", "Владимир", "محمد", "f.o-o_1", "İlker", "ﬁne"], (text) => {
    for (const what of ["name", "room"] as const) {
      const name = refusedOr(() => parseName(text, what));
      if (name) assert.deepEqual(parseName(name.display, what), name);
    }
    const display = refusedOr(() => parseDisplay(text));
    if (display) assert.equal(parseDisplay(display.text).text, display.text);
  }),
  "texts": ofText(["Grüße 👩‍👩‍👧‍👦 日本語 e\u0301", "\x1b[31mred\u202e", "می‌خواهم क्‍ष 🏴󠁧󠁢󠁳󠁣󠁴󠁿"], (text) => {
    const clean = sanitizeText(text);
    assert.equal(sanitizeText(clean), clean);
    assert.doesNotMatch(clean, CONTROLS);
    const line = sanitizeLine(text);
    for (const part of wrapText(line, 20)) {
      assert.ok(textWidth(part) <= 20 || [...part].length < 20, JSON.stringify(part));
    }
  }),
  "searches": ofText(
    [
      'from:alice "two words" -not has:link before:2026-01-02',
      "日本語 ab* in:#lobby",
      '"* NEAR(a b)',
    ],
    (text) => void isEmpty(parseQuery(text)),
  ),
  ...CONFIG_TARGETS,
  "addresses": ofText(
    ["http://127.0.0.1/", "https://[::ffff:10.0.0.1]:80/x", "http://0x7f.1", "6.6.6.6, 10.1.2.3"],
    (text) => {
      const url = refusedOr(() => checkHookUrl(text, false));
      if (url && isIP(hostOf(url))) assert.ok(isPublicAddress(hostOf(url)), url.href);
      networkOf(proxies.clientOf("10.0.0.1", text));
      // What no header can hold doesn't arrive as one.
      const value = text.replace(/[^\x20-\x7e]/g, "");
      const headers = { host: "chat.example", origin: value, cookie: value };
      const request = new Request("http://chat.example/", { headers });
      if (pageOriginOf(request) === "foreign") {
        assert.equal(refuseOrigin(request, [])?.status, 403);
        assert.equal(cookieToken(request), undefined);
      }
    },
  ),
};
