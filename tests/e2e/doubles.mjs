// Stand-ins for other servers: one that speaks only the plain protocol, and one that serves the original's page.
import { createHash } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import http from "node:http";

async function listen(server) {
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

function textFrame(text) {
  return Buffer.concat([Buffer.from([0x81, Buffer.byteLength(text)]), Buffer.from(text)]);
}

// Serves our page's files from `pageUrl`, except those whose path matches a pattern in `missing`. On each WebSocket, at
// any path, it sends `messages` and then stays silent, or closes with `closeCode` if that is given. With `unanswered` it
// does not answer requests for a WebSocket at all.
export function plainServer(pageUrl, { messages = [], missing = [], closeCode, unanswered } = {}) {
  const server = http.createServer(async (request, response) => {
    const file = await fetch(new URL(request.url, pageUrl));
    if (!file.ok || missing.some((path) => path.test(request.url))) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": file.headers.get("content-type") });
    response.end(Buffer.from(await file.arrayBuffer()));
  });
  server.on("upgrade", (request, socket) => {
    socket.on("error", () => {});
    if (unanswered) return;
    const key = request.headers["sec-websocket-key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    const accept = createHash("sha1").update(key).digest("base64");
    socket.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n");
    socket.write(`Sec-WebSocket-Accept: ${accept}\r\n\r\n`);
    for (const message of messages) socket.write(textFrame(message));
    if (closeCode) socket.write(Buffer.from([0x88, 2, closeCode >> 8, closeCode & 255]));
  });
  return listen(server);
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
