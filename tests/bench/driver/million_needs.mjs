// This lists the limits of the machine that many viewers need, and says whether they are high enough. Both ends of each
// connection are on the machine, so a viewer takes two open files and two sockets.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, createConnection } from "node:net";
import { once } from "node:events";

const read = (file) => readFileSync(file, "utf8").trim();
const numbers = (file) => read(file).split(/\s+/).map(Number);
const sysctl = (name) => `/proc/sys/${name.replaceAll(".", "/")}`;

// A container does not show the settings that belong to the whole machine.
const isShown = (name) => existsSync(sysctl(name));
const setting = (name) => (isShown(name) ? numbers(sysctl(name)) : []);

const text = (count) => Math.round(count).toLocaleString("en");

const kFilesOfProcess = 1500; // of the open-file limit, for other files, and for those whom a server refuses politely
const kKbPerViewer = 12; // in all: both sockets in the kernel, and what server and client keep; measured, and a margin
const kConnectionsPerAddress = 10_000; // as in client/connect.cpp
const kHandshakes = 64; // open at the same time at a server, as in million/million_loop.cpp
const kTcpPagesPerViewer = 0.5; // a number that waits takes a page: so half of them may wait. Measured: 0.05

export const openFiles = () => Number(/Max open files\s+\d+\s+(\d+)/.exec(read("/proc/self/limits"))[1]);
export const memory = () =>
  Object.fromEntries([...read("/proc/meminfo").matchAll(/^(\w+):\s+(\d+)/gm)].map(([, name, kb]) => [name, Number(kb)]));

// How many servers, and as many clients, share the viewers.
export const processesFor = (viewers) => Math.max(1, Math.ceil(viewers / Math.max(1, openFiles() - kFilesOfProcess)));

// Connection tracking counts the connections of this machine with itself only if a rule asks for it.
async function isTracked() {
  const count = () => Number(read(sysctl("net.netfilter.nf_conntrack_count")));
  try {
    const before = count();
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const sockets = Array.from({ length: 20 }, () => createConnection(server.address().port, "127.0.0.1"));
    await Promise.all(sockets.map((socket) => once(socket, "connect")));
    const tracked = count() - before >= sockets.length / 2;
    for (const socket of sockets) socket.destroy();
    server.close();
    return tracked;
  } catch {
    return false; // this kernel has no connection tracking
  }
}

function kernelNeeds(viewers) {
  const [least, , most] = setting("net.ipv4.tcp_mem");
  const pages = Math.ceil(viewers * kTcpPagesPerViewer);
  const range = setting("net.ipv4.ip_local_port_range");
  const atLeast = (name, needed, what) => ({ name, what, needed, has: setting(name)[0], value: String(needed) });
  const needs = [
    {
      ...{ name: "net.ipv4.tcp_mem", what: "pages of TCP memory", needed: pages, has: most },
      value: `${least} ${Math.ceil(pages * 0.8)} ${pages}`,
    },
    atLeast("net.core.somaxconn", kHandshakes, "connections that wait for accept()"),
    atLeast("net.ipv4.tcp_max_syn_backlog", kHandshakes, "connections that are half open"),
    {
      ...{ name: "net.ipv4.ip_local_port_range", what: "ports of each loopback address", needed: 2 * kConnectionsPerAddress },
      ...{ has: range[1] - range[0] + 1, value: "20000 60999" },
    },
    atLeast("fs.epoll.max_user_watches", 2 * viewers, "sockets that epoll watches"),
    atLeast("fs.file-max", 2 * viewers + 50_000, "open files of the machine"),
  ];
  return needs.filter(({ name }) => isShown(name));
}

// A list of { what, needed, has, fits, name, value }. A need with a `name` is a setting of the kernel, which root can
// change to `value`.
export async function needsOf(viewers) {
  const processes = processesFor(viewers);
  const needs = [
    { what: "open files of a process", needed: kFilesOfProcess + Math.ceil(viewers / processes), has: openFiles() },
    { what: "available memory, kB", needed: viewers * kKbPerViewer + 300_000 + processes * 12_000, has: memory().MemAvailable },
    { what: "processes", needed: 2 * processes + 100, has: Number(read(sysctl("kernel.pid_max"))) },
    ...kernelNeeds(viewers),
  ];
  if (await isTracked()) {
    const name = "net.netfilter.nf_conntrack_max";
    const needed = viewers + 10_000;
    needs.push({ name, what: "tracked connections", needed, has: numbers(sysctl(name))[0], value: String(needed) });
  }
  return needs.map((need) => ({ ...need, fits: need.has >= need.needed }));
}

export const needLine = ({ name, what, needed, has, fits }) => [
  `${what}${name ? ` (${name})` : ""}`,
  `${text(needed)} needed, ${text(has)} here${fits ? "" : ": too few"}`,
];

// Changes the kernel's settings that do not fit, and returns a function that restores them. Only root can.
export function changeKernel(needs, say) {
  const former = needs.map(({ name }) => [name, numbers(sysctl(name)).join(" ")]);
  const set = (name, value) => writeFileSync(sysctl(name), value);
  let restored = false;
  const restore = () => {
    if (restored) return;
    restored = true;
    for (const [name, value] of former) set(name, value);
    if (former.length > 0) say(`restored ${former.map(([name, value]) => `${name}=${value}`).join(", ")}`);
  };
  process.on("exit", restore);
  for (const { name, value } of needs) set(name, value);
  return restore;
}
