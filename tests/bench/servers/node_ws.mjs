// The same stream in a typical implementation with Node and `ws`: an interval timer for each viewer.
import { WebSocketServer } from "ws";

const option = (name, fallback) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? fallback : Number(process.argv[at + 1]);
};
const interval = option("--interval-ms", 1000);
const server = new WebSocketServer({
  host: "127.0.0.1",
  port: option("--port", 0),
  perMessageDeflate: false,
  backlog: 4096,
});
server.on("listening", () => console.log(`Serving http://127.0.0.1:${server.address().port}/`));
server.on("connection", (socket) => {
  const send = () => socket.send(`{"message": ${Math.floor(Math.random() * 101)}}`);
  send();
  const timer = setInterval(send, interval);
  socket.on("close", () => clearInterval(timer));
  socket.on("error", () => clearInterval(timer));
});
