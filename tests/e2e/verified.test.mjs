// Protocol 1 as a visitor sees it: the page verifies every number, through losses and restarts.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { brokenConnection, browserName, launch, Page } from "./browser.mjs";
import { Relay } from "./relay.mjs";
import { Server } from "./server.mjs";

const expected = [brokenConnection];
let browser, folder;
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "simplewebsocket-"));
  browser = await launch();
});
after(async () => {
  await Promise.all([browser.close(), Server.stopAll()]);
  await rm(folder, { recursive: true });
});

async function open(url, options) {
  const page = await Page.open(browser, url, { expected, ...options });
  await page.ready();
  return page;
}

test("STOP verifies every number that was shown", async () => {
  const server = await Server.start("--interval-ms", "20");
  const page = await open(server.url);
  await page.press();
  await page.numbers(5);
  await page.press();
  await page.statusBecomes(/stopped after \d+ numbers\. all are verified/);
  assert.equal(await page.button(), "START");
  await page.close();
  await server.stop();
});

test("kill -9 and a new server with the same secret: the page goes on without a gap", async () => {
  const secret = path.join(folder, "secret");
  await writeFile(secret, "5a".repeat(32), { mode: 0o600 });
  const options = ["--interval-ms", "50", "--count", "40", "--secret-file", secret];
  const first = await Server.start(...options);
  const page = await open(first.url);
  await page.press();
  await page.numbers(5);
  await first.stop("SIGKILL");
  await page.statusBecomes(/reconnecting, attempt \d+: /);
  const second = await Server.start(...options, "--port", String(first.port));
  await page.statusBecomes(/live/);
  await page.statusBecomes(/complete\. all 40 numbers arrived\. all are verified/);
  await page.close();
  await second.stop();
});

test("a server that stops is reconnected to; one with another secret refuses, and that is said", async () => {
  const first = await Server.start("--interval-ms", "50");
  const page = await open(first.url);
  await page.press();
  await page.numbers(2);
  await first.stop("SIGTERM");
  await page.statusBecomes(/reconnecting, attempt \d+: /);
  const second = await Server.start("--interval-ms", "50", "--port", String(first.port));
  await page.statusBecomes(/the server was restarted and cannot continue this stream\. Your \d+ numbers are kept/);
  assert.equal(await page.button(), "START");
  for (const id of ["picture", "button_csv", "details_table", "uniformity"]) {
    assert.equal(await page.isVisible(`#${id}`), true, id);
  }
  assert.match(await page.text("#progress"), /^\d+ numbers verified$/);
  await page.press();
  await page.statusBecomes(/live/);
  await page.close();
  await second.stop();
});

test("a number that is lost on the way is named, fetched again and verified", async () => {
  const server = await Server.start("--interval-ms", "50", "--count", "30");
  let once = true;
  const relay = await Relay.start(server.port, (chunk) => {
    if (!once || !/^.{1,4}\{"type":"number","seq":[1-9]\d*,"message":\d+,"key":"[^"]+"\}$/s.test(chunk)) return chunk;
    once = false;
    return "";
  });
  const page = await open(relay.url);
  await page.press();
  await page.statusBecomes(/reconnecting.*number \d+ did not arrive before number \d+/);
  await page.statusBecomes(/live.*repaired 1 break in the sequence/);
  await page.statusBecomes(/all 30 numbers arrived\. all are verified/);
  await page.close();
  relay.close();
  await server.stop();
});

test("the page reconnects as soon as the network is back", async () => {
  const server = await Server.start("--interval-ms", "50");
  const relay = await Relay.start(server.port);
  const page = await open(relay.url);
  await page.press();
  await page.numbers(2);
  relay.break();
  await page.statusBecomes(/reconnecting, attempt 5/); // the next attempt is seconds away
  relay.mend();
  await page.networkReturns();
  await page.statusBecomes(/live/);
  await page.press();
  await page.statusBecomes(/all are verified/);
  await page.close();
  relay.close();
  await server.stop();
});

test("a page that nobody looks at waits with reconnecting until its stream is about to end", async () => {
  const server = await Server.start("--interval-ms", "50", "--count", "4000"); // 200 s; it waits for the first 80
  let connections = 0;
  const relay = await Relay.start(server.port, (chunk) => {
    if (chunk.startsWith("HTTP/1.1 101")) ++connections;
    return chunk;
  });
  const page = await open(relay.url, { prepare: (tab) => Page.makeHideable(tab) });
  await page.press();
  await page.numbers(2);
  await page.setVisible(false);
  relay.cut();
  await page.statusBecomes(/reconnecting, attempt 1/);
  // A second page loses its connection at the same time but is visible. When it is back, the hidden one would be too.
  const other = await open(relay.url);
  await other.press();
  await other.numbers(2);
  relay.cut();
  await other.statusBecomes(/reconnecting/);
  await other.statusBecomes(/live/);
  await other.numbers(2);
  assert.match(await page.status(), /reconnecting, attempt 1/i);
  assert.equal(connections, 3);
  await page.setVisible(true);
  await page.statusBecomes(/live/);
  await page.close();
  await other.close();
  relay.close();
  await server.stop();
});

// Notes the sockets that the page makes, without keeping them.
const noteSockets = (tab) =>
  tab.evaluateOnNewDocument(() => {
    globalThis.sockets = [];
    globalThis.WebSocket = class extends WebSocket {
      constructor(...values) {
        super(...values);
        sockets.push(new WeakRef(this));
      }
    };
  });

test(`old sockets are let go: ${browserName} reconnects twenty times`, async () => {
  const server = await Server.start("--interval-ms", "20");
  const relay = await Relay.start(server.port);
  const page = await open(relay.url, { prepare: noteSockets });
  await page.press();
  for (let i = 0; i < 20; ++i) {
    await page.numbers(2);
    relay.cut();
    await page.statusBecomes(/reconnecting/);
    await page.networkReturns();
    await page.statusBecomes(/live/);
  }
  assert.ok(await page.tab.evaluate(() => sockets.length) > 20);
  if (browserName === "chromium") { // which alone collects garbage when it is asked to
    const tool = await page.tab.createCDPSession();
    await tool.send("HeapProfiler.collectGarbage");
    assert.equal(await page.tab.evaluate(() => sockets.filter((socket) => socket.deref()).length), 1);
  }
  await page.press();
  await page.statusBecomes(/all are verified/);
  await page.close();
  relay.close();
  await server.stop();
});
