/**
 * socket.io as a chat with its own rooms.
 */
import { createServer } from "node:http";
import { Server } from "socket.io";
import { ackOf, eventOf } from "./frames.mjs";

const http = createServer();
const io = new Server(http, { transports: ["websocket"], perMessageDeflate: false });
io.on("connection", (socket) => {
  socket.on("join", (room) => socket.join(room));
  socket.on("hello", () => socket.emit("welcome"));
  socket.on("send", (message) => {
    io.to(message.room).emit("event", JSON.parse(eventOf(message)));
    socket.emit("ack", JSON.parse(ackOf(message)));
  });
});
http.listen(0, "127.0.0.1", () => console.log(`listening on ${http.address().port}`));
