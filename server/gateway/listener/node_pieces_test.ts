import assert from "node:assert/strict";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { limits } from "../../../shared/limits.ts";
import { connectRaw } from "../../../tests/support/raw_websocket.ts";
import { parseInPieces } from "./node_pieces.ts";

/** How many of thousands of requests in a row are made by a server that cuts them at the first one. */
async function madeInVain(prepare: (server: http.Server) => void): Promise<number> {
  let made = 0;
  const server = http.createServer((message) => {
    made++;
    message.socket.destroy();
  });
  prepare(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const socket = await connectRaw((server.address() as AddressInfo).port);
  const cut = new Promise((resolve) => socket.once("close", resolve));
  socket.resume().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(2_000));
  await cut;
  await new Promise((resolve) => server.close(resolve));
  return made;
}

Deno.test("of what comes behind a request that is cut, a piece is parsed and no more", async () => {
  const made = await madeInVain((server) => server.on("connection", parseInPieces));
  assert.ok(made <= limits.httpPiece / 20, `${made} requests`);
  // Were it otherwise without it, nobody would need it.
  assert.ok(await madeInVain(() => {}) > 1_000);
});
