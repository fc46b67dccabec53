// One million viewers on one machine, load client included: many servers of one thread, each with a process of viewers of
// its own, because a process has not enough files for all. It says what it needs, opens all viewers at a steady rate, and
// then watches for ten minutes whether each is served in every interval:
//
//   ./build.sh bench --million [--viewers 1000000] [--seconds 600] [--rate 5000] [--interval-ms 20000] [--check]
//
// --check only says what is needed. Samples go to build/bench/million.json, and curves to build/bench/million.svg.
import { mkdirSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import path from "node:path";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { millionChart } from "./million_chart.mjs";
import { changeKernel, needLine, needsOf, processesFor } from "./million_needs.mjs";
import { childrenOf, grown, sampleOf } from "./million_samples.mjs";
import { output, product, program, root } from "./place.mjs";
import { announcedPort, start, stop } from "./processes.mjs";
import { layOut } from "./table.mjs";

const kSampleEvery = 10; // lines of the load client, one a second

// A viewer that is served each 20 s has nothing to acknowledge in between, so the servers do not probe it meanwhile.
async function startServer({ intervalMs }) {
  const options = ["--threads", "1", "--count", "1000000", "--interval-ms", String(intervalMs), "--peer-timeout", "3600"];
  const quiet = ["--admin", "off", "--secret-file", "off", "--log-level", "error"];
  const server = start([product, "--address", "127.0.0.1", "--port", "0", ...options, ...quiet]);
  return { server, port: await announcedPort(server) };
}

// The lines that the load client prints, each with a sample of the machine if it is time for one.
async function watch(client, servers, first, say) {
  const samples = [{ seconds: 0, streaming: 0, ...grown(first, first) }];
  const lines = [];
  for await (const text of createInterface(client.stdout)) {
    const line = JSON.parse(text);
    lines.push(line);
    const isFirst = lines.length === 1 || lines.at(-2).phase !== line.phase;
    if (line.phase === "over" || (!isFirst && lines.length % kSampleEvery !== 0)) continue;
    const clients = childrenOf(client.pid);
    const seen = sampleOf({ servers: servers.map(({ server }) => server.pid), clients });
    const sample = { ...line, ...grown(seen, first), serversCpu: seen.serversCpu, clientsCpu: seen.clientsCpu, sockets: seen.sockets };
    samples.push(sample);
    const kb = line.streaming > 0 ? (sample.all / line.streaming).toFixed(1) : "–";
    say(`${line.phase}, ${line.seconds.toFixed(0)} s: ${line.streaming.toLocaleString("en")} viewers, ${kb} kB each, lost ${line.closed + line.failed}`);
  }
  await client.gone;
  const over = lines.at(-1);
  if (over?.phase !== "over") throw new Error(`the load client ended early: ${client.complaints.trim()}`);
  return { samples, over, lines };
}

const share = (samples, name) => {
  const held = samples.filter(({ phase }) => phase === "holding");
  if (held.length < 2) return null;
  return (held.at(-1)[name] - held[0][name]) / (held.at(-1).seconds - held[0].seconds);
};

async function measure(options, say) {
  const servers = [];
  const first = { value: null };
  try {
    for (let i = 0; i < processesFor(options.viewers); ++i) servers.push(await startServer(options));
    first.value = sampleOf({ servers: servers.map(({ server }) => server.pid), clients: [] });
    const ports = servers.map(({ port }) => String(port));
    const numbers = ["viewers", "rate", "seconds"].flatMap((name) => [`--${name}`, String(options[name])]);
    const client = start([program("bench_million"), ...numbers, "--interval-ms", String(options.intervalMs), "--port", ...ports]);
    const { samples, over, lines } = await watch(client, servers, first.value, say);
    const opened = lines.find(({ phase }) => phase === "holding") ?? over;
    const result = { ...over.result, failed: over.failed, closed: over.closed, openSeconds: opened.seconds, processes: 2 * servers.length };
    return { options, samples, result: { ...result, serversBusy: share(samples, "serversCpu"), clientsBusy: share(samples, "clientsCpu") } };
  } finally {
    await Promise.all(servers.map(({ server }) => stop(server, "SIGKILL")));
  }
}

const fullest = (samples) => samples.reduce((most, sample) => (sample.streaming >= most.streaming ? sample : most));
const good = ({ result, options }) =>
  result.viewers === options.viewers && result.failed + result.closed + result.unserved + result.missing === 0;

function table(samples) {
  const gb = (kb) => (kb / 1e6).toFixed(2);
  const step = Math.max(1, Math.floor(samples.length / 20));
  const shown = samples.filter((_, i) => i % step === 0 || i === samples.length - 1);
  const head = ["s", "", "viewers", "connects/s", "servers GB", "clients", "slab", "TCP", "other kernel", "in all", "kB/viewer", "less available"];
  const rows = shown.map((sample, i) => {
    const before = shown[i - 1];
    const connects = before ? (sample.streaming - before.streaming) / (sample.seconds - before.seconds) : 0;
    const parts = ["servers", "clients", "slab", "tcp", "otherKernel", "all"].map((name) => gb(sample[name]));
    const each = sample.streaming > 0 ? (sample.all / sample.streaming).toFixed(2) : "–";
    const known = [sample.seconds.toFixed(0), "", sample.streaming.toLocaleString("en"), connects.toFixed(0)];
    return [...known, ...parts, each, gb(sample.lessAvailable)];
  });
  return layOut([head, ...rows]);
}

function paragraph(run) {
  const { options, samples, result } = run;
  const full = fullest(samples);
  const cores = (value) => (value === null ? "an unknown part" : value.toFixed(2));
  const each = (kb) => (kb / Math.max(1, full.streaming)).toFixed(2);
  return (
    `${result.viewers.toLocaleString("en")} of ${options.viewers.toLocaleString("en")} viewers were open after ${result.openSeconds.toFixed(0)} s ` +
    `(${Math.round(result.viewers / result.openSeconds).toLocaleString("en")} connects a second), in ${result.processes} processes, and each had a number due ` +
    `every ${options.intervalMs / 1000} s for ${options.seconds} s: ${result.failed} never connected, ${result.closed} were lost, ` +
    `${result.unserved} were not served at the end, ${result.missing} numbers are missing, and ${result.late} of ${result.measured.toLocaleString("en")} came ` +
    `more than a second late (off by ${result.jitter_p50_ms.toFixed(0)} ms at p50, ${result.jitter_p999_ms.toFixed(0)} ms at p99.9, ` +
    `${result.jitter_max_ms.toFixed(0)} ms at most; the load client looks every 50 ms). A viewer took ${each(full.all)} kB in all, both ends and the kernel: ` +
    `${each(full.servers)} kB in the servers, ${each(full.clients)} in the clients, ${each(full.slab)} in the kernel's slab, ` +
    `${each(full.tcp)} in TCP buffers. The servers used ${cores(result.serversBusy)} of a core, the clients ${cores(result.clientsBusy)}.`
  );
}

// Returns what was measured, or { refused } with the reason. `say` gets progress.
export async function million(options, say, print = () => {}) {
  const needs = await needsOf(options.viewers);
  print(`What ${options.viewers.toLocaleString("en")} viewers need, in ${2 * processesFor(options.viewers)} processes:`);
  print(layOut(needs.map(needLine).map(([name, value]) => ["", name, value])));
  const lacking = needs.filter(({ fits }) => !fits);
  const hopeless = lacking.filter(({ name }) => !name);
  const changes = lacking.filter(({ name }) => name);
  const commands = changes.map(({ name, value }) => `sysctl -w ${name}='${value}'`);
  if (hopeless.length > 0) {
    return { refused: `this machine lacks ${hopeless.map(({ what }) => what).join(" and ")}; --viewers N asks for fewer` };
  }
  if (changes.length > 0 && process.getuid() !== 0) {
    return { refused: `these settings must be changed by root first, or --viewers N given: ${commands.join("; ")}` };
  }
  if (changes.length > 0) print(`As root, this changes settings of the kernel and afterwards restores them: ${commands.join("; ")}`);
  if (options.check) return { refused: "nothing was measured, because --check was given" };
  const restore = changeKernel(changes, print);
  try {
    return await measure(options, say);
  } finally {
    restore();
  }
}

export const millionText = (run) => (run.refused ? `not measured: ${run.refused}` : paragraph(run));

function parse(args) {
  const numbers = { viewers: 1_000_000, seconds: 600, rate: 5000, "interval-ms": 20_000 };
  const texts = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, { type: "string", default: String(value) }]));
  const { values } = parseArgs({ args, options: { ...texts, million: { type: "boolean" }, check: { type: "boolean", default: false } } });
  for (const name of Object.keys(numbers)) {
    if (!(Number(values[name]) >= 1)) throw new Error(`--${name} ${values[name]}: a number from 1 on is expected`);
  }
  const read = (name) => Number(values[name]);
  return { viewers: read("viewers"), seconds: read("seconds"), rate: read("rate"), intervalMs: read("interval-ms"), check: values.check };
}

export async function main(args) {
  const run = await million(parse(args), (text) => console.error(`  ${text}`), console.log);
  if (run.refused) {
    console.log(`Not started: ${run.refused}`);
    return 1;
  }
  mkdirSync(output, { recursive: true });
  writeFileSync(path.join(output, "million.json"), JSON.stringify(run, null, 1));
  const title = `${run.options.viewers.toLocaleString("en")} viewers on one machine: memory`;
  writeFileSync(path.join(output, "million.svg"), millionChart(run.samples, title));
  console.log(`\n${table(run.samples)}\n\n${paragraph(run)}`);
  console.log(`\nAll figures: ${path.relative(root, output)}/million.json; as curves: ${path.relative(root, output)}/million.svg`);
  return good(run) ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    console.error(`bench: ${error.message}`);
    process.exitCode = 2;
  }
}
