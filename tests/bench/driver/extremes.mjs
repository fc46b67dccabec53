// Measures a server that nobody watches, that many clients connect to at once, and whose viewers partly do not read.
import { load } from "./load.mjs";
import { summary } from "./statistics.mjs";

async function rounds(server, count, intervalMs, options, read) {
  const values = [];
  for (let round = 0; round < count; ++round) {
    const running = await server.start({ intervalMs });
    try {
      values.push(read(await load(running, { protocol: server.protocol, intervalMs, ...running.loadOptions, ...options })));
    } finally {
      await running.stop();
    }
  }
  return Object.fromEntries(Object.keys(values[0]).map((name) => [name, summary(values.map((value) => value[name]))]));
}

// Wake-ups per second without viewers.
export const idle = (server, plan) =>
  rounds(server, plan.rounds, 1000, { viewers: 0, warmup: 1, seconds: plan.idleSeconds }, ({ server: seen }) => ({
    wakeUps: seen.wake_ups_per_second,
    cpuShare: seen.cpu_share,
  }));

// What each handshake of a storm asks for.
const kPlain = { name: "", options: {} };
const kOfProtocol1 = [
  { name: "a commitment to 1,000 numbers each", options: { handshakeQuery: "protocol=1&count=1000" } },
  { name: "&resume", options: { handshakeQuery: "protocol=1&resume" } },
];
export const stormsOf = (server) => (server.protocol === 1 ? kOfProtocol1 : [kPlain]);

// Handshakes while other viewers watch, and the jitter of those viewers. The server's CPU time includes their part.
export const storm = (server, plan, { options }) =>
  rounds(
    server,
    plan.rounds,
    1000,
    { viewers: plan.stormViewers, handshakes: 64, ...options, warmup: plan.warmup, seconds: plan.seconds },
    (run) => ({
      perSecond: run.handshakes_per_second,
      perCpuSecond: run.handshakes_per_cpu_second,
      failed: run.failed_handshakes,
      jitterP999: run.jitter.p999_ms,
      serverShare: run.server.cpu_share,
    }),
  );

// All viewers lose their connection at once and come back at once: when all of them stream again, and the CPU time that
// the server spent on each until the measurement ended, its numbers included.
export const returns = (server, plan) => {
  const viewers = Math.min(plan.returningViewers, server.atMost);
  const options = { viewers, cutAll: true, ...(server.protocol === 1 && { count: 1000 }) };
  return rounds(server, plan.rounds, 1000, { ...options, warmup: plan.warmup, seconds: plan.returnSeconds }, ({ cuts, server: seen }) => ({
    viewers: cuts.cut,
    away: cuts.cut - cuts.returned,
    halfS: cuts.back.p50_ms / 1000,
    allS: cuts.cut === cuts.returned ? cuts.back.max_ms / 1000 : Infinity,
    cpuUs: (seen.cpu_seconds * 1e6) / cuts.cut,
  }));
};

// Numbers every 10 ms while some viewers never read: the cost, and the effect on the other viewers.
export const stalled = (server, plan) =>
  rounds(
    server,
    plan.rounds,
    10,
    { viewers: plan.fastViewers, stalled: plan.stalled, warmup: plan.stalledWarmup, seconds: plan.seconds },
    (run) => ({
      cpuUs: run.server.cpu_us_per_message,
      jitterP999: run.jitter.p999_ms,
      kbPerViewer: run.server.private_kb_per_viewer,
      closed: run.closed,
    }),
  );
