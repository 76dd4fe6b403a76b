/**
 * Bun's native publish (uWebSockets) as a chat: `bun.mjs publish` tells each message on as it comes,
 * `bun.mjs batch` joins those of a turn of the event loop by hand.
 */
import process from "node:process";
import { ackOf, eventOf, WELCOME } from "./frames.mjs";

const batch = process.argv[2] === "batch";
let events = [];
const acks = new Map();

function flush() {
  server.publish("room", events.join("\n"));
  for (const [socket, frames] of acks) socket.send(frames.join("\n"));
  events = [];
  acks.clear();
}

function take(socket, message) {
  if (!batch) {
    server.publish("room", eventOf(message));
    socket.send(ackOf(message));
    return;
  }
  if (events.push(eventOf(message)) === 1) setImmediate(flush);
  const frames = acks.get(socket);
  if (frames) frames.push(ackOf(message));
  else acks.set(socket, [ackOf(message)]);
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
      if (message.type !== "hello") return take(socket, message);
      socket.subscribe("room");
      socket.send(WELCOME);
    },
  },
});
console.log(`listening on ${server.port}`);
