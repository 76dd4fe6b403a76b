/**
 * Node and `ws` as a chat, the way most write it: a loop over the clients for each message.
 */
import { WebSocketServer } from "ws";
import { ackOf, eventOf, WELCOME } from "./frames.mjs";

const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
server.on("connection", (socket) => {
  socket.on("error", () => {});
  socket.on("message", (data) => {
    const message = JSON.parse(data.toString());
    if (message.type === "hello") return socket.send(WELCOME);
    const event = eventOf(message);
    for (const client of server.clients) client.send(event);
    socket.send(ackOf(message));
  });
});
server.on("listening", () => console.log(`listening on ${server.address().port}`));
