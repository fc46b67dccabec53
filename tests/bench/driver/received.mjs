// Measures received channels: numbers that a producer gives the server, and that go to all viewers of a channel. It is
// a part of bench.mjs, and can be called alone, after `./build.sh bench --quick` has installed and built all it needs:
//
//   node tests/bench/driver/received.mjs [--quick] [--rounds N] [--seconds N] [--viewers N] [--rate N] [--channels N]
//                                        [--only KEY,KEY…] [--memory-channels N]
//
// --viewers, --rate (numbers per second in each channel) and --channels measure only this scenario; --seconds says for
// how long. --only takes the keys of received_servers.mjs: floor, floor-uring, ours, ours-send, ours-1, ours-stdin,
// nchan, bun and websockets. --memory-channels measures only the memory that a channel takes, with so many of them.
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { memoryOfChannels } from "./channel_memory.mjs";
import { receivedPlans } from "./plans.mjs";
import { findReceivedServers } from "./received_servers.mjs";
import { compare, measure } from "./rounds.mjs";
import { summary } from "./statistics.mjs";
import { receivedText } from "./received_table.mjs";

// Every viewer loses its connection again and again: which share of the numbers it gets all the same.
async function underCuts(plan, servers, say) {
  const results = [];
  const { for: takesPart = () => true, ...scenario } = plan.cut;
  for (const server of servers.filter(takesPart)) {
    say(`viewers are cut: ${server.label}`);
    const runs = [];
    for (let round = 0; round < plan.rounds; ++round) runs.push(await measure(server, scenario));
    const all = (value) => summary(runs.map(value));
    results.push({
      ...{ server: server.label, plan: plan.cut, cut: all(({ cuts }) => cuts.cut) },
      share: all(({ delivery }) => delivery.share),
      backP99: all(({ cuts }) => cuts.back.p99_ms),
    });
  }
  return results;
}

// The results of all scenarios of a plan, and what was left out. `keys` are those of the servers to measure; without
// them all are measured.
export async function received(plan, say, keys) {
  const { servers, skipped } = findReceivedServers();
  const unknown = keys?.filter((key) => !servers.some((server) => server.key === key)) ?? [];
  if (unknown.length > 0) throw new Error(`--only ${unknown}: this machine has ${servers.map(({ key }) => key).join(", ")}`);
  const only = ({ key }) => !keys || keys.includes(key);
  const rows = [];
  for (const scenario of plan.scenarios) {
    const taking = servers.filter((server) => only(server) && !(server.oneChannel && scenario.channels > 1));
    rows.push(...(await compare(scenario, taking, plan.rounds, say)));
  }
  const cut = plan.cut ? await underCuts(plan, servers.filter(only), say) : [];
  if (!plan.memoryChannels) return { rows, cut, skipped };
  say("the memory of channels");
  return { rows, cut, memory: await memoryOfChannels(plan), skipped };
}

function ownPlan(values) {
  const plan = { ...(values.quick ? receivedPlans.quick : receivedPlans.full) };
  const number = (name) => (values[name] === undefined ? undefined : Number(values[name]));
  if (values.rounds) plan.rounds = number("rounds");
  if (values.viewers || values.rate || values.channels) {
    const viewers = number("viewers") ?? 10000;
    const rate = number("rate") ?? 1;
    const channels = number("channels") ?? 1;
    const name = `${viewers} viewers, ${channels === 1 ? "" : `${channels} channels, `}${rate}/s`;
    plan.scenarios = [{ name, viewers, channels, intervalMs: Math.round(1000 / rate), warmup: 2, seconds: 10 }];
    Object.assign(plan, { memoryChannels: 0, cut: null });
  }
  if (values["memory-channels"]) Object.assign(plan, { scenarios: [], cut: null, memoryChannels: number("memory-channels") });
  if (values.seconds) plan.scenarios = plan.scenarios.map((scenario) => ({ ...scenario, seconds: number("seconds") }));
  return plan;
}

async function main() {
  const texts = ["rounds", "seconds", "viewers", "rate", "channels", "only", "memory-channels"];
  const options = Object.fromEntries(texts.map((name) => [name, { type: "string" }]));
  const { values } = parseArgs({ options: { ...options, quick: { type: "boolean" } } });
  for (const name of texts.filter((text) => text !== "only" && values[text] !== undefined)) {
    if (!(Number(values[name]) > 0)) throw new Error(`--${name} ${values[name]}: a number above 0 is expected`);
  }
  const results = await received(ownPlan(values), (text) => console.error(`  ${text}`), values.only?.split(","));
  console.log(receivedText(results));
  for (const reason of results.skipped) console.log(`left out: ${reason}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await main();
  } catch (error) {
    console.error(`bench: ${error.message}`);
    process.exitCode = 2;
  }
}
