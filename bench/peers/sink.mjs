/**
 * What the load generator is measured against: a TCP server that parses nothing and writes bytes made
 * beforehand, several times faster than any chat could. `sink.mjs SEND_BYTES ACK_BYTES EVENT_TEXT`
 * knows the length of a message, and where in it the id stands.
 */
import { createServer } from "node:net";
import process from "node:process";

const { frameLength, idAt, idLength, ackMark, event } = JSON.parse(process.argv[2]);
/** More messages than one read brings. */
const MOST = 2_048;

const events = Buffer.from(event.repeat(MOST));
const prefix = Buffer.from(ackMark);
const sockets = new Set();
/** Messages of this turn of the event loop, which go out together. */
let waiting = 0;

function flush() {
  for (; waiting > 0; waiting -= Math.min(waiting, MOST)) {
    const bytes = events.subarray(0, Math.min(waiting, MOST) * event.length);
    for (const socket of sockets) socket.write(bytes);
  }
}

/** Takes whole messages of `bytes`. @returns what is left. */
function take(socket, bytes) {
  const count = Math.floor(bytes.length / frameLength);
  const acks = Buffer.allocUnsafe(count * (prefix.length + idLength));
  for (let n = 0, at = 0; n < count; n++) {
    at += prefix.copy(acks, at);
    at += bytes.copy(acks, at, n * frameLength + idAt, n * frameLength + idAt + idLength);
  }
  if (count > 0) socket.write(acks);
  if (waiting === 0) setImmediate(flush);
  waiting += count;
  return bytes.subarray(count * frameLength);
}

const server = createServer({ noDelay: true }, (socket) => {
  let rest;
  socket.on("error", () => {});
  socket.on("close", () => sockets.delete(socket));
  socket.on("data", (bytes) => {
    // The first bytes are the opening.
    if (!rest) {
      rest = bytes.subarray(0, 0);
      sockets.add(socket);
      socket.write("welcome");
    } else {
      rest = take(socket, rest.length > 0 ? Buffer.concat([rest, bytes]) : bytes);
    }
  });
});
server.listen(0, "127.0.0.1", () => console.log(`listening on ${server.address().port}`));
