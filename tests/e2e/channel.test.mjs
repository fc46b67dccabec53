// A received channel as a visitor sees it, and the choice between several channels.
import assert from "node:assert/strict";
import { mkdtemp } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { brokenConnection, launch, Page } from "./browser.mjs";
import { Relay } from "./relay.mjs";
import { Server } from "./server.mjs";

let browser, downloads;
before(async () => {
  downloads = await mkdtemp(path.join(os.tmpdir(), "downloads-"));
  browser = await launch({ downloads });
});
after(() => Promise.all([browser.close(), Server.stopAll()]));

const temperature = ["--channel", "temperature=stdin,title=Temperature,unit=°C"];
const wave = (count) => Array.from({ length: count }, (_, i) => (20 + 5 * Math.sin(i / 30)).toFixed(2));

// Which share of the chart is painted.
const painted = (page) =>
  page.tab.$eval("#canvas_samples", (canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return data.filter((_, i) => i % 4 === 3 && data[i] > 0).length / (canvas.width * canvas.height);
  });

test("a received channel starts by itself, with its history, and shows each number as it comes", async () => {
  const server = await Server.start(...temperature);
  server.send(wave(599));
  const page = await Page.open(browser, server.url);
  server.send([21.5]);
  await page.statusBecomes(/live\. each number appears as it arrives/);
  await page.textBecomes("#sight", /^600 numbers since /);
  assert.equal(await page.tab.title(), "Temperature (°C)");
  assert.equal(await page.number(), "21.50");
  assert.equal(await page.text("#last"), "21.50 °C");
  assert.equal(await page.text("#smallest"), "15.00 °C");
  assert.equal(await page.text("#largest"), "25.00 °C");
  server.send([22]);
  await page.textBecomes("#div_websocket", /^22.00$/);
  assert.equal(await page.text("#progress"), "number 601");
  await page.close();
  await server.stop();
});

test("a pushed number is on the page when the producer has its answer, or a moment later", async () => {
  const server = await Server.start("--admin", "127.0.0.1:0", "--channel", "temperature=push,unit=°C");
  const push = (body) => fetch(new URL("/channels/temperature", server.adminUrl), { method: "POST", body });
  assert.equal((await push("21.5")).status, 200);
  const page = await Page.open(browser, server.url);
  await page.textBecomes("#div_websocket", /^21\.5$/);
  assert.deepEqual(Object.keys(await (await push("22.5")).json()), ["log", "first", "next"]);
  await page.textBecomes("#div_websocket", /^22\.5$/);
  const refused = await push("22.5\nwarm");
  assert.equal(refused.status, 400);
  assert.match(await refused.text(), /^line 2: 'warm' is not a number/);
  assert.equal(await page.text("#progress"), "number 2");
  await page.close();
  await server.stop();
});

test("the chart is painted and says in words what it shows", async () => {
  const server = await Server.start(...temperature);
  server.send(wave(600));
  const page = await Page.open(browser, server.url);
  await page.textBecomes("#sight", /^600 numbers/);
  await page.tab.waitForFunction(() => document.getElementById("canvas_samples").width > 300);
  const share = await painted(page);
  assert.ok(share > 0.01 && share < 0.5, `${share} of the chart is painted`);
  const { role, label } = await page.tab.$eval("#canvas_samples", (canvas) => ({
    role: canvas.getAttribute("role"),
    label: canvas.getAttribute("aria-label"),
  }));
  assert.equal(role, "img");
  assert.match(label, /^Line chart of 600 numbers since .*: the latest is [\d.]+ °C, the smallest 15.00 °C, the largest 25.00 °C$/);
  await page.close();
  await server.stop();
});

test("the chart is read with the pointer and with the keyboard", async () => {
  const server = await Server.start(...temperature);
  server.send([1, 2, 3]);
  const page = await Page.open(browser, server.url);
  await page.textBecomes("#progress", /^number 3$/);
  await page.tab.focus("#range_samples");
  await page.tab.keyboard.press("End");
  await page.textBecomes("#sample_reading", /^\d\d:\d\d:\d\d: 3 °C$/);
  await page.tab.keyboard.press("ArrowLeft");
  await page.textBecomes("#sample_reading", /: 2 °C$/);
  const box = await (await page.tab.$("#canvas_samples")).boundingBox();
  await page.tab.mouse.move(box.x + box.width - 5, box.y + box.height / 2);
  await page.textBecomes("#sample_reading", /: 3 °C$/);
  await page.close();
  await server.stop();
});

test("numbers are fractions, huge and tiny, and each file has them exactly", async () => {
  const server = await Server.start("--channel", "odd=stdin");
  const page = await Page.open(browser, server.url);
  await page.statusBecomes(/waiting for the first number/);
  for (const [number, shown] of [["1e-9", "1e-9"], ["-2.5e-9", "-2.5e-9"], ["0.30000000000000004", "0.3000"], ["1e21", "1.000e21"]]) {
    server.send([number]);
    await page.tab.waitForFunction((text) => document.getElementById("div_websocket").textContent === text, {}, shown);
  }
  const { name, text } = await page.download(downloads, "#button_csv", ".csv");
  assert.equal(name, "simplewebsocket-odd.csv");
  const lines = text.split("\r\n");
  assert.equal(lines[0], "number,value,time");
  assert.match(lines[1], /^1,1e-9,\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.match(lines[3], /^3,0\.30000000000000004,/);
  assert.match(lines[4], /^4,1e\+21,/);
  await page.close();
  await server.stop();
});

test("after a restart of the server the page says that the log is a new one, and goes on", async () => {
  const first = await Server.start(...temperature);
  first.send([1, 2, 3]);
  const page = await Page.open(browser, first.url, { expected: [brokenConnection] });
  await page.textBecomes("#progress", /^number 3$/);
  await first.stop("SIGKILL");
  await page.statusBecomes(/reconnecting/);
  const second = await Server.start(...temperature, "--port", String(first.port));
  second.send([7]);
  await page.statusBecomes(/live\. each number appears as it arrives\. The server started over/);
  await page.textBecomes("#div_websocket", /^7$/);
  await page.textBecomes("#sight", /^4 numbers/);
  await page.close();
  await second.stop();
});

test("a lost connection is resumed without a gap", async () => {
  const server = await Server.start(...temperature);
  const relay = await Relay.start(server.port);
  server.send([1, 2, 3]);
  const page = await Page.open(browser, relay.url, { expected: [brokenConnection] });
  await page.textBecomes("#progress", /^number 3$/);
  relay.break();
  await page.statusBecomes(/reconnecting/);
  server.send([4, 5, 6]);
  relay.mend();
  await page.textBecomes("#progress", /^number 6$/);
  await page.textBecomes("#sight", /^6 numbers/);
  await page.statusBecomes(/^live\. each number appears as it arrives\.$/);
  await page.close();
  relay.close();
  await server.stop();
});

test("with several channels the page offers links to them and marks the current one", async () => {
  const server = await Server.start(...temperature, "--channel", "dice=random", "--interval-ms", "50");
  server.send([1]);
  const page = await Page.open(browser, server.url);
  await page.ready();
  const links = () => page.tab.$$eval("#channels a", (all) =>
    all.map((link) => [link.textContent, link.getAttribute("href"), link.getAttribute("aria-current")]));
  assert.deepEqual(await links(), [
    ["Temperature (°C)", "?channel=temperature", "page"],
    ["dice", "?channel=dice", null],
    ["some_url", "?channel=some_url", null],
  ]);
  await Promise.all([page.tab.waitForNavigation(), page.tab.click("#channels a:nth-child(2)")]);
  await page.ready();
  assert.equal((await links())[1][2], "page");
  assert.equal(await page.button(), "START");
  await page.press();
  await page.textBecomes("#status", /^Live\. Every number is verified as it arrives\.$/);
  assert.equal(await page.isVisible("#samples"), false);
  await page.close();
  await server.stop();
});

test("an address without the name of a channel is for the first one, and an unknown name for random numbers", async () => {
  const server = await Server.start(...temperature);
  for (const [query, title] of [["?channel=../evil", "Temperature (°C)"], ["?channel=unknown", "Live random numbers you can verify"]]) {
    const page = await Page.open(browser, server.url + query);
    await page.ready();
    assert.equal(await page.text("#title"), title);
    assert.equal(await page.isVisible("#channels"), true);
    await page.close();
  }
  await server.stop();
});

test("a server with one channel offers no choice", async () => {
  const server = await Server.start();
  const page = await Page.open(browser, server.url);
  await page.ready();
  assert.equal(await page.isVisible("#channels"), false);
  await page.close();
  await server.stop();
});

test("nothing moves when numbers come, and at 320 px nothing scrolls sideways", async () => {
  const server = await Server.start("--channel", "wide=stdin,title=A title that is as long as titles may become,unit=kg·m²/s");
  server.send([-123456789.123, 0]);
  const page = await Page.open(browser, server.url, { prepare: (tab) => tab.setViewport({ width: 320, height: 640 }) });
  await page.textBecomes("#progress", /^number 2$/);
  const tops = () => page.tab.evaluate(() =>
    ["div_websocket", "facts", "status", "button_startCommunication", "samples", "details_table"].map((id) =>
      [id, Math.round(document.getElementById(id).getBoundingClientRect().top + scrollY)]));
  const before = await tops();
  for (let i = 0; i < 20; ++i) server.send([(-1) ** i * 1e8 * i]);
  await page.textBecomes("#progress", /^number 22$/);
  assert.deepEqual(await tops(), before);
  const overflow = await page.tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `${overflow} px too wide`);
  await page.close();
  await server.stop();
});

test("the page says how long the source has been silent", async () => {
  const server = await Server.start(...temperature);
  server.send([1]);
  const page = await Page.open(browser, server.url, {
    // The page's clock, which a test can set forward.
    prepare: (tab) => tab.evaluateOnNewDocument(() => {
      globalThis.timeAdded = 0;
      const now = performance.now.bind(performance);
      performance.now = () => now() + globalThis.timeAdded;
    }),
  });
  await page.textBecomes("#progress", /^number 1$/);
  await page.tab.evaluate(() => (globalThis.timeAdded = 60_000));
  await page.textBecomes("#age", /^source silent for 6\d s$/);
  await page.statusBecomes(/^live\. each number appears as it arrives\.$/);
  await page.close();
  await server.stop();
});
