// Runs Lighthouse on the page: node tests/e2e/lighthouse.mjs (CHROMIUM and SIMPLEWEBSOCKET_BINARY as for the tests). It
// prints the medians of five runs on a phone and of five on a desktop, and fails if a category is below 100. npx fetches
// Lighthouse, which is not among the packages of the tests because it is ten times as large as all of them together.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Server } from "./server.mjs";

const kRuns = 5;
const chromium = ["--headless=new", "--disable-gpu", ...(process.getuid() === 0 ? ["--no-sandbox"] : [])];
const env = { ...process.env, CHROME_PATH: process.env.CHROMIUM ?? "/usr/bin/chromium" };
const server = await Server.start();
for (const [screen, options] of [["phone", []], ["desktop", ["--preset=desktop"]]]) {
  const scores = {};
  for (let run = 0; run < kRuns; ++run) {
    const { stdout } = await promisify(execFile)(
      "npx",
      ["--yes", "lighthouse@12", server.url, "--quiet", "--output=json", `--chrome-flags=${chromium.join(" ")}`, ...options],
      { env, maxBuffer: 1 << 26 },
    );
    for (const { id, score } of Object.values(JSON.parse(stdout).categories)) (scores[id] ??= []).push(score * 100);
  }
  for (const [id, runs] of Object.entries(scores)) {
    const median = runs.sort((a, b) => a - b)[Math.floor(kRuns / 2)];
    console.log(`${screen}, ${id}: ${median} (${runs.join(", ")})`);
    if (median < 100) process.exitCode = 1;
  }
}
await server.stop();
