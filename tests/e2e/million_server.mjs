// Serves our page and, to each WebSocket, a stream of a million numbers that is already `ahead` numbers old when it
// begins: it sends these as fast as the page takes them, in runs as after a lost connection, and then one number each
// `interval` ms. So a page can be watched near the end of a stream that takes hours. Nobody can verify the numbers.
import { randomInt } from "node:crypto";
import http from "node:http";
import { acceptWebSocket, listen, servePage, textFrame } from "./doubles.mjs";

const count = 1_000_000;
const run = 512;
const stream = "0123456789abcdef".repeat(2);
const commitment = stream.repeat(2);

function longFrame(text) {
  const { length } = text;
  const header = Buffer.from([0x81, 126, length >> 8, length & 255]);
  return Buffer.concat([header, Buffer.from(text)]);
}

export function millionServer(pageUrl, { ahead, interval }) {
  const server = http.createServer((request, response) => servePage(pageUrl, request, response));
  server.on("upgrade", (request, socket) => {
    socket.on("error", () => {});
    acceptWebSocket(request, socket);
    const send = (message) => {
      const text = JSON.stringify(message);
      return socket.write(text.length < 1000 ? textFrame(text) : longFrame(text));
    };
    const limits = { min_interval_ms: 10, max_interval_ms: 3_600_000, max_count: count };
    const parameters = { min: 0, max: 100, interval_ms: interval };
    send({ type: "hello", protocol: 1, stream, count, commitment, defaults: parameters, limits });
    socket.once("data", () => {
      send({ type: "started", stream, commitment, token: "token", start_ms: Date.now() - ahead * interval, next: 0, ...parameters, count });
      let next = 0;
      const follow = () => {
        const timer = setInterval(() => next < count && send({ type: "number", seq: next++, message: randomInt(101) }), interval);
        socket.on("close", () => clearInterval(timer));
      };
      const hurry = () => {
        while (next < ahead) {
          const size = Math.min(run, ahead - next);
          const messages = Array.from({ length: size }, () => randomInt(101));
          next += size;
          if (!send({ type: "numbers", seq: next - size, messages })) return socket.once("drain", hurry);
        }
        follow();
      };
      hurry();
    });
  });
  return listen(server);
}
