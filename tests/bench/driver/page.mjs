// Measures the page in Chromium: the time until it shows a number, the time to compile its module, the time to handle a
// frame, and the bytes that the first visit transfers.
import { onServerCore, product } from "./place.mjs";
import { announcedPort, start, stop } from "./processes.mjs";
import { summary } from "./statistics.mjs";

async function startServer(intervalMs) {
  const options = ["--address", "127.0.0.1", "--port", "0", "--interval-ms", String(intervalMs), "--admin", "off", "--log-level", "error"];
  const process_ = start(onServerCore([product, ...options]));
  return { url: `http://127.0.0.1:${await announcedPort(process_)}/`, stop: () => stop(process_) };
}

// Bytes on the wire, including headers, with the encodings that the server chose for the browser.
async function firstLoad(tab, url) {
  const network = await tab.createCDPSession();
  await network.send("Network.enable");
  const encodings = new Set();
  let bytes = 0;
  network.on("Network.responseReceived", ({ response }) => encodings.add(response.headers["Content-Encoding"] ?? "identity"));
  network.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
  await tab.goto(url, { waitUntil: "networkidle0" });
  return { bytes, encodings: [...encodings].sort() };
}

// Milliseconds from pressing START until the number appears. Runs in the page.
function startToNumber() {
  return new Promise((resolve) => {
    const element = document.getElementById("div_websocket");
    let pressed;
    const observer = new MutationObserver(() => {
      if (!/^-?\d+$/.test(element.textContent.trim())) return;
      observer.disconnect();
      resolve(performance.now() - pressed);
    });
    observer.observe(element, { childList: true, characterData: true, subtree: true });
    pressed = performance.now();
    document.getElementById("button_startCommunication").click();
  });
}

// Milliseconds for each of several compilations of the page's module. Runs in the page. Each compilation gets another
// custom section, because a browser does not compile the same bytes twice.
async function compileTimes(times) {
  const module = new Uint8Array(await (await fetch("home.wasm")).arrayBuffer());
  const measured = [];
  for (let i = 0; i < times; ++i) {
    const section = [0, 3, 1, 120, i]; // a custom section of three bytes: a name of one letter, and i
    const bytes = new Uint8Array([...module, ...section]);
    const begun = performance.now();
    await WebAssembly.compile(bytes);
    measured.push(performance.now() - begun);
  }
  return measured;
}

// Runs before the page's own scripts, and measures the handler of each frame.
function timeFrames() {
  const original = Object.getOwnPropertyDescriptor(WebSocket.prototype, "onmessage");
  globalThis.frameTimes = [];
  Object.defineProperty(WebSocket.prototype, "onmessage", {
    ...original,
    set(handler) {
      if (handler === null) return original.set.call(this, null);
      original.set.call(this, (event) => {
        const begun = performance.now();
        handler.call(this, event);
        frameTimes.push(performance.now() - begun);
      });
    },
  });
}

// Microseconds for a real frame that arrives 10 ms after the previous one. A browser's clock moves in steps of 100 µs
// at slightly random moments, so only the mean of many frames is meaningful.
async function frameTime(browser, frames) {
  const server = await startServer(10);
  const tab = await browser.newPage();
  await tab.evaluateOnNewDocument(timeFrames);
  await tab.goto(server.url);
  await tab.waitForSelector("body:not([data-connection=loading])");
  await tab.click("#button_startCommunication");
  await tab.waitForFunction((wanted) => frameTimes.length >= wanted, {}, frames);
  const milliseconds = await tab.evaluate(() => frameTimes);
  await tab.close();
  await server.stop();
  const warm = milliseconds.slice(Math.floor(frames / 10));
  return (warm.reduce((a, b) => a + b, 0) / warm.length) * 1000;
}

export async function page({ pageVisits, pageFrames }) {
  let launch;
  try {
    ({ launch } = await import("../../e2e/browser.mjs"));
  } catch {
    return { skipped: "the page: puppeteer-core is not installed (npm ci in tests/e2e)" };
  }
  let browser;
  try {
    browser = await launch();
  } catch (error) {
    return { skipped: `the page: no browser (${error.message.split("\n")[0]})` };
  }
  const server = await startServer(1000);
  try {
    const visits = [];
    let compile;
    let load;
    for (let i = 0; i < pageVisits; ++i) {
      const context = await browser.createBrowserContext(); // an empty cache
      const tab = await context.newPage();
      load = await firstLoad(tab, server.url);
      await tab.waitForSelector("body:not([data-connection=loading])");
      visits.push(await tab.evaluate(startToNumber));
      compile ??= summary(await tab.evaluate(compileTimes, 7));
      await context.close();
    }
    return { startToNumberMs: summary(visits), compileMs: compile, frameUs: await frameTime(browser, pageFrames), firstLoad: load };
  } finally {
    await browser.close();
    await server.stop();
  }
}
