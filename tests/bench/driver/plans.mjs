// The extent of a run: everything (an hour), or --quick, just enough to see that everything works (three minutes).
import { parseArgs } from "node:util";

const comparable = (server) => server.role !== "peer";
const longestProven = 4096; // kMaxProvenCount: at one number each 10 ms the usual thousand would end too soon

const full = {
  rounds: 3,
  warmup: 2, // the first interval is shorter than the others by up to a slot of the server's clock
  seconds: 10,
  idleSeconds: 5,
  stormViewers: 5000,
  returningViewers: 10_000,
  returnSeconds: 10,
  returning: { viewers: 1_000_000, all: true }, // simulated
  million: { viewers: 50_000, seconds: 40, rate: 3000, intervalMs: 20_000 }, // a part of it; --million measures the whole
  fastViewers: 1000,
  stalled: 200,
  stalledWarmup: 20, // until the buffers of the viewers that do not read are full
  staticSeconds: 3,
  microSeconds: 0.2,
  pageVisits: 5,
  pageFrames: 1000,
  startUps: 9,
  charted: "10,000 viewers",
  scenarios: [
    { name: "100 viewers", viewers: 100, warmup: 2, seconds: 10 },
    { name: "1,000 viewers", viewers: 1000, warmup: 2, seconds: 10 },
    { name: "10,000 viewers", viewers: 10000, warmup: 2, seconds: 10 },
    { name: "18,000 viewers", viewers: 18000, warmup: 2, seconds: 10 },
    { name: "1,000, 10 ms", viewers: 1000, intervalMs: 10, count: longestProven, warmup: 1, seconds: 5, for: comparable },
  ],
};

const quick = {
  rounds: 1,
  warmup: 1.2,
  seconds: 1,
  idleSeconds: 1,
  stormViewers: 300,
  returningViewers: 300,
  returnSeconds: 1,
  returning: { viewers: 100_000, all: false },
  million: { viewers: 2000, seconds: 2, rate: 2000, intervalMs: 1000 },
  fastViewers: 100,
  stalled: 20,
  stalledWarmup: 1,
  staticSeconds: 1,
  microSeconds: 0.02,
  pageVisits: 2,
  pageFrames: 200,
  startUps: 3,
  charted: "500 viewers",
  scenarios: [
    { name: "100 viewers", viewers: 100, warmup: 1.2, seconds: 1, for: (server) => server.key === "floor" || server.atMost <= 1000 },
    { name: "500 viewers", viewers: 500, warmup: 1.2, seconds: 1, for: (server) => server.atMost === Infinity },
    { name: "200, 10 ms", viewers: 200, intervalMs: 10, count: longestProven, warmup: 0.5, seconds: 1, for: comparable },
  ],
};

const fewer = ({ key }) => ["floor", "ours-1", "bun"].includes(key);

// Received channels. At 100 numbers a second no server can serve 10,000 viewers one message at a time: it shows what a
// server does that cannot keep up. The scenario with 500 viewers has the same rate within reach.
export const receivedPlans = {
  full: {
    rounds: 3,
    memoryChannels: 1000,
    cut: { viewers: 2000, intervalMs: 1000, cutEveryMs: 2000, awayMs: 250, warmup: 2, seconds: 10 },
    scenarios: [
      { name: "10,000 viewers, 1/s", viewers: 10000, warmup: 2, seconds: 10 },
      { name: "10,000 viewers, 100/s", viewers: 10000, intervalMs: 10, warmup: 2, seconds: 5 },
      { name: "500 viewers, 100/s", viewers: 500, intervalMs: 10, warmup: 2, seconds: 5 },
      { name: "1,000 channels of 10, 1/s", viewers: 10000, channels: 1000, warmup: 2, seconds: 10 },
    ],
  },
  quick: {
    rounds: 1,
    memoryChannels: 50,
    cut: { viewers: 100, intervalMs: 200, cutEveryMs: 1000, awayMs: 100, warmup: 0.2, seconds: 1, for: fewer },
    scenarios: [
      { name: "100 viewers, 1/s", viewers: 100, warmup: 1, seconds: 2 },
      { name: "100 viewers, 100/s", viewers: 100, intervalMs: 10, warmup: 0.2, seconds: 1 },
      { name: "10 channels of 10, 1/s", viewers: 100, channels: 10, warmup: 1, seconds: 1 },
    ],
  },
};

// TLS, with a client in Node, which keeps up with two thousand viewers.
export const tlsPlans = {
  full: { rounds: 3, viewers: 2000, seconds: 10, handshakes: 3000 },
  quick: { rounds: 1, viewers: 100, seconds: 1, handshakes: 100 },
};

// The plan without everything except the scenarios whose names begin with `name`.
function onlyScenario(plan, name) {
  const isMeant = (scenario) => scenario.name.startsWith(name);
  const scenarios = plan.scenarios.filter(isMeant);
  const received = { ...plan.received, scenarios: plan.received.scenarios.filter(isMeant), memoryChannels: 0, cut: null };
  if (scenarios.length + received.scenarios.length === 0) {
    const names = [...plan.scenarios, ...plan.received.scenarios].map((scenario) => scenario.name);
    throw new Error(`--only "${name}": no scenario's name begins so. There are: ${names.join("; ")}`);
  }
  return { ...plan, scenarios, received, isWhole: false, charted: scenarios[0]?.name };
}

// --million has options of its own, see million.mjs. The others: --quick, --spin (the load client polls instead of sleeping),
// --rounds N, --only SCENARIO.
export function parseArguments(args) {
  const options = {
    quick: { type: "boolean" },
    spin: { type: "boolean", default: false },
    rounds: { type: "string" },
    only: { type: "string" },
  };
  try {
    const { quick: short, spin, rounds, only } = parseArgs({ args, options }).values;
    if (rounds !== undefined && !/^[1-9]\d?$/.test(rounds)) throw new Error(`--rounds ${rounds}: 1 to 99 is allowed`);
    const plan = short ? quick : full;
    const count = Number(rounds ?? plan.rounds);
    const numbersFromOutside = { ...receivedPlans[short ? "quick" : "full"], rounds: count };
    const tls = { ...tlsPlans[short ? "quick" : "full"], rounds: count };
    const whole = { ...plan, rounds: count, received: numbersFromOutside, tls, isWhole: true };
    return { plan: only === undefined ? whole : onlyScenario(whole, only), spin };
  } catch (error) {
    console.error(`bench: ${error.message}`);
    process.exit(2);
  }
}
