/**
 * Bun's native publish (uWebSockets) as a chat: `bun.mjs publish` tells each message on as it comes,
 * `bun.mjs batch` joins those of a turn of the event loop by hand.
 */
import process from "node:process";
import { ackOf, eventOf, WELCOME } from "./frames.mjs";

const batch = process.argv[2] === "batch";
const events = new Map();
const acks = new Map();

/** Adds to a list in a map. */
function push(lists, key, frame) {
  const list = lists.get(key);
  if (list) list.push(frame);
  else lists.set(key, [frame]);
}

function flush() {
  for (const [room, frames] of events) server.publish(room, frames.join("\n"));
  for (const [socket, frames] of acks) socket.send(frames.join("\n"));
  events.clear();
  acks.clear();
}

function take(socket, message) {
  if (!batch) {
    server.publish(message.room, eventOf(message));
    socket.send(ackOf(message));
    return;
  }
  if (events.size === 0) setImmediate(flush);
  push(events, message.room, eventOf(message));
  push(acks, socket, ackOf(message));
}

// deno-lint-ignore no-undef -- runs in Bun
const server = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  fetch: (request, server) => server.upgrade(request) ? undefined : new Response("no"),
  websocket: {
    perMessageDeflate: false,
    backpressureLimit: 64 * 1024 * 1024,
    message(socket, text) {
      const message = JSON.parse(text);
      if (message.type === "join") socket.subscribe(message.room);
      else if (message.type === "hello") socket.send(WELCOME);
      else take(socket, message);
    },
  },
});
console.log(`listening on ${server.port}`);
