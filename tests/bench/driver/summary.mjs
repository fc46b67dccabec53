// Formats all results as one text for a terminal.
import { millionText } from "./million.mjs";
import { receivedText } from "./received_table.mjs";
import { reconnectTable } from "./reconnect.mjs";
import { tlsText } from "./tls.mjs";
import { comparisonTable, list, number, withSpread } from "./table.mjs";

const machineLines = ({ date, kernel, cpu, cores, memoryGb, commit, placement, client, rounds }) =>
  [
    `${date.slice(0, 10)}, commit ${commit}, ${cpu}, ${cores} cores, ${memoryGb} GB, Linux ${kernel}`,
    `${placement}; --threads 1; the client ${client}; all on loopback`,
    rounds > 1
      ? `medians of ${rounds} interleaved rounds, in parentheses the least and the most; ratios are within a round`
      : "one round only: enough to see that everything works, not to compare",
    "jitter and lateness in milliseconds; a plain stream's lateness is against its own earliest number;",
    "arrived: the least share of the numbers due in a round; below 100 % the server or the client had too little CPU time",
  ].join("\n");

const stormLine = ({ server, perSecond, perCpuSecond, failed, jitterP999, serverShare }) => [
  server,
  `${withSpread(perSecond, 0)} a second, ${withSpread(perCpuSecond, 0)} a second of one core ` +
    `(${number(serverShare.median * 100, 0)} % busy), ${failed.max} failed, viewers' jitter p99.9 ${withSpread(jitterP999, 2)} ms`,
];

const returnLine = ({ server, viewers, away, halfS, allS, cpuUs }) => [
  server,
  `${number(viewers.median, 0)} viewers: half after ${withSpread(halfS, 2)} s, all after ${withSpread(allS, 2)} s` +
    `${away.max > 0 ? `, ${away.max} not yet` : ""}; ${withSpread(cpuUs, 1)} µs of the server's CPU time each`,
];

const stalledLine = ({ server, cpuUs, jitterP999, kbPerViewer, closed }) => [
  server,
  `${withSpread(cpuUs, 2)} µs a message read, readers' jitter p99.9 ${withSpread(jitterP999, 2)} ms, ` +
    `${withSpread(kbPerViewer, 2)} kB a viewer, ${closed.max} readers lost`,
];

const staticLine = ({ file, ours, nginx, ratio, ratioPerCpuSecond }) => [
  file,
  `${withSpread(ours, 0)} requests a second, nginx ${withSpread(nginx, 0)}: ${number(ratio, 2)} × ` +
    `(${number(ratioPerCpuSecond, 2)} × for a second of CPU)`,
];

const microLine = ({ native, wasm }) => (name) => [
  name,
  `${number(native[name], 1)} ns native${wasm?.[name] === undefined ? "" : `, ${number(wasm[name], 1)} ns in Wasm`}`,
];

function pageLines({ startToNumberMs, compileMs, frameUs, firstLoad }) {
  return [
    ["START to first number", `${withSpread(startToNumberMs, 1)} ms`],
    ["module compiled in", `${withSpread(compileMs, 2)} ms`],
    ["a frame handled in", `${number(frameUs, 0)} µs on average`],
    ["first load", `${firstLoad.bytes} bytes on the wire (${firstLoad.encodings.join(", ")})`],
  ];
}

const leftOut = (skipped) => (skipped.length > 0 ? [list("Left out", skipped.map((reason) => ["", reason]))] : []);

// Only the tables in which servers are compared.
export function comparisonText({ machine, comparison, received, skipped }) {
  const tables = [...(comparison.length > 0 ? [comparisonTable(comparison)] : []), ...(received.rows.length > 0 ? [receivedText(received)] : [])];
  return [machineLines(machine), ...tables, ...leftOut(skipped)].join("\n\n");
}

export function summaryText(results) {
  const { machine, comparison, received, idle, storm, returns: returned, stalled, staticFiles, startMs, strippedBytes, micro, page, reconnect, million, skipped } = results;
  const idleLine = ({ server, wakeUps }) => [server, `${withSpread(wakeUps, 1)} wake-ups a second`];
  const parts = [
    machineLines(machine),
    "",
    comparisonTable(comparison),
    "",
    receivedText(received),
    list("Nobody watches", idle.map(idleLine)),
    list("A storm of handshakes while others watch", storm.map(stormLine)),
    list("All viewers are cut at once and come back at once", returned.map(returnLine)),
    list("Some viewers never read, the others get a number every 10 ms", stalled.map(stalledLine)),
    ...(staticFiles.results ? [list("Static files, keep-alive", staticFiles.results.map(staticLine))] : []),
    ...(results.tls.skipped ? [] : [tlsText(results.tls)]),
    list("The binary", [
      ["start to listening", `${withSpread(startMs, 1)} ms`],
      ["stripped", `${number(strippedBytes / 1e6, 2)} MB`],
    ]),
    `\nMany viewers on one machine, the load client included\n${millionText(million)}`,
    list("Pieces of the work", Object.keys(micro.native).map(microLine(micro))),
    `\nThe viewers of a dead node come back (simulated, see backend/CAPACITY.md)\n${reconnectTable(reconnect)}`,
    ...(page.skipped ? [] : [list("The page, in Chromium", pageLines(page))]),
    ...leftOut(skipped),
  ];
  return parts.join("\n");
}
