// The comparison: every server at every scenario, interleaved round by round, so that other load of the machine affects
// all of them. Each result is compared with the better floor of its own round.
import { load } from "./load.mjs";
import { summary } from "./statistics.mjs";

// One run of the load client with a server of its own.
export async function measure(server, { intervalMs = 1000, ...options }) {
  const running = await server.start({ intervalMs, channels: options.channels });
  try {
    return await load(running, { protocol: server.protocol, intervalMs, ...running.loadOptions, ...options });
  } finally {
    await running.stop();
  }
}

const cpu = (run) => run.server.cpu_us_per_message;
const usable = (run) => run.messages > 0;

function delivery(good) {
  if (!good[0].delivery) return undefined;
  const all = (value) => summary(good.map(({ delivery: seen }) => value(seen)));
  return {
    lastP50: all(({ last }) => last.p50_ms),
    lastP99: all(({ last }) => last.p99_ms),
    eachP50: all(({ each }) => each.p50_ms),
    eachP99: all(({ each }) => each.p99_ms),
    complete: all(({ complete, written }) => complete / written),
    writtenPerSecond: summary(good.map(({ delivery: seen, seconds }) => seen.written / seconds)),
    refused: Math.max(...good.map(({ delivery: seen }) => seen.refused)),
  };
}

// `floors` has, for each round, the CPU time that the ratios refer to.
function row(scenario, server, runs, floors) {
  const good = runs.filter(usable);
  if (good.length === 0) return { scenario, server: server.label, key: server.key, role: server.role, runs };
  const all = (value) => summary(good.map(value));
  const ratios = runs.map((run, round) => cpu(run) / floors[round]).filter(Number.isFinite);
  return {
    scenario,
    key: server.key,
    role: server.role,
    server: server.label,
    cpuUs: all(cpu),
    ratio: ratios.length > 0 ? summary(ratios) : null,
    kbPerViewer: all((run) => run.server.private_kb_per_viewer),
    jitter: Object.fromEntries(["p50_ms", "p99_ms", "p999_ms", "max_ms"].map((q) => [q, all((run) => run.jitter[q])])),
    lateness: Object.fromEntries(["p50_ms", "p99_ms", "p999_ms", "max_ms"].map((q) => [q, all((run) => run.lateness[q])])),
    delivery: delivery(good),
    serverShare: all((run) => run.server.cpu_share),
    clientShare: all((run) => run.client_cpu_share),
    wakeUps: all((run) => run.server.wake_ups_per_second),
    arrived: all((run) => run.messages / run.expected_messages),
    lost: Math.max(...runs.map((run) => run.failed + run.closed)),
    runs,
  };
}

// `scenario` is { name, for: (server) => whether the server takes part, …options of the load client }. Ratios refer to
// the best of the servers with the keys `floorKeys`: by default the better of the two floors.
export async function compare({ name, for: takesPart = () => true, ...options }, servers, rounds, say, floorKeys = ["floor", "floor-uring"]) {
  const taking = servers.filter((server) => server.atMost >= (options.viewers ?? 0) && takesPart(server));
  const runs = new Map(taking.map((server) => [server, []]));
  for (let round = 0; round < rounds; ++round) {
    for (const server of taking) {
      say(`${name}, round ${round + 1} of ${rounds}: ${server.label}`);
      runs.get(server).push(await measure(server, options));
    }
  }
  const floors = taking.filter(({ key }) => floorKeys.includes(key)).map((server) => runs.get(server));
  const least = (all) => (all.length > 0 ? Math.min(...all.map(cpu)) : NaN);
  const references = Array.from({ length: rounds }, (_, round) => least(floors.map((all) => all[round]).filter(usable)));
  return taking.map((server) => row(name, server, runs.get(server), references));
}
