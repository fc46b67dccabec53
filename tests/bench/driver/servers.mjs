// The servers that are compared. `start` runs one on a free port, with one thread if it has such an option, and returns
// { port, process, stop }. findServers() tells which of them this machine has, and why the others are missing.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { startNchan, startWebsocketd } from "./peers.mjs";
import { bun, installed, nchanModule, nginx, onServerCore, product, program, root } from "./place.mjs";
import { announcedPort, start, stop } from "./processes.mjs";
import { probe } from "./load.mjs";

function announcing(command, environment = {}) {
  return async ({ intervalMs = 1000 } = {}) => {
    const process_ = start(onServerCore([...command, "--port", "0", "--interval-ms", String(intervalMs)]), {
      env: { ...process.env, ...environment },
    });
    return { port: await announcedPort(process_), process: process_, stop: () => stop(process_) };
  };
}

// --count is so high that no plain stream ends during the measurement, even at the shortest interval. In protocol 1 the
// viewers ask for their count.
const ours = (...options) =>
  announcing([product, "--address", "127.0.0.1", "--threads", "1", "--count", "1000000", "--admin", "off", "--log-level", "error", ...options]);

function productVariants() {
  const help = spawnSync(product, ["--help"], { encoding: "utf8" }).stdout;
  if (!help.includes("--io-uring")) return [{ key: "ours", label: "SimpleWebsocket", start: ours() }];
  return [
    { key: "ours-uring", label: "SimpleWebsocket, io_uring", start: ours("--io-uring", "on") },
    { key: "ours-send", label: "SimpleWebsocket, --io-uring off", start: ours("--io-uring", "off") },
  ];
}

async function runs(server) {
  try {
    const { stop: end } = await server.start();
    await end();
    return null;
  } catch (error) {
    return error.message;
  }
}

// Returns { servers, skipped }. A server has a `role` (floor, ours or peer), a `protocol` (0 plain, 1 verified), and
// perhaps `atMost`, the largest number of viewers that it is measured with.
export async function findServers() {
  const servers = [];
  const skipped = [];
  const add = async (server) => {
    const reason = await runs(server);
    if (reason) skipped.push(`${server.label}: ${reason}`);
    else servers.push({ protocol: 0, atMost: Infinity, ...server });
  };
  await add({ key: "floor", role: "floor", label: "floor: bare epoll, one send()", start: announcing([program("bench_floor_epoll")]) });
  const uringFloor = announcing([program("bench_floor_io_uring")]);
  await add({ key: "floor-uring", role: "floor", label: "floor: epoll, io_uring batch", start: uringFloor });

  const variants = productVariants();
  for (const variant of variants) await add({ role: "ours", ...variant });
  if (await speaksProtocol1(variants[0])) {
    for (const { key, label, start: begin } of variants) {
      await add({ key: `${key}-1`, role: "ours", label: `${label}, protocol 1`, protocol: 1, start: begin });
    }
  } else {
    skipped.push("SimpleWebsocket, protocol 1: this build does not answer ?protocol=1 with a hello");
  }

  await add({ key: "naive", role: "peer", label: "Beast as first written", start: announcing([program("bench_naive_beast")]) });
  await addPeers(add, skipped);
  return { servers, skipped };
}

const serverScript = (name) => path.join(root, "tests/bench/servers", name);

// A peer as one writes it at first, with a timer for each viewer (measured with at most `atMostEach` of them), and its
// better variant with one wheel of slots for all viewers. `rate` is how many viewers it lets in a second: libwebsockets
// left some of 10,000 unanswered that came at 5,000 a second. uWebSockets itself is not on npm, whose look-alikes there are
// old or by others, so Bun stands for it: its server is uWebSockets, in C++, below a thin layer of JavaScript.
async function addWithTimers(add, skipped, { key, label, command, needs, atMostEach = Infinity, rate }) {
  if (!command) return skipped.push(`${label}: not installed (${needs})`);
  const loadOptions = rate && { rate };
  const start = (timers) => async (options) => ({ ...(await announcing([...command, "--timers", timers])(options)), loadOptions });
  await add({ key: `${key}-each`, role: "peer", label: `${label}, a timer each`, atMost: atMostEach, start: start("each") });
  await add({ key, role: "peer", label: `${label}, one wheel`, start: start("wheel") });
}

async function addPeers(add, skipped) {
  const script = serverScript("node_ws.mjs");
  try {
    const { version } = createRequire(script)("ws/package.json");
    await add({ key: "node", role: "peer", label: `Node, ws ${version}`, start: announcing([process.execPath, script]) });
  } catch {
    skipped.push("Node ws: not installed (npm ci in tests/bench)");
  }
  await addWithTimers(add, skipped, { key: "bun", label: "Bun (uWebSockets)", command: bun && [bun, serverScript("bun_stream.mjs")], needs: "npm ci in tests/bench" });
  const libwebsockets = program("bench_libwebsockets");
  await addWithTimers(add, skipped, {
    ...{ key: "lws", label: "libwebsockets", command: existsSync(libwebsockets) && [libwebsockets], atMostEach: 1000, rate: 1500 },
    needs: "libwebsockets-dev, libwebsockets-evlib-uv",
  });
  if (nginx && existsSync(nchanModule)) {
    await add({ key: "nchan", role: "peer", label: "nginx + nchan, broadcast", start: startNchan });
  } else {
    skipped.push("nginx + nchan: not installed (nginx, libnginx-mod-nchan)");
  }
  if (installed("websocketd")) {
    await add({ key: "websocketd", role: "peer", label: "websocketd, a process each", atMost: 100, start: startWebsocketd });
  } else {
    skipped.push("websocketd: not installed");
  }
}

async function speaksProtocol1(variant) {
  const server = await variant.start();
  const { failed } = await probe(server, { protocol: 1 });
  await server.stop();
  return failed === 0;
}
