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
    cannot: {},
  },
];

for (const { name, listen, codes, cannot } of ADAPTERS) {
  for (const [title, run] of Object.entries(CASES)) {
    Deno.test({
      name: `${name}: ${title}`,
      ignore: title in cannot,
      fn: async () => {
        const rig = new Rig(listen, codes);
        try {
          await run(rig);
        } finally {
          await rig.end();
        }
      },
    });
  }

  Deno.test(`${name}: what it can't do names cases that there are`, () => {
    for (const title of Object.keys(cannot)) assert.ok(title in CASES, title);
  });
}
