// The servers of received channels that are compared. `start` runs one with the channels c0, c1 and so on, and returns
// { port, process, loadOptions, stop }; loadOptions says how the load client gives it numbers.
import { spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, rmSync } from "node:fs";
import path from "node:path";
import { startNchanChannels } from "./peers.mjs";
import { bun, nchanModule, nginx, onServerCore, output, product, program, root } from "./place.mjs";
import { announcedLines, announcedPort, start, stop } from "./processes.mjs";

const script = (name) => path.join(root, "tests/bench/servers", name);
const portIn = (line) => Number(new URL(line.replace(/^\w+ /, "")).port);

// A server that takes numbers at the port of its viewers, or at another one, which it announces in its second line.
async function startPosted(command, lines) {
  const process_ = start(onServerCore(command));
  const ports = (await announcedLines(process_, lines)).map(portIn);
  return { port: ports[0], process: process_, loadOptions: { pushPort: ports.at(-1) }, stop: () => stop(process_) };
}

const channelOptions = (channels, source) => Array.from({ length: channels }, (_, i) => ["--channel", `c${i}=${source}`]).flat();

const ourCommand = (channels, source, ...options) => [
  ...[product, "--address", "127.0.0.1", "--port", "0", "--threads", "1", "--admin", "127.0.0.1:0", "--log-level", "error"],
  ...channelOptions(channels, source),
  ...options,
];

export const startOurs = (...options) =>
  ({ channels = 1 } = {}) => startPosted(ourCommand(channels, "push", ...options), 2);

// The numbers come through a named pipe. The server's end of it is also open for writing, so that the pipe does not end
// before the server does.
async function startWithPipe() {
  mkdirSync(output, { recursive: true });
  const directory = mkdtempSync(path.join(output, "pipe-"));
  const pipe = path.join(directory, "numbers");
  spawnSync("mkfifo", [pipe]);
  const input = openSync(pipe, "r+");
  const process_ = start(onServerCore(ourCommand(1, "stdin")), { stdio: [input, "pipe", "pipe"] });
  closeSync(input);
  const end = async () => {
    await stop(process_);
    rmSync(directory, { recursive: true });
  };
  return { port: await announcedPort(process_), process: process_, loadOptions: { pushPipe: pipe }, stop: end };
}

const floor = (name) => () => startPosted([program(name), "--port", "0", "--source", "post"], 1);

async function startNchan() {
  const server = await startNchanChannels();
  return { ...server, loadOptions: { pushPort: server.port, pushMessage: true } };
}

const hasPythonWebsockets = () => spawnSync("/usr/bin/python3", ["-c", "import websockets"]).status === 0;

function peers(skipped) {
  const all = [
    {
      ...{ key: "nchan", label: "nginx + nchan", isHere: nginx && existsSync(nchanModule), needs: "nginx, libnginx-mod-nchan" },
      start: startNchan,
    },
    {
      ...{ key: "bun", label: "Bun, publish", isHere: bun, needs: "npm ci in tests/bench" },
      start: () => startPosted([bun, script("bun_publish.mjs")], 1),
    },
    {
      ...{ key: "websockets", label: "Python websockets, broadcast", isHere: hasPythonWebsockets(), needs: "python3-websockets" },
      start: () => startPosted(["/usr/bin/python3", script("websockets_broadcast.py")], 2),
    },
  ];
  for (const { label, isHere, needs } of all) if (!isHere) skipped.push(`${label}: not installed (${needs})`);
  return all.filter(({ isHere }) => isHere).map((peer) => ({ role: "peer", ...peer }));
}

// A server has a `role` and a `protocol` as in servers.mjs, and perhaps `oneChannel`: it can have no more.
export function findReceivedServers() {
  const skipped = [];
  const ours = { role: "ours", start: startOurs() };
  const servers = [
    { key: "floor", role: "floor", label: "floor: bare epoll, one send()", start: floor("bench_floor_epoll") },
    { key: "floor-uring", role: "floor", label: "floor: epoll, io_uring batch", start: floor("bench_floor_io_uring") },
    { ...ours, key: "ours", label: "SimpleWebsocket" },
    { ...ours, key: "ours-send", label: "SimpleWebsocket, --io-uring off", start: startOurs("--io-uring", "off") },
    { ...ours, key: "ours-1", label: "SimpleWebsocket, protocol 1", protocol: 1 },
    { ...ours, key: "ours-stdin", label: "SimpleWebsocket, stdin", oneChannel: true, start: startWithPipe },
    ...peers(skipped),
  ].map((server) => ({ protocol: 0, atMost: Infinity, ...server }));
  return { servers, skipped };
}
