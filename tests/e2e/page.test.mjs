// The page as a visitor uses it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { brokenConnection, browserName, launch, Page } from "./browser.mjs";
import { originalPage, plainServer } from "./doubles.mjs";
import { Server } from "./server.mjs";

const introduction = "Here, all the messages through websocket connection will be visible";
let browser;
before(async () => (browser = await launch()));
after(() => Promise.all([browser.close(), Server.stopAll()]));

function isNumberOfTheRange(text) {
  assert.match(text, /^\d{1,3}$/);
  assert.ok(Number(text) <= 100, text);
}

test("START shows a number each second, STOP ends it, START begins anew", async () => {
  const server = await Server.start();
  const page = await Page.open(browser, server.url);
  await page.ready();
  assert.equal(await page.tab.title(), "Live random numbers you can verify");
  assert.equal(await page.text("h1"), "Live random numbers you can verify");
  assert.equal(await page.number(), introduction);
  assert.equal(await page.button(), "START");
  assert.equal(await page.tab.$eval("button", (button) => button.name), "button_startCommunication");

  await page.press();
  const seen = await page.numbers(5);
  for (const { text } of seen) isNumberOfTheRange(text);
  const gaps = seen.slice(1).map(({ at }, i) => at - seen[i].at).sort((a, b) => a - b);
  const median = gaps[Math.floor(gaps.length / 2)];
  assert.ok(median > 500 && median < 1500, `the median of ${gaps} is about a second`);
  assert.match(await page.status(), /live/i);
  assert.equal(await page.button(), "STOP");

  await page.press();
  await page.statusBecomes(/stopped/);
  assert.equal(await page.button(), "START");
  isNumberOfTheRange(await page.number());

  await page.press();
  await page.numbers(2);
  assert.match(await page.status(), /live/i);
  await page.close();
  await server.stop();
});

test("the page says what it is and what START does, and links to the protocol, the source and the licence", async () => {
  const server = await Server.start();
  const page = await Page.open(browser, server.url);
  await page.ready();
  assert.match(await page.text("#lead"), /^This server sends you random numbers, one by one, as you press START/);
  const links = await page.tab.$$eval("footer a", (links) => links.map(({ href }) => href));
  const beginnings = await Promise.all(
    links.map(async (link) => Buffer.from(await (await fetch(link)).arrayBuffer()).subarray(0, 30).toString("latin1")));
  assert.match(beginnings[0], /^# /);
  assert.match(beginnings[1], /^\x1f\x8b/); // gzip
  assert.match(beginnings[2], /^MIT License/);
  await page.close();
  await server.stop();
});

test("with a plain server of another range the page judges nothing and counts all numbers", async () => {
  const server = await Server.start();
  const messages = Array.from({ length: 301 }, (_, i) => JSON.stringify({ message: 1000 + i }));
  const plain = await plainServer(server.url, { messages });
  const page = await Page.open(browser, plain.url);
  await page.ready();
  await page.press();
  await page.textBecomes("#progress", /^number 301$/);
  assert.equal(await page.text("#mean"), "Average of 301 numbers: 1,150");
  assert.equal(await page.text("#uniformity"), "This server does not state its range, so there is nothing to judge.");
  await page.close();
  plain.close();
  await server.stop();
});

for (const key of ["Enter", " "]) {
  test(`START works from the keyboard: ${key === " " ? "Space" : key}`, async () => {
    const server = await Server.start("--interval-ms", "50");
    const page = await Page.open(browser, server.url);
    await page.ready();
    await page.tab.keyboard.press("Tab");
    await page.tab.keyboard.press(key);
    await page.statusBecomes(/live/);
    for (const { text } of await page.numbers(5)) isNumberOfTheRange(text);
    await page.tab.keyboard.press(key);
    await page.statusBecomes(/stopped/);
    await page.close();
    await server.stop();
  });
}

test("the words of the original stand in the status line while connecting", async () => {
  const server = await Server.start();
  const page = await Page.open(browser, server.url);
  await page.ready();
  await page.tab.evaluate(() => {
    window.said = [];
    const status = document.querySelector("[role=status]");
    new MutationObserver(() => window.said.push(status.textContent)).observe(status, { childList: true });
  });
  await page.press();
  await page.statusBecomes(/live/);
  assert.match((await page.tab.evaluate(() => window.said))[0], /^Starting websocket communication/);
  await page.close();
  await server.stop();
});

test("a stream runs to its end and says so", async () => {
  const server = await Server.start("--interval-ms", "10", "--count", "20");
  const page = await Page.open(browser, server.url);
  await page.ready();
  await page.press();
  await page.statusBecomes(/complete\. all 20 numbers arrived/);
  assert.equal(await page.button(), "START");
  await page.close();
  await server.stop();
});

test("a plain stream whose server closes with 1000 has ended, and START begins anew", async () => {
  const server = await Server.start();
  const plain = await plainServer(server.url, { messages: ['{"message": 41}'], closeCode: 1000 });
  const page = await Page.open(browser, plain.url, { expected: [brokenConnection] });
  await page.ready();
  await page.press();
  await page.statusBecomes(/ended after 1 number/);
  assert.equal(await page.button(), "START");
  plain.close();
  await page.press();
  await page.statusBecomes(/not connected: the server cannot be reached/);
  await page.close();
  await server.stop();
});

test("a plain stream that is lost goes on over a new connection, and the page says that numbers may be missing", async () => {
  const server = await Server.start();
  for (const [closeCode, words] of [
    [1001, /reconnecting, attempt 1: the server is shutting down \(1001\)/],
    [1006, /reconnecting, attempt 1: the connection was lost \(1006\)/],
  ]) {
    const plain = await plainServer(server.url, { messages: ['{"message": 41}', '{"message": 42}'] });
    const page = await Page.open(browser, plain.url, { expected: [brokenConnection] });
    await page.ready();
    await page.press();
    await page.textBecomes("#progress", /2/);
    plain.end(closeCode);
    await page.statusBecomes(words);
    await page.statusBecomes(/live\. .*numbers? may be missing/);
    await page.textBecomes("#progress", /4/);
    assert.equal(await page.button(), "STOP");
    await page.press();
    await page.statusBecomes(/stopped after 4 numbers\. .*numbers? may be missing/);
    await page.close();
    plain.close();
  }
  await server.stop();
});

test("the original's page works with this server", async () => {
  const server = await Server.start("--interval-ms", "100");
  const original = await originalPage(server.port);
  const tab = await browser.newPage();
  const said = [];
  tab.on("dialog", async (dialog) => {
    said.push(dialog.message());
    await dialog.accept();
  });
  await tab.goto(original.url);
  await tab.click("button");
  await tab.waitForFunction(() => /^\d+$/.test(document.getElementById("div_ws").textContent));
  isNumberOfTheRange(await tab.$eval("#div_ws", (element) => element.textContent));
  assert.deepEqual(said, ["Starting websocket communication"]);
  await tab.close();
  original.close();
  await server.stop();
});

test("this page works with a server that only sends messages, and a broken one does not stop it", async () => {
  const server = await Server.start();
  const messages = ['{"message": 41}', '{"message": "x"}', "{", '{"message":42}'];
  const plain = await plainServer(server.url, { messages });
  const page = await Page.open(browser, plain.url);
  await page.ready();
  await page.press();
  await page.tab.waitForFunction(() => document.getElementById("div_websocket").textContent === "42");
  await page.statusBecomes(/live.*ignored 2 faulty messages/);
  await page.close();
  plain.close();
  await server.stop();
});

test("a page that cannot run says why", async () => {
  const server = await Server.start();
  const without = (name) => (tab) => tab.evaluateOnNewDocument((global) => delete globalThis[global], name);
  const noWasm = await Page.open(browser, server.url, { prepare: without("WebAssembly") });
  await noWasm.statusBecomes(/needs WebAssembly.* python3 -m websockets ws:\/\/localhost:\d+\/ws\/some_url\//);
  await noWasm.close();
  const noSocket = await Page.open(browser, server.url, { prepare: without("WebSocket") });
  await noSocket.statusBecomes(/needs WebSockets/);
  await noSocket.close();
  for (const missing of [/home.*\.js$/, /home.*\.wasm$/]) {
    const half = await plainServer(server.url, { missing: [missing] });
    const page = await Page.open(browser, half.url, { expected: [/./] });
    await page.statusBecomes(/failed to load/);
    assert.equal(await page.tab.$eval("button", (button) => button.disabled), true);
    await page.close();
    half.close();
  }
  await server.stop();
});

test("nothing scrolls sideways on a narrow screen", async () => {
  const server = await Server.start();
  const page = await Page.open(browser, server.url);
  await page.ready();
  for (const width of [360, 320]) {
    await page.tab.setViewport({ width, height: 640 });
    const overflow = await page.tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `${browserName} at ${width}: ${overflow} px too wide`);
  }
  await page.close();
  await server.stop();
});
