// Runs Lighthouse on the page: node tests/e2e/lighthouse.mjs (CHROMIUM and SIMPLEWEBSOCKET_BINARY as for the tests). It
// prints the median of five runs, and fails if a category is below 100. npx fetches Lighthouse, which is not among the
// packages of the tests because it is ten times as large as all of them together.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Server } from "./server.mjs";

const kRuns = 5;
const flags = ["--headless=new", "--disable-gpu", ...(process.getuid() === 0 ? ["--no-sandbox"] : [])];
const server = await Server.start();
const scores = {};
for (let run = 0; run < kRuns; ++run) {
  const { stdout } = await promisify(execFile)(
    "npx",
    ["--yes", "lighthouse@12", server.url, "--quiet", "--output=json", `--chrome-flags=${flags.join(" ")}`],
    { env: { ...process.env, CHROME_PATH: process.env.CHROMIUM ?? "/usr/bin/chromium" }, maxBuffer: 1 << 26 },
  );
  for (const { id, score } of Object.values(JSON.parse(stdout).categories)) (scores[id] ??= []).push(score * 100);
}
await server.stop();
for (const [id, runs] of Object.entries(scores)) {
  const median = runs.sort((a, b) => a - b)[Math.floor(kRuns / 2)];
  console.log(`${id}: ${median} (${runs.join(", ")})`);
  if (median < 100) process.exitCode = 1;
}
