// Watches the page for a long time (BROWSER and SIMPLEWEBSOCKET_BINARY as for the tests):
// node tests/e2e/soak.mjs [MINUTES] [RECONNECTS] [INTERVAL IN MS] [NUMBERS AHEAD]. After each tenth of the time it prints
// the size of the heap (JavaScript's in Chromium only), the memory of the browser's processes, the frames per second, and
// the median, the 99th percentile and the longest of the page's tasks (tasks.mjs). With numbers ahead, the stream begins
// with as many of its million at once, and nothing is verified. It fails if the heap grows by more than a fifth, if a task
// takes more than 50 ms of the processor's time, or if a number is not verified.
import { readdir, readFile } from "node:fs/promises";
import { browserName, launch, Page } from "./browser.mjs";
import { millionServer } from "./million_server.mjs";
import { Relay } from "./relay.mjs";
import { Server } from "./server.mjs";
import { clocked, prepare, traced } from "./tasks.mjs";

const [minutes = 10, reconnects = 200, interval = 10, ahead = 0] = process.argv.slice(2).map(Number);
const server = await Server.start("--interval-ms", String(interval), "--count", "1000000");
const relay = ahead ? await millionServer(server.url, { ahead, interval }) : await Relay.start(server.port);
// Firefox rounds the time to a millisecond otherwise.
const browser = await launch({ options: { protocolTimeout: 0, extraPrefsFirefox: { "privacy.reduceTimerPrecision": false } } });
// Keeps the memory of the page's program, which nothing else names.
const keepMemory = (tab) =>
  tab.evaluateOnNewDocument(() => {
    const { instantiate } = WebAssembly;
    WebAssembly.instantiate = async (...values) => {
      const program = await instantiate(...values);
      globalThis.memory = Object.values(program.instance.exports).find((one) => one instanceof WebAssembly.Memory);
      return program;
    };
  });
const page = await Page.open(browser, relay.url, {
  expected: [/WebSocket|connection|request failed: .*some_url/i],
  prepare: (tab) => Promise.all([prepare(tab), keepMemory(tab)]),
});
await page.ready();
await page.tab.evaluate(() => {
  globalThis.frames = 0;
  const count = () => requestAnimationFrame(() => (++frames, count()));
  count();
});
const devtools = browserName === "chromium" && (await page.tab.createCDPSession());

// The memory of a process and of all that it has started, without what several of them share counted twice.
async function memory(root) {
  const processes = [];
  for (const id of (await readdir("/proc")).filter(Number)) {
    const stat = await readFile(`/proc/${id}/stat`, "utf8").catch(() => "");
    if (stat) processes.push({ id: Number(id), parent: Number(stat.slice(stat.lastIndexOf(")") + 4).split(" ")[0]) });
  }
  const tree = [root];
  for (const id of tree) tree.push(...processes.filter(({ parent }) => parent === id).map(({ id }) => id));
  const sizes = await Promise.all(tree.map((id) => readFile(`/proc/${id}/smaps_rollup`, "utf8").catch(() => "")));
  return sizes.reduce((sum, text) => sum + 1024 * Number(/^Pss: +(\d+)/m.exec(text)?.[1] ?? 0), 0);
}
async function heap() {
  const sizes = { wasm: await page.tab.evaluate(() => globalThis.memory.buffer.byteLength), processes: await memory(browser.process().pid) };
  if (!devtools) return sizes;
  await devtools.send("HeapProfiler.collectGarbage");
  return { javascript: (await devtools.send("Runtime.getHeapUsage")).usedSize, ...sizes };
}
const inWords = (sizes) => Object.entries(sizes).map(([name, bytes]) => `${name} ${Math.round(bytes / 1000)} kB`).join(", ");
const progress = async () => Number((await page.text("#progress")).replace(/,/g, "").match(/\d+/)[0]);

await page.press();
await page.numbers(100);
if (ahead) await page.tab.waitForFunction((ahead) => Number(document.getElementById("progress").textContent.replace(/,/g, "").match(/\d+/)[0]) > ahead, { timeout: 0 }, ahead);
await new Promise((resolve) => setTimeout(resolve, 2000));
let longest = 0;
// Chromium's tracing is too much for hours, so that only the last seconds of each tenth are traced.
async function report(when, more = "") {
  const times = await clocked(page);
  if (devtools) {
    times.push(await traced(page, 5));
    longest = Math.max(longest, times.at(-1).longest);
  }
  last = await heap();
  await clocked(page); // leaves out the garbage collection that heap() asked for
  console.log([`${when}, number ${await progress()}: ${inWords(last)}${more}`, ...times.map(({ text }) => text)].join("\n  "));
}
let last;
await report("at first");
const first = last;
const start = Date.now();
let framesBefore = await page.tab.evaluate(() => frames);
for (let tenth = 1; tenth <= 10; ++tenth) {
  const until = start + (minutes * 60_000 * tenth) / 10;
  const began = Date.now();
  const [cuts, wait] = reconnects && !ahead ? [reconnects / 10, 1.1] : [1, 1];
  for (let i = 0; i < cuts; ++i) {
    // The numbers that come in between spread the reconnects evenly over the time.
    await page.numbers(Math.max(1, Math.floor((until - Date.now()) / (cuts - i) / interval / wait)));
    if (!reconnects || ahead) continue;
    relay.cut();
    await page.statusBecomes(/reconnecting/);
    await page.networkReturns();
    await page.statusBecomes(/live/);
  }
  const frames = await page.tab.evaluate(() => globalThis.frames);
  const fps = Math.round(((frames - framesBefore) * 1000) / (Date.now() - began));
  framesBefore = frames;
  await report(`${Math.round((Date.now() - start) / 1000)} s`, `, ${fps} frames a second`);
}
if (!ahead) {
  await page.press();
  await page.statusBecomes(/stopped/);
  await page.statusBecomes(/all are verified/);
  console.log(await page.status());
}
if (devtools) console.log(`the longest task took ${longest} ms of the processor`);
if (longest > 50 || last.javascript > 1.2 * first.javascript) process.exitCode = 1;
await page.close();
await browser.close();
relay.close();
await server.stop();
