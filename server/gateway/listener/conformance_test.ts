/**
 * The same cases for each adapter of the listener. What an adapter can't do is listed with the reason.
 * @module
 */
import assert from "node:assert/strict";
import { CLOSE } from "../../../shared/protocol/mod.ts";
import { type Codes, Rig } from "./conformance/rig.ts";
import { closingCases } from "./conformance/closing_cases.ts";
import { handshakeCases } from "./conformance/handshake_cases.ts";
import { httpCases } from "./conformance/http_cases.ts";
import { messageCases } from "./conformance/message_cases.ts";
import { portCases } from "./conformance/port_cases.ts";
import { IDENTITY } from "./conformance/tls_tunnel.ts";
import type { Listen } from "./listener.ts";
import { listen as denoServe } from "./deno_serve.ts";
import { listen as nodeHttp } from "./node_http.ts";

const CASES = { ...httpCases, ...handshakeCases, ...messageCases, ...closingCases, ...portCases };

interface Adapter {
  name: string;
  listen: Listen;
  codes: Codes;
  /** Case → why the platform can't meet it. */
  cannot: Record<string, string>;
}

const ADAPTERS: Adapter[] = [
  { name: "node_http", listen: nodeHttp, codes: { binary: 1003, tooLarge: 1009 }, cannot: {} },
  {
    name: "deno_serve",
    listen: denoServe,
    codes: { binary: CLOSE.badFrame, tooLarge: CLOSE.badFrame },
    cannot: {
      ...because("the platform has no time limits for HTTP", [
        "headers that come too slowly are cut with 408",
        "a connection that asks nothing is cut with 408",
        "a body that comes too slowly is cut with 408",
        "a client that doesn't read its answer is cut",
      ]),
      ...because("the platform has its own, higher limit for headers", [
        "headers over the limit are answered 431",
      ]),
      ...because("the platform decides itself when an HTTP connection ends", [
        "a connection carries several requests, whether their bodies were read or not",
        "a refused upgrade ends its connection",
      ]),
      ...because("the platform shows requests, not connections", [
        "one address gets no more HTTP connections than the limit",
        "connections over a limit that ask nothing are cut",
      ]),
      ...because("the platform reads a message whole before it shows it", [
        "fragments over the limit together close their peer",
        "empty fragments without end close their peer",
        "a frame's announced length over the limit closes its peer before it is sent",
      ]),
      ...because("the platform reads on, whoever listens", [
        "what has come already of a peer that is ignored is dropped",
      ]),
      ...because("the platform hangs up, or does nothing, where a close frame is due", [
        "a text that is not UTF-8 closes its peer with 1007",
        "an unmasked frame closes its peer with 1002",
        "a frame with an unknown opcode or a reserved bit closes its peer with 1002",
      ]),
      ...because("the platform pings by itself and doesn't show it", [
        "ping shows as alive once its pong is there",
      ]),
      ...because("the platform frames each send for itself", [
        "one payload reaches 100 peers, framed once",
      ]),
      ...because("the platform can't cut a WebSocket whose other end doesn't close", [
        "a peer that ignores the close is gone after the close time",
        "a peer that never reads loses its connection in the close time",
        "a peer that never reads and is terminated loses its connection",
        "close ends the connections of all peers",
      ]),
      ...because("sharing a port needs --unstable-net", [
        "a port that another program uses is a conflict, also when it is to be shared",
        "two listeners share one port if both say so",
      ]),
    },
  },
];

/** What can't be seen through the tunnel: a client of `node:tls` reads on, however long it is paused. */
const UNSEEN_WITH_TLS = [
  "a client that doesn't read its answer is cut",
  "a peer that never reads: what waits is counted",
  "a peer that never reads is gone for the gateway in the close time",
  "a peer that never reads loses its connection in the close time",
  "a peer that never reads and is terminated loses its connection",
  "a peer that never reads and ends its half loses its connection in the close time",
  "a stuck peer doesn't hold up others",
];

/** Most cases fail by waiting in vain: they shall fail, not hang. */
async function inTime(run: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("Nothing happens any more.")), 30_000);
  });
  await Promise.race([run, tooLong]).finally(() => clearTimeout(timer));
}

function because(reason: string, titles: string[]): Record<string, string> {
  return Object.fromEntries(titles.map((title) => [title, reason]));
}

for (const { name, listen, codes, cannot } of ADAPTERS) {
  for (const [title, run] of Object.entries(CASES)) {
    for (const [withTls, identity] of [["", undefined], [" with TLS", IDENTITY]] as const) {
      Deno.test({
        name: `${name}${withTls}: ${title}`,
        ignore: title in cannot || (identity !== undefined && UNSEEN_WITH_TLS.includes(title)),
        fn: async () => {
          const rig = new Rig(listen, codes, identity);
          try {
            await inTime(run(rig));
          } finally {
            await rig.end();
          }
        },
      });
    }
  }

  Deno.test(`${name}: what it can't do names cases that there are`, () => {
    for (const title of [...Object.keys(cannot), ...UNSEEN_WITH_TLS]) {
      assert.ok(title in CASES, title);
    }
  });
}
