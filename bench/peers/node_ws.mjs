/**
 * Node and `ws` as a chat, the way most write it: a loop over the clients for each message.
 */
import { WebSocketServer } from "ws";
import { ackOf, eventOf, WELCOME } from "./frames.mjs";

const rooms = new Map();

function join(socket, room) {
  const members = rooms.get(room) ?? new Set();
  rooms.set(room, members.add(socket));
  socket.on("close", () => members.delete(socket));
}

const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
server.on("connection", (socket) => {
  socket.on("error", () => {});
  socket.setMaxListeners(0);
  socket.on("message", (data) => {
    const message = JSON.parse(data.toString());
    if (message.type === "join") return join(socket, message.room);
    if (message.type === "hello") return socket.send(WELCOME);
    const event = eventOf(message);
    for (const client of rooms.get(message.room)) client.send(event);
    socket.send(ackOf(message));
  });
});
server.on("listening", () => console.log(`listening on ${server.address().port}`));
