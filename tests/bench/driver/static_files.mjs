// Measures how fast this server and nginx deliver the page's files, with wrk over persistent connections.
import { cpSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { nginx, installed, onClientCore, onServerCore, output, product, release, root } from "./place.mjs";
import { startNginx } from "./peers.mjs";
import { announcedPort, outputOf, start, stop } from "./processes.mjs";
import { median, summary } from "./statistics.mjs";

const connections = 32;

// A directory with the files that the build embeds in the server, for nginx.
function siteDirectory() {
  const directory = path.join(output, "site");
  mkdirSync(directory, { recursive: true });
  cpSync(path.join(root, "web"), directory, { recursive: true });
  cpSync(path.join(root, "frontend/boot.js"), path.join(directory, "boot.js"));
  for (const name of ["home.js", "home.wasm"]) cpSync(path.join(release, "wasm/frontend", name), path.join(directory, name));
  return directory;
}

async function startOurs() {
  const command = [product, "--address", "127.0.0.1", "--port", "0", "--threads", "1", "--log-level", "error"];
  const process_ = start(onServerCore(command));
  return { port: await announcedPort(process_), process: process_, stop: () => stop(process_) };
}

const startRival = (directory) =>
  startNginx(
    (port) => `include /etc/nginx/mime.types; sendfile on; tcp_nopush on; keepalive_requests 100000000;
  open_file_cache max=100 inactive=60s;
  server { listen 127.0.0.1:${port} backlog=4096; root ${directory}; index index.html; }`,
  );

// The CPU time of a process and its children, in nanoseconds.
export function cpuOf(pid) {
  const own = (process_) =>
    readdirSync(`/proc/${process_}/task`)
      .map((thread) => Number(readFileSync(`/proc/${process_}/task/${thread}/schedstat`, "utf8").split(" ")[0]))
      .reduce((a, b) => a + b, 0);
  const isChild = (process_) => {
    try {
      return readFileSync(`/proc/${process_}/status`, "utf8").includes(`PPid:\t${pid}\n`);
    } catch {
      return false; // the process has just ended
    }
  };
  return [String(pid), ...readdirSync("/proc").filter((name) => /^\d+$/.test(name) && isChild(name))].map(own).reduce((a, b) => a + b, 0);
}

async function ask(server, file, seconds) {
  const before = cpuOf(server.process.pid);
  const url = `http://127.0.0.1:${server.port}${file}`;
  const text = await outputOf(onClientCore(["wrk", "-t1", `-c${connections}`, `-d${seconds}s`, url]));
  const requests = Number(/(\d+) requests in/.exec(text)[1]);
  if (/Non-2xx/.test(text)) throw new Error(`${url} was not always answered with 200: ${text}`);
  const cpuSeconds = (cpuOf(server.process.pid) - before) / 1e9;
  return { perSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(text)[1]), perCpuSecond: requests / cpuSeconds };
}

export async function staticFiles({ rounds, staticSeconds }) {
  if (!nginx || !installed("wrk")) return { skipped: "static files: nginx or wrk is not installed" };
  const directory = siteDirectory();
  const servers = { ours: await startOurs(), nginx: await startRival(directory) };
  const results = [];
  for (const file of ["/", "/home.wasm"]) {
    const runs = { ours: [], nginx: [] };
    for (let round = 0; round < rounds; ++round) {
      for (const [name, server] of Object.entries(servers)) runs[name].push(await ask(server, file, staticSeconds));
    }
    const ratio = (kind) => median(runs.ours.map((run, round) => run[kind] / runs.nginx[round][kind]));
    results.push({
      file,
      ours: summary(runs.ours.map((run) => run.perSecond)),
      nginx: summary(runs.nginx.map((run) => run.perSecond)),
      ratio: ratio("perSecond"),
      ratioPerCpuSecond: ratio("perCpuSecond"),
    });
  }
  await Promise.all(Object.values(servers).map((server) => server.stop()));
  return { results };
}
