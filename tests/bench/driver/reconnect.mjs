// Simulates the return of all viewers of a node that has died (tests/bench/storm/), with the page's own code: as part of
// the benchmark, or alone: `node tests/bench/driver/reconnect.mjs` prints the table of backend/CAPACITY.md and draws
// build/bench/reconnect.svg. It needs no quiet machine, because time is simulated.
import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { output, program, root } from "./place.mjs";
import { reconnectChart } from "./reconnect_chart.mjs";

const formerWaits = ["--waits-ms", "500", "1000", "500", "2000", "15000"];

// The servers that are left have 20 cores: ten nodes with two workers each.
const cases = [
  { name: "the page", options: [], charted: true },
  { name: "the page, and a fifth as many viewers", options: [], share: 0.2 },
  { name: "the page as it was: first attempt after 0.5 to 1 s", options: formerWaits },
  { name: "the ceiling begins at 4 s", options: ["--waits-ms", "50", "250", "500", "4000", "15000"] },
  { name: "the longest wait is 60 s", options: ["--waits-ms", "50", "250", "500", "1000", "60000"] },
  { name: "the balancer notices the death after 1 s", options: ["--notice-ms", "1000"] },
  { name: "the viewers notice it within 8 s (the machine is gone)", options: ["--spread-ms", "8000"] },
  { name: "TLS, resumed sessions: 4,000 a second and core", options: ["--rate", "4000"] },
  { name: "TLS, full handshakes: 1,600 a second and core", options: ["--rate", "1600"] },
  { name: "the same, and 32,768 connections may wait at each worker", options: ["--rate", "1600", "--backlog", "32768"] },
];

const run = promisify(execFile);

async function simulate(options, viewers) {
  const command = program("reconnect_storm");
  // Status 1 says that some viewers never came back, which is a result as well.
  const { stdout } = await run(command, ["--viewers", String(viewers), ...options], { maxBuffer: 1 << 26 }).catch((error) => {
    if (error.code !== 1) throw error;
    return error;
  });
  const report = JSON.parse(stdout);
  const sum = (series) => series.reduce((total, count) => total + count, 0);
  return { ...report, attempts: sum(report.tried), peakPerSecond: (Math.max(...report.tried) * 1000) / report.slot_ms };
}

// Of so many viewers; with `all` in every case, otherwise in the first one only.
export async function reconnect({ viewers, all, say }) {
  const results = [];
  for (const { name, options, charted, share } of all ? cases : cases.slice(0, 1)) {
    say(`return of ${viewers.toLocaleString("en")} viewers, simulated: ${name}`);
    const count = viewers * (share ?? 1);
    results.push({ name, charted, viewers: count, ...(await simulate(options, count)) });
  }
  return results;
}

const seconds = (value) => (value === null ? "not in 5 min" : `${value.toFixed(1)} s`);
const million = (count) => (count / 1e6).toFixed(2);

export function reconnectTable(results) {
  const rows = results.map((result) => {
    const { name, peakPerSecond, attempts, viewers, half_back_s: half, p999_back_s: nearlyAll, in_vain: inVain } = result;
    return `| ${name} | ${million(peakPerSecond)} | ${(attempts / viewers).toFixed(1)} | ${seconds(half)} | ${seconds(nearlyAll)} | ${inVain.toLocaleString("en")} |`;
  });
  return [
    "| | peak, millions of attempts a second | attempts a viewer | half are back | 99.9 % are back | served in vain |",
    "|---|---|---|---|---|---|",
    ...rows,
  ].join("\n");
}

export function drawReconnect(results, directory) {
  mkdirSync(directory, { recursive: true });
  const file = path.join(directory, "reconnect.svg");
  writeFileSync(file, reconnectChart(results.find(({ charted }) => charted)));
  return path.relative(root, file);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const results = await reconnect({ viewers: 1_000_000, all: true, say: (text) => console.error(`  ${text}`) });
  console.log(reconnectTable(results));
  console.log(`\nThe first row as a chart: ${drawReconnect(results, output)}`);
}
