// Runs the server for an hour with thousands of viewers that come and go, and checks that its memory and descriptors do
// not grow and that every viewer gets every number. Run `./build.sh bench --quick` first, which installs the packages:
//
//   node tests/bench/driver/soak.mjs [--seconds 3600] [--viewers 5000] [--server build/simplewebsocket]
//
// Half of the viewers are plain; the others speak protocol 1 and resume their streams. Each second two in a hundred
// leave, some with a close frame and some with a reset. Samples every ten seconds go to build/bench/soak.json. The exit
// code is 1 if a number is missing or out of order, or if the last tenth of the run needs more memory or descriptors
// than the second tenth (the first is the warm-up).
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import WebSocket from "ws";
import { announcedLines, start, stop } from "./processes.mjs";
import { output, product } from "./place.mjs";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "3600" },
    viewers: { type: "string", default: "5000" },
    server: { type: "string", default: product },
  },
});
const kSeconds = Number(values.seconds);
const kViewers = Number(values.viewers);
const kChurn = 0.02; // of the viewers, each second
const kSampleSeconds = 10;
const kMemoryMargin = 1.05; // the number of pages that the allocator uses varies by chance

const server = start([values.server, "--port", "0", "--admin", "127.0.0.1:0", "--log-level", "warn"]);
const [serving, operating] = await announcedLines(server, 2);
const streamUrl = serving.replace("Serving http", "ws") + "ws/some_url/";
const metricsUrl = new URL("/metrics", operating.replace("Operating ", ""));

const seen = { numbers: 0, resumed: 0, left: 0, reset: 0, wrong: [] };
const viewers = new Set();

class Viewer {
  constructor(isVerified) {
    this.isVerified = isVerified;
    this.next = 0;
    this.connect();
  }

  connect() {
    viewers.add(this);
    this.socket = new WebSocket(streamUrl + this.query(), { perMessageDeflate: false });
    this.socket.on("message", (data) => this.read(JSON.parse(data)));
    this.socket.on("error", () => {});
    this.socket.on("close", () => this.leave());
  }

  query() {
    if (!this.isVerified) return "";
    return this.token ? "?protocol=1&resume" : "?protocol=1";
  }

  read(message) {
    if (message.type === "hello") return this.socket.send(JSON.stringify(this.opening()));
    if (message.type === "started") this.token = message.token;
    else if (message.type === "number") this.expect(message.seq, 1);
    else if (message.type === "numbers") this.expect(message.seq, message.messages.length);
    else if (message.type === "end") this.token = undefined;
    else if (message.type === undefined && Number.isInteger(message.message)) ++seen.numbers;
    else seen.wrong.push(JSON.stringify(message));
  }

  opening() {
    if (!this.token) {
      this.next = 0;
      return { type: "start", client_seed: "soak" };
    }
    ++seen.resumed;
    return { type: "resume", token: this.token, next: this.next };
  }

  expect(seq, count) {
    if (seq !== this.next) seen.wrong.push(`number ${seq} came instead of ${this.next}`);
    this.next = seq + count;
    seen.numbers += count;
  }

  // A new viewer replaces a plain one; a viewer of protocol 1 comes back and resumes.
  leave() {
    if (!viewers.delete(this) || ending) return;
    this.isVerified ? this.connect() : new Viewer(false);
  }

  drop() {
    if (Math.random() < 0.5 && this.socket._socket) {
      ++seen.reset;
      this.socket._socket.resetAndDestroy();
    } else {
      ++seen.left;
      this.socket.close(1000);
    }
  }
}

async function sample(second) {
  const status = readFileSync(`/proc/${server.pid}/status`, "utf8");
  const metrics = await (await fetch(metricsUrl)).text();
  const value = (name) => Number(new RegExp(`^simplewebsocket_${name} (.*)$`, "m").exec(metrics)?.[1]);
  return {
    second,
    rss_kb: Number(/^VmRSS:\s+(\d+)/m.exec(status)[1]),
    descriptors: readdirSync(`/proc/${server.pid}/fd`).length,
    connections: value("connections"),
    numbers: value("numbers_sent_total"),
    late_over_50_ms: value("lateness_seconds_count") - value('lateness_seconds_bucket\\{le="0.05"\\}'),
  };
}

let ending = false;
for (let i = 0; i < kViewers; ++i) {
  new Viewer(i % 2 === 1);
  if (i % 100 === 99) await pause(50);
}
const samples = [];
const begin = Date.now();
for (let second = 1; second <= kSeconds; ++second) {
  await pause(Math.max(0, begin + second * 1000 - Date.now()));
  const all = [...viewers];
  for (let i = 0; i < kViewers * kChurn; ++i) all[Math.floor(Math.random() * all.length)]?.drop();
  if (second % kSampleSeconds === 0) {
    samples.push(await sample(second));
    if (second % 60 === 0) console.log(JSON.stringify(samples.at(-1)));
  }
}
ending = true;
for (const viewer of viewers) viewer.socket.terminate();
while ((await sample(0)).connections > 1) await pause(100); // the connection that asks
const after = await sample(kSeconds);
await stop(server);

// The median of a tenth, because memory that handshakes need for a moment is not a leak.
const median = (part, what) => part.map((each) => each[what]).sort((a, b) => a - b)[Math.floor(part.length / 2)];
const tenth = Math.max(1, Math.floor(samples.length / 10));
const early = samples.slice(tenth, 2 * tenth);
const late = samples.slice(-tenth);
const summary = { seconds: kSeconds, viewers: kViewers, ...seen, after };
for (const what of ["rss_kb", "descriptors"]) summary[what] = { early: median(early, what), late: median(late, what) };
mkdirSync(output, { recursive: true });
writeFileSync(path.join(output, "soak.json"), JSON.stringify({ summary, samples }, null, 1));
console.log(JSON.stringify(summary));
const grew = summary.rss_kb.late > summary.rss_kb.early * kMemoryMargin;
const leaks = summary.descriptors.late > summary.descriptors.early + kViewers * kChurn;
process.exit(seen.wrong.length > 0 || grew || leaks ? 1 : 0);
