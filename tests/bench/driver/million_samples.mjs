// A sample says how much memory the servers, the clients and the kernel use while viewers are open, and how much CPU time
// servers and clients have used. It is cheap enough to take one each ten seconds.
import { readFileSync } from "node:fs";
import { memory } from "./million_needs.mjs";

const kPageKb = 4;

function fieldOf(pid, file, pattern) {
  try {
    return Number(pattern.exec(readFileSync(`/proc/${pid}/${file}`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0; // the process has just ended
  }
}

const sum = (pids, file, pattern) => pids.reduce((total, pid) => total + fieldOf(pid, file, pattern), 0);

// Of all threads, in seconds. The name in parentheses may contain anything.
function cpuOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(")").at(-1).trim().split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0; // the process has just ended
  }
}

const tcp = () => {
  const [, inUse, mem] = /^TCP: inuse (\d+) .* mem (\d+)/m.exec(readFileSync("/proc/net/sockstat", "utf8"));
  return { sockets: Number(inUse), kb: Number(mem) * kPageKb };
};

export const childrenOf = (pid) => readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean);

// In kB and seconds. PSS divides the pages that processes share among them.
export function sampleOf({ servers, clients }) {
  const { MemAvailable, Slab, PageTables, KernelStack } = memory();
  const { sockets, kb } = tcp();
  const pss = /^Pss:\s+(\d+)/m;
  const cpu = (pids) => pids.reduce((total, pid) => total + cpuOf(pid), 0);
  return {
    serversKb: sum(servers, "smaps_rollup", pss),
    clientsKb: sum(clients, "smaps_rollup", pss),
    slabKb: Slab,
    tcpKb: kb,
    otherKernelKb: PageTables + KernelStack,
    availableKb: MemAvailable,
    sockets,
    serversCpu: cpu(servers),
    clientsCpu: cpu(clients),
  };
}

// Returns by how much a sample exceeds the first one, which was taken before any viewer came. The sum counts only what
// belongs to the viewers. Available memory also shrinks by what other programs take meanwhile.
export function grown(sample, first) {
  const more = (name) => sample[name] - first[name];
  const parts = {
    servers: more("serversKb"),
    clients: more("clientsKb"),
    slab: more("slabKb"),
    tcp: more("tcpKb"),
    otherKernel: more("otherKernelKb"),
  };
  return { ...parts, all: Object.values(parts).reduce((a, b) => a + b, 0), lessAvailable: first.availableKb - sample.availableKb };
}
