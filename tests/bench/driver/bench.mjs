// Measures everything and prints one table; ./build.sh bench [option…] builds what this needs and calls it.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, release as kernel } from "node:os";
import path from "node:path";
import { chart } from "./chart.mjs";
import { idle, returns, stalled, storm, stormsOf } from "./extremes.mjs";
import { clientOptions } from "./load.mjs";
import { main as millionAlone, million } from "./million.mjs";
import { micro } from "./micro.mjs";
import { page } from "./page.mjs";
import { output, placement, root } from "./place.mjs";
import { parseArguments } from "./plans.mjs";
import { received } from "./received.mjs";
import { drawReconnect, reconnect } from "./reconnect.mjs";
import { compare } from "./rounds.mjs";
import { findServers } from "./servers.mjs";
import { startUp, strippedBytes } from "./start_up.mjs";
import { staticFiles } from "./static_files.mjs";
import { comparisonText, summaryText } from "./summary.mjs";
import { tls } from "./tls.mjs";

if (process.argv.includes("--million")) {
  try {
    process.exit(await millionAlone(process.argv.slice(2)));
  } catch (error) {
    console.error(`bench: ${error.message}`);
    process.exit(2);
  }
}
const { plan, spin } = parseArguments(process.argv.slice(2));
clientOptions.spin = spin;
const say = (text) => console.error(`  ${text}`);

function machine() {
  const commit = () => execFileSync("git", ["describe", "--always", "--dirty"], { cwd: root, encoding: "utf8" }).trim();
  const memory = /MemTotal:\s+(\d+)/.exec(readFileSync("/proc/meminfo", "utf8"))[1];
  return {
    date: new Date().toISOString(),
    kernel: kernel(),
    cpu: cpus()[0].model,
    cores: cpus().length,
    memoryGb: Math.round(memory / 1e6),
    node: process.version,
    commit: commit(),
    placement,
    client: clientOptions.spin ? "polls" : "sleeps until something arrives",
    rounds: plan.rounds,
  };
}

// The results of `ask` for each of `servers`.
async function each(servers, what, ask) {
  const results = [];
  for (const server of servers) {
    say(`${what}: ${server.label}`);
    results.push({ server: server.label, ...(await ask(server, plan)) });
  }
  return results;
}

const { servers, skipped } = await findServers();
const ours = servers.filter((server) => server.role === "ours");
const plain = ours.filter(({ protocol }) => protocol === 0);
const withFloor = servers.filter((server) => server.key === "floor" || server.role === "ours");
const isCutAtOnce = ({ role, key }) => role !== "peer" || ["bun", "lws", "node"].includes(key);
const results = { machine: machine(), comparison: [], skipped };
for (const scenario of plan.scenarios) results.comparison.push(...(await compare(scenario, servers, plan.rounds, say)));
results.received = await received(plan.received, say);
skipped.push(...results.received.skipped);
if (plan.isWhole) await measureTheRest();

mkdirSync(output, { recursive: true });
writeFileSync(path.join(output, "results.json"), JSON.stringify(results, null, 1));
const charted = results.comparison.filter(({ scenario }) => scenario === plan.charted);
const { cpu, cores, date, commit } = results.machine;
const note = `${cpu}, ${cores} cores, Linux ${kernel().split("-")[0]}, ${date.slice(0, 10)}, commit ${commit}; loopback`;
if (charted.length > 0) writeFileSync(path.join(output, "chart.svg"), chart(charted, `Server CPU per message, ${plan.charted}`, note));
console.log(plan.isWhole ? summaryText(results) : comparisonText(results));
console.log(`\nAll figures: ${path.relative(root, output)}/results.json; as a chart: ${path.relative(root, output)}/chart.svg`);

async function measureTheRest() {
  results.idle = await each(plain, "idle", idle);
  results.storm = [];
  for (const server of withFloor) {
    for (const kind of stormsOf(server)) {
      const label = [server.label, kind.name].filter(Boolean).join(", ");
      say(`storm of handshakes: ${label}`);
      results.storm.push({ server: label, ...(await storm(server, plan, kind)) });
    }
  }
  results.returns = await each(servers.filter(isCutAtOnce), "all are cut at once", returns);
  results.stalled = await each(plain, "some never read", stalled);
  say("static files");
  results.staticFiles = await staticFiles(plan);
  results.tls = await tls(plan.tls, say);
  say("start");
  results.startMs = await startUp(plan.startUps);
  results.strippedBytes = await strippedBytes();
  results.reconnect = await reconnect({ ...plan.returning, say });
  say("many viewers of many processes");
  results.million = await million(plan.million, say);
  say("micro-benchmarks");
  results.micro = await micro(plan);
  say("the page");
  results.page = await page(plan);
  drawReconnect(results.reconnect, output);
  for (const { skipped: reason } of [results.staticFiles, results.tls, results.page]) if (reason) skipped.push(reason);
}
