// Watches the page for a long time, in Chromium: node tests/e2e/soak.mjs [MINUTES] [RECONNECTS] [INTERVAL IN MS]. It
// prints the size of the heap and the frames per second after each tenth of the time, and all tasks longer than 50 ms.
// It fails if the heap grows by more than a fifth, if a task is that long, or if a number is not verified.
import { launch, Page } from "./browser.mjs";
import { Relay } from "./relay.mjs";
import { Server } from "./server.mjs";

const [minutes = 10, reconnects = 200, interval = 10] = process.argv.slice(2).map(Number);
const server = await Server.start("--interval-ms", String(interval), "--count", "1000000");
const relay = await Relay.start(server.port);
const browser = await launch();
const page = await Page.open(browser, relay.url, { expected: [/WebSocket|connection|request failed: .*some_url/i] });
await page.ready();
await page.tab.evaluate(() => {
  globalThis.longTasks = [];
  globalThis.frames = 0;
  new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => Math.round(duration)))).observe({ type: "longtask" });
  const count = () => requestAnimationFrame(() => (++frames, count()));
  count();
});
const devtools = await page.tab.createCDPSession();
async function heap() {
  await devtools.send("HeapProfiler.collectGarbage");
  const { usedSize } = await devtools.send("Runtime.getHeapUsage");
  return { javascript: usedSize, wasm: await page.tab.evaluate(() => HEAPU8.length) };
}
const kilobytes = (bytes) => `${Math.round(bytes / 1000)} kB`;

await page.press();
await page.numbers(100);
const start = Date.now();
const first = await heap();
let last = first;
let framesBefore = await page.tab.evaluate(() => frames);
for (let tenth = 1; tenth <= 10; ++tenth) {
  const until = start + (minutes * 60_000 * tenth) / 10;
  const began = Date.now();
  for (let i = 0; i < reconnects / 10; ++i) {
    // The numbers that come in between spread the reconnects evenly over the time.
    await page.numbers(Math.max(1, Math.floor((until - Date.now()) / (reconnects / 10 - i) / interval / 1.1)));
    relay.cut();
    await page.statusBecomes(/reconnecting/);
    await page.networkReturns();
    await page.statusBecomes(/live/);
  }
  last = await heap();
  const frames = await page.tab.evaluate(() => globalThis.frames);
  const fps = Math.round(((frames - framesBefore) * 1000) / (Date.now() - began));
  framesBefore = frames;
  console.log(`${Math.round((Date.now() - start) / 1000)} s, ${await page.text("#progress")}: JavaScript ${kilobytes(last.javascript)}, Wasm ${kilobytes(last.wasm)}, ${fps} frames a second`);
}
await page.press();
await page.statusBecomes(/stopped/);
await page.statusBecomes(/all are verified/);
console.log(await page.status());
const longTasks = await page.tab.evaluate(() => globalThis.longTasks);
console.log(`tasks longer than 50 ms: ${longTasks.length ? `${longTasks.join(", ")} ms` : "none"}`);
if (longTasks.length > 0 || last.javascript > 1.2 * first.javascript) process.exitCode = 1;
await page.close();
await browser.close();
relay.close();
await server.stop();
