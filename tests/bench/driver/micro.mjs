// Measures each step of the work for a number, in nanoseconds: natively (Google Benchmark) and in Wasm under Node.
import { existsSync } from "node:fs";
import path from "node:path";
import { program, release } from "./place.mjs";
import { outputOf } from "./processes.mjs";
import { median } from "./statistics.mjs";

export async function micro({ microSeconds }) {
  const text = await outputOf([
    program("micro/bench_micro"),
    "--benchmark_format=json",
    "--benchmark_repetitions=3",
    `--benchmark_min_time=${microSeconds}`,
  ]);
  const times = {};
  for (const run of JSON.parse(text).benchmarks) {
    if (run.run_type === "iteration") (times[run.run_name] ??= []).push(run.cpu_time);
  }
  const native = Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]));
  const script = path.join(release, "wasm/tests/bench/micro/bench_micro_wasm.js");
  if (!existsSync(script)) return { native };
  // With Node's fetch(), Emscripten's output would believe that it runs in a browser.
  const wasm = JSON.parse(await outputOf([process.execPath, "--no-experimental-fetch", script]));
  return { native, wasm };
}
