import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { Rig, until } from "../../server/gateway/listener/conformance/rig.ts";
import { listen } from "../../server/gateway/listener/node_http.ts";
import { OPCODE } from "../support/raw_websocket.ts";
import type { Case } from "./rfc6455_case.ts";
import { CONTROL_CASES } from "./rfc6455_control_cases.ts";
import { FRAMING_CASES } from "./rfc6455_framing_cases.ts";

/** Nobody sends this as a ping: its pong tells that all before it was taken. */
const LAST = "\x7fthe end";

async function run({ sends, hears = [], pongs = [], closes }: Case): Promise<void> {
  const rig = new Rig(listen, { binary: 1003, tooLarge: 1009 });
  try {
    const site = await rig.start();
    const { client, server } = await site.pair();
    for (const bytes of sends) client.socket.write(Buffer.from(bytes));
    const answered: string[] = [];
    if (closes === undefined) client.sendFrame(OPCODE.ping, LAST);
    for (;;) {
      const frame = await client.nextFrame();
      assert.ok(frame, "the server hung up without a close frame");
      const { opcode, payload } = frame;
      if (opcode === OPCODE.pong && payload.toString() === LAST) break;
      if (opcode === OPCODE.close) {
        assert.equal(payload.length < 2 ? 1005 : payload.readUInt16BE(), closes);
        break;
      }
      assert.equal(opcode, OPCODE.pong);
      answered.push(payload.toString());
    }
    assert.deepEqual(answered, pongs);
    if (closes === undefined) {
      assert.deepEqual(server.closes, []);
    } else {
      // §7.1.1: the server closes the TCP connection, and first.
      client.socket.end();
      await client.closed;
      await until(() => server.closes.length === 1, "the peer is told");
    }
    assert.deepEqual(server.messages, hears);
  } finally {
    await rig.end();
  }
}

for (const each of [...FRAMING_CASES, ...CONTROL_CASES]) {
  Deno.test(`RFC 6455 §${each.section}: ${each.title}`, () => run(each));
}
