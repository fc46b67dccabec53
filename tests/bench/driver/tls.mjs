// Measures TLS 1.3 with one P-256 key: what a full and a resumed handshake cost the server, and what a message costs. The
// floor is nginx: its own handshakes, and for messages nginx in front of the bare epoll floor. The same client, on the other
// core, opens plain viewers of our server too, so that the price of encryption shows. It is a part of bench.mjs, and can be
// called alone after `./build.sh bench --quick` has installed and built all it needs:
//
//   node tests/bench/driver/tls.mjs [--quick]
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { connect } from "node:tls";
import { fileURLToPath } from "node:url";
import { startNginx } from "./peers.mjs";
import { tlsPlans } from "./plans.mjs";
import { installed, nginx, onServerCore, output, product, program } from "./place.mjs";
import { announcedPort, start, stop } from "./processes.mjs";
import { cpuOf } from "./static_files.mjs";
import { median, summary } from "./statistics.mjs";
import { list, number, withSpread } from "./table.mjs";

const kAtOnce = 8; // handshakes
const lax = { rejectUnauthorized: false, minVersion: "TLSv1.3" };

function makeCertificate() {
  mkdirSync(output, { recursive: true });
  const [key, certificate] = ["tls.key", "tls.pem"].map((name) => path.join(output, name));
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=localhost", "-days", "2"];
  const made = spawnSync("openssl", ["req", "-x509", ...kind, "-keyout", key, "-out", certificate]);
  if (made.status !== 0) throw new Error(`openssl made no certificate: ${made.stderr}`);
  return { key, certificate };
}

async function startOurs(...options) {
  const fixed = ["--address", "127.0.0.1", "--port", "0", "--threads", "1", "--count", "1000000", "--admin", "off", "--log-level", "error"];
  const process_ = start(onServerCore([product, ...fixed, ...options]));
  return { port: await announcedPort(process_), pids: [process_.pid], stop: () => stop(process_) };
}

async function startNginxBeforeFloor({ key, certificate }) {
  const floor = start(onServerCore([program("bench_floor_epoll"), "--port", "0"]));
  const floorPort = await announcedPort(floor);
  const server = await startNginx(
    (port) => `server {
    listen 127.0.0.1:${port} ssl backlog=4096;
    ssl_certificate ${certificate}; ssl_certificate_key ${key}; ssl_protocols TLSv1.3;
    location / {
      proxy_pass http://127.0.0.1:${floorPort}; proxy_http_version 1.1; proxy_buffering off; tcp_nodelay on;
      proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade; proxy_read_timeout 600s;
    }
  }`,
  );
  const end = async () => {
    await server.stop();
    await stop(floor);
  };
  return { port: server.port, pids: [server.process.pid, floor.pid], stop: end };
}

const cpuOfAll = ({ pids }) => pids.reduce((sum, pid) => sum + cpuOf(pid), 0) / 1000; // µs

async function handshake(port, session) {
  const socket = connect({ ...lax, port, host: "127.0.0.1", session });
  try {
    await once(socket, "secureConnect");
    return socket.isSessionReused();
  } finally {
    socket.destroy();
  }
}

// A session whose ticket the server has sent, after a whole request, because TLS 1.3 sends it behind the handshake.
async function sessionOf(port) {
  const socket = connect({ ...lax, port, host: "127.0.0.1" });
  const got = once(socket, "session");
  await once(socket, "secureConnect");
  socket.write("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  socket.resume();
  const [session] = await Promise.race([got, pause(2000, [undefined])]);
  socket.destroy();
  return session;
}

// The CPU time of so many handshakes, each; NaN if the server did not resume all sessions.
async function handshakes(server, count, resumed) {
  const session = resumed ? await sessionOf(server.port) : undefined;
  if (resumed && !session) return NaN;
  const before = cpuOfAll(server);
  let begun = 0;
  let reused = 0;
  const one = async () => {
    while (begun++ < count) {
      if (await handshake(server.port, session)) ++reused;
    }
  };
  await Promise.all(Array.from({ length: kAtOnce }, one));
  await pause(50); // until the server has seen the ends
  return resumed && reused < count ? NaN : (cpuOfAll(server) - before) / count;
}

// The CPU time of a message, with so many viewers.
async function messages(server, scheme, viewers, seconds) {
  const { default: WebSocket } = await import("ws");
  let count = 0;
  const sockets = [];
  const open = async () => {
    const socket = new WebSocket(`${scheme}://127.0.0.1:${server.port}/ws/some_url/`, { ...lax, perMessageDeflate: false });
    socket.on("message", () => ++count);
    sockets.push(socket);
    await once(socket, "open");
  };
  try {
    while (sockets.length < viewers) await Promise.all(Array.from({ length: Math.min(50, viewers - sockets.length) }, open));
    await pause(1500);
    const before = cpuOfAll(server);
    count = 0;
    await pause(seconds * 1000);
    return (cpuOfAll(server) - before) / count;
  } finally {
    for (const socket of sockets) socket.on("error", () => {}).terminate();
  }
}

async function round({ viewers, seconds, handshakes: count }, say) {
  const files = makeCertificate();
  const withTls = () => startOurs("--tls-certificate", files.certificate, "--tls-key", files.key);
  const result = {};
  for (const [name, begin] of Object.entries({ ours: withTls, nginx: () => startNginxBeforeFloor(files), plain: () => startOurs() })) {
    say(`TLS: ${name === "plain" ? "ours without TLS" : name}`);
    const server = await begin();
    try {
      const scheme = name === "plain" ? "ws" : "wss";
      result[name] = { message: await messages(server, scheme, viewers, seconds) };
      if (name !== "plain") {
        result[name].full = await handshakes(server, count, false);
        result[name].resumed = await handshakes(server, count, true);
      }
    } finally {
      await server.stop();
    }
  }
  return result;
}

// The medians of some rounds, or { skipped } with the reason.
export async function tls(plan, say) {
  if (!nginx || !installed("openssl")) return { skipped: "TLS: nginx or openssl is not installed" };
  const rounds = [];
  for (let i = 0; i < plan.rounds; ++i) rounds.push(await round(plan, say));
  const compare = (kind) => ({
    ours: summary(rounds.map(({ ours }) => ours[kind])),
    nginx: summary(rounds.map((each) => each.nginx[kind])),
    ratio: median(rounds.map((each) => each.ours[kind] / each.nginx[kind])),
  });
  const overPlain = median(rounds.map(({ ours, plain }) => ours.message / plain.message));
  return { viewers: plan.viewers, full: compare("full"), resumed: compare("resumed"), message: compare("message"), overPlain };
}

const line = (label, { ours, nginx: floor, ratio }, more = "") => [
  label,
  `${withSpread(ours, 1)} µs, nginx ${withSpread(floor, 1)} µs: ${number(ratio, 2)} ×${more}`,
];

export const tlsText = ({ viewers, full, resumed, message, overPlain }) =>
  list("TLS 1.3, P-256: CPU time of the server; the floor is nginx", [
    line("a full handshake", full),
    line("a resumed handshake", resumed),
    line(`a message, ${viewers} viewers`, message, `, and ${number(overPlain, 2)} × ours without TLS (nginx: with the bare epoll floor behind it)`),
  ]);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const results = await tls(tlsPlans[process.argv.includes("--quick") ? "quick" : "full"], (text) => console.error(`  ${text}`));
  console.log(results.skipped ?? tlsText(results));
  process.exit(0);
}
