// Stand-ins for other servers: one that speaks only the plain protocol, one that refuses, and one that serves the
// original's page. proving_server.mjs has one that speaks protocol 1.
import { createHash } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import http from "node:http";
import net from "node:net";
import { setTimeout } from "node:timers/promises";

export async function listen(server) {
  const sockets = new Set();
  server.on("connection", (socket) => sockets.add(socket));
  server.listen(0, "127.0.0.1").unref();
  await once(server, "listening");
  const close = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { url: `http://127.0.0.1:${server.address().port}/`, close };
}

export function textFrame(text) {
  const payload = Buffer.from(text);
  const header = payload.length < 126 ? [payload.length] : [126, payload.length >> 8, payload.length & 255];
  return Buffer.concat([Buffer.from([0x81, ...header]), payload]);
}

export const closeFrame = (code) => Buffer.from([0x88, 2, code >> 8, code & 255]);

// Accepts the request for a WebSocket that came over `socket`.
export function acceptWebSocket(request, socket) {
  const key = request.headers["sec-websocket-key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  const accept = createHash("sha1").update(key).digest("base64");
  socket.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n");
  socket.write(`Sec-WebSocket-Accept: ${accept}\r\n\r\n`);
}

// Answers a request for a file of our page with the one from `pageUrl`.
export async function servePage(pageUrl, request, response) {
  const file = await fetch(new URL(request.url, pageUrl));
  if (!file.ok) return response.writeHead(404).end();
  const links = file.headers.get("link");
  response.writeHead(200, { "content-type": file.headers.get("content-type"), ...(links && { link: links }) });
  response.end(Buffer.from(await file.arrayBuffer()));
}

// Serves our page's files from `pageUrl`, except those whose path matches a pattern in `missing` and those that
// `instead(path, response)` answers itself, which it says by returning true. On each WebSocket, at any path, it sends
// `messages` and then stays silent, or closes with `closeCode` if that is given. With `unanswered` it does not answer
// requests for a WebSocket at all. It calls `opened(socket)` when it has opened one. `end(code)` ends all WebSockets: with
// a close frame, or without one if `code` is 1006.
export function plainServer(pageUrl, options = {}) {
  const { messages = [], missing = [], instead = () => false, opened, closeCode, unanswered } = options;
  const viewers = new Set();
  const server = http.createServer((request, response) => {
    if (instead(request.url, response)) return;
    if (missing.some((path) => path.test(request.url))) return response.writeHead(404).end();
    return servePage(pageUrl, request, response);
  });
  server.on("upgrade", (request, socket) => {
    socket.on("error", () => {});
    if (unanswered) return;
    acceptWebSocket(request, socket);
    for (const message of messages) socket.write(textFrame(message));
    if (closeCode) socket.write(closeFrame(closeCode));
    opened?.(socket);
    viewers.add(socket.on("close", () => viewers.delete(socket)));
  });
  const end = (code) => {
    for (const socket of viewers) code === 1006 ? socket.destroy() : socket.end(closeFrame(code));
  };
  return listen(server).then((listening) => Object.assign(listening, { end }));
}

async function answerRefusing(response, { status, text, retryAfter, isEndless }) {
  response.writeHead(status, { "content-type": "text/plain", ...(retryAfter && { "retry-after": retryAfter }) });
  response.flushHeaders();
  for (const piece of [text].flat()) {
    response.write(piece);
    await setTimeout(50); // so that each piece is a packet of its own
  }
  if (!isEndless) response.end();
}

// Serves our page from `server`, and refuses WebSockets and questions about them with `refusal`, an object with the status,
// the text, which may be an array of pieces, and, if need be, Retry-After; with `isEndless` the text does not end. The property `refusal` may be changed; while it is null, WebSockets reach the
// server. `handshakes` and `questions` count the requests.
export async function refusingServer(server, refusal) {
  const double = { refusal, handshakes: 0, questions: 0 };
  const listener = http.createServer(async (request, response) => {
    if (request.url.startsWith("/ws/")) {
      ++double.questions;
      if (double.refusal) return answerRefusing(response, double.refusal);
    }
    const file = await fetch(new URL(request.url, server.url));
    response.writeHead(file.status, { "content-type": file.headers.get("content-type") });
    response.end(Buffer.from(await file.arrayBuffer()));
  });
  listener.on("upgrade", (request, socket) => {
    ++double.handshakes;
    socket.on("error", () => {});
    if (double.refusal) return socket.end(`HTTP/1.1 ${double.refusal.status} Refused\r\nContent-Length: 0\r\n\r\n`);
    const through = net.connect(server.port, "127.0.0.1");
    const lines = [`${request.method} ${request.url} HTTP/1.1`];
    for (let i = 0; i < request.rawHeaders.length; i += 2) lines.push(request.rawHeaders.slice(i, i + 2).join(": "));
    through.write([...lines, "", ""].join("\r\n"));
    through.pipe(socket).pipe(through);
    through.on("error", () => {}).on("close", () => socket.destroy());
    socket.on("close", () => through.destroy());
  });
  return Object.assign(double, await listen(listener));
}

// Serves the original tutorial's page, with `port` in its script instead of the original port.
export function originalPage(port) {
  const types = { "/home.css": "text/css", "/home.js": "text/javascript" };
  return listen(
    http.createServer(async (request, response) => {
      const file = request.url === "/" ? "/home.html" : request.url;
      try {
        const content = await readFile(new URL(`original${file}`, import.meta.url), "utf8");
        response.writeHead(200, { "content-type": types[file] ?? "text/html" });
        response.end(content.replace("localhost:8000", `127.0.0.1:${port}`));
      } catch {
        response.writeHead(204).end();
      }
    }),
  );
}
