// The numbers as Server-Sent Events, watched with the browser's own EventSource.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { brokenConnection, launch, Page } from "./browser.mjs";
import { listen } from "./doubles.mjs";
import { Proxy } from "./proxy.mjs";
import { Server } from "./server.mjs";

let browser, folder;
before(async () => {
  browser = await launch();
  folder = await mkdtemp(path.join(tmpdir(), "simplewebsocket-"));
});
after(() => Promise.all([browser.close(), Server.stopAll(), Proxy.stopAll(), rm(folder, { recursive: true })]));

// Lets the page watch `address`, and notes what it hears in globalThis.heard.
const watch = (page, address) =>
  page.tab.evaluate((url) => {
    const heard = (globalThis.heard = { numbers: [], nexts: [], ends: [], restarts: [], opened: 0, given: false });
    const source = new EventSource(url);
    source.onopen = () => ++heard.opened;
    source.onmessage = ({ data, lastEventId }) => {
      heard.numbers.push(JSON.parse(data).message);
      heard.nexts.push(Number(lastEventId.split(".")[1]));
    };
    source.addEventListener("end", ({ data }) => heard.ends.push(JSON.parse(data)));
    source.addEventListener("restart", ({ data }) => heard.restarts.push(JSON.parse(data).code));
    source.onerror = () => (heard.given = source.readyState === EventSource.CLOSED);
    return null;
  }, address);

// Waits until `condition`, a function of what was heard, holds in the page, and returns what was heard.
async function heardUntil(page, condition) {
  await page.tab.waitForFunction(`(${condition})(globalThis.heard)`, { timeout: 40_000 });
  return page.tab.evaluate(() => globalThis.heard);
}

const upTo = (count) => Array.from({ length: count }, (_, i) => i + 1);

test("an EventSource gets all numbers and the end, and does not come back for more", async () => {
  const server = await Server.start("--interval-ms", "20", "--count", "30");
  const page = await Page.open(browser, server.url, { expected: [brokenConnection] });
  await watch(page, "events/some_url/");
  const heard = await heardUntil(page, (it) => it.given); // it has asked again, and given up
  assert.deepEqual(heard.nexts, upTo(30));
  for (const number of heard.numbers) assert.ok(Number.isInteger(number) && number >= 0 && number <= 100, number);
  assert.deepEqual(heard.ends, [{ type: "end", reason: "complete", next: 30 }]);
  assert.deepEqual(heard.restarts, []);
  assert.equal(heard.opened, 1);
  await page.close();
  await server.stop();
});

test("an EventSource goes on by itself where it was when the server is started again", async () => {
  const secret = path.join(folder, "secret");
  await writeFile(secret, "ab".repeat(32), { mode: 0o600 });
  const options = ["--interval-ms", "50", "--count", "100", "--secret-file", secret];
  const first = await Server.start(...options);
  const page = await Page.open(browser, first.url, { expected: [brokenConnection] });
  await watch(page, "events/some_url/");
  await heardUntil(page, (it) => it.numbers.length >= 5);
  await first.stop("SIGKILL");
  const second = await Server.start(...options, "--port", String(first.port));
  const heard = await heardUntil(page, (it) => it.ends.length > 0);
  assert.deepEqual(heard.nexts, upTo(100));
  assert.deepEqual(heard.restarts, []);
  assert.equal(heard.opened, 2);
  await page.close();
  await second.stop();
});

test("an EventSource hears that a new stream begins if the server has another secret", async () => {
  const options = ["--interval-ms", "50", "--count", "1000"];
  const first = await Server.start(...options);
  const page = await Page.open(browser, first.url, { expected: [brokenConnection] });
  await watch(page, "events/some_url/");
  await heardUntil(page, (it) => it.numbers.length >= 5);
  await first.stop();
  const second = await Server.start(...options, "--port", String(first.port));
  const heard = await heardUntil(page, (it) => it.restarts.length > 0 && it.nexts.at(-1) >= 1);
  assert.deepEqual(heard.restarts, ["bad_token"]);
  await page.close();
  await second.stop();
});

test("a page of another port of this host may read the events", async () => {
  const server = await Server.start("--interval-ms", "20", "--count", "1000");
  const other = await listen(createServer((request, response) => response.end("<!doctype html><p role=status></p>")));
  const page = await Page.open(browser, other.url);
  await watch(page, `http://127.0.0.1:${server.port}/events/some_url/`);
  await heardUntil(page, (it) => it.numbers.length >= 5);
  await page.close();
  other.close();
  await server.stop();
});

// nginx collects what a server sends until its buffer is full, unless the response says otherwise.
test("through a proxy that buffers responses an event arrives before there is another", async () => {
  const server = await Server.start("--interval-ms", "3600000");
  const proxy = await Proxy.start(`location /app/ { proxy_pass ${server.url}; proxy_buffering on; }`);
  const page = await Page.open(browser, `${proxy.url}app/`, { expected: [brokenConnection] });
  await watch(page, "events/some_url/");
  const heard = await heardUntil(page, (it) => it.numbers.length > 0);
  assert.deepEqual(heard.nexts, [1]);
  await page.close();
  await proxy.stop();
  await server.stop();
});
