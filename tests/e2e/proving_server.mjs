// A server of protocol 1 that a test scripts. It is written from shared/PROTOCOL.md and has no code in common with the
// real one. Unless the test makes it lie, it sends what an honest server sends, but at once instead of when it is due.
import { createHash, createHmac, randomBytes } from "node:crypto";
import http from "node:http";
import { acceptWebSocket, closeFrame, listen, servePage, textFrame } from "./doubles.mjs";

const segmentNumbers = 16;
const mostProven = 4096;
const sha256 = (...parts) => createHash("sha256").update(Buffer.concat(parts)).digest();
const hmac = (key, text) => createHmac("sha256", key).update(text).digest();
const uint32 = (value) => Buffer.from([value >>> 24, value >>> 16, value >>> 8, value]);

class Stream {
  constructor(count) {
    this.count = count;
    this.seed = randomBytes(32);
    this.id = randomBytes(16);
    this.hasRoots = count <= mostProven;
    const segments = Math.ceil(count / segmentNumbers);
    // The keys of each segment, from the root at place 0 to the topmost key.
    this.keys = Array.from({ length: segments }, (_, segment) => {
      const keys = [hmac(this.seed, `SimpleWebsocket/1 segment:${segment}`)];
      for (let y = segmentNumbers; --y >= 0; ) {
        keys.unshift(sha256(Buffer.from([1]), this.id, uint32(segment), Buffer.from([y]), keys[0]));
      }
      return keys;
    });
    const roots = this.keys.map(([root]) => root);
    this.commitment = this.hasRoots ? sha256(Buffer.from([2]), this.id, uint32(count), ...roots) : sha256(this.seed);
    this.roots = roots.map((root) => root.toString("base64url"));
  }

  key = (n) => this.keys[Math.floor(n / segmentNumbers)][(n % segmentNumbers) + 1];

  // The range has 128 numbers, a power of two, so that the first word always counts.
  number = (n) => Number(hmac(this.key(n), `${this.clientSeed}:${n}:0`).readBigUInt64BE() % 128n);

  hello = () => ({
    type: "hello", protocol: 1, stream: this.id.toString("hex"), count: this.count,
    commitment: this.commitment.toString("hex"), ...(this.hasRoots && { roots: this.roots }),
    defaults: { min: 0, max: 127, interval_ms: 1000 },
    limits: { min_interval_ms: 10, max_interval_ms: 3_600_000, max_count: 1_000_000 },
  });
  started = () => ({
    type: "started", stream: this.id.toString("hex"), commitment: this.commitment.toString("hex"), token: "token",
    start_ms: Date.now(), next: 0, min: 0, max: 127, interval_ms: 1000, count: this.count,
  });
  // Number `first` alone, or a run of `size` numbers.
  frame(first, size) {
    const all = Array.from({ length: size }, (_, i) => first + i);
    const key = (n) => this.key(n).toString("base64url");
    if (size === 1) {
      return { type: "number", seq: first, message: this.number(first), ...(this.hasRoots && { key: key(first) }) };
    }
    const last = all.filter((n) => n % segmentNumbers === segmentNumbers - 1 || n === first + size - 1);
    return { type: "numbers", seq: first, messages: all.map(this.number), ...(this.hasRoots && { keys: last.map(key) }) };
  }
  end = () => ({
    type: "end", reason: "complete", next: this.count, ...(!this.hasRoots && { server_seed: this.seed.toString("hex") }),
  });
}

// The text of a frame from a browser, which has fewer than 126 bytes.
function textOf(frame) {
  const mask = frame.subarray(2, 6);
  return Buffer.from(frame.subarray(6, 6 + (frame[1] & 127)).map((byte, i) => byte ^ mask[i % 4])).toString();
}

// Serves our page from `pageUrl`, and to each WebSocket a stream of `count` numbers, `run` of them in a frame. Each
// message is passed through `alter(message)`, which returns the one to send.
export function provingServer(pageUrl, { count = 50, run = 1, alter = (message) => message } = {}) {
  const server = http.createServer((request, response) => servePage(pageUrl, request, response));
  server.on("upgrade", (request, socket) => {
    const stream = new Stream(count);
    const send = (message) => socket.write(textFrame(JSON.stringify(alter(message))));
    socket.on("error", () => {});
    acceptWebSocket(request, socket);
    send(stream.hello());
    socket.once("data", (frame) => {
      if ((frame[0] & 15) !== 1) return;
      stream.clientSeed = JSON.parse(textOf(frame)).client_seed;
      send(stream.started());
      for (let n = 0; n < count; n += run) send(stream.frame(n, Math.min(run, count - n)));
      send(stream.end());
      socket.write(closeFrame(1000));
    });
  });
  return listen(server);
}
