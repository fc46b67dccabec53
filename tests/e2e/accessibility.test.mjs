// Checks accessibility: axe-core in every state of the page, in light and dark and with everything open; the keyboard;
// narrow screens; and that nothing moves while numbers come.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { brokenConnection, browserName, launch, Page } from "./browser.mjs";
import { Relay } from "./relay.mjs";
import { Server } from "./server.mjs";
import { inState, states } from "./states.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => Promise.all([browser.close(), Server.stopAll()]));

async function violations(page) {
  await page.tab.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
  await page.tab.evaluate(`${axe.source}; null`);
  return page.tab.evaluate(async () => {
    const { violations } = await window.axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
  });
}

// Firefox's driver cannot set the colour scheme, and its profile is light.
for (const scheme of browserName === "chromium" ? ["light", "dark"] : ["light"]) {
  const prepare = async (tab) => {
    if (scheme === "dark") await tab.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
  };
  for (const name of Object.keys(states)) {
    test(`axe-core is content, ${scheme}: ${name}`, () =>
      inState(browser, name, async (page) => assert.deepEqual(await violations(page), []), { prepare }));
  }
}

test("everything can be reached and worked with the keyboard, in a sensible order", async () => {
  const server = await Server.start("--interval-ms", "100");
  const page = await Page.open(browser, server.url);
  await page.ready();
  const reached = [];
  for (let i = 0; i < 14; ++i) {
    await page.tab.keyboard.press("Tab");
    if (i === 0) {
      await page.tab.keyboard.press("Enter");
      await page.numbers(2);
    }
    reached.push(await page.tab.evaluate(() => {
      const { id, parentElement } = document.activeElement;
      return id || parentElement.id;
    }));
  }
  assert.deepEqual(reached, [
    "button_startCommunication", "button_pause", "range_line", "range_histogram", "button_proof", "button_csv",
    "button_copy", "button_share", "awake", "details_verified", "details_statistics", "details_settings", "details_table", "details_frames",
  ]);
  await page.close();
  await server.stop();
});

test("the focus never falls to the body when a button goes or can no longer be used", async () => {
  const server = await Server.start("--interval-ms", "50", "--count", "100");
  const relay = await Relay.start(server.port);
  const page = await Page.open(browser, relay.url, { expected: [brokenConnection] });
  await page.ready();
  const focused = () => page.tab.evaluate(() => document.activeElement.id);
  await page.press();
  await page.numbers(3);
  relay.break();
  await page.statusBecomes(/reconnecting, attempt [23]/);
  await page.tab.waitForSelector("#button_retry:not([hidden])");
  await page.tab.focus("#button_retry");
  relay.mend();
  await page.statusBecomes(/live/);
  assert.equal(await page.isVisible("#waiting"), false);
  assert.equal(await focused(), "button_startCommunication");
  await page.tab.focus("#button_pause");
  await page.statusBecomes(/complete/);
  assert.equal(await focused(), "button_pause");
  await page.tab.keyboard.press("Enter"); // it does nothing now
  assert.match(await page.status(), /^Complete/);
  assert.equal(await page.text("#button_pause"), "PAUSE");
  await page.close();
  relay.close();
  await server.stop();
});

test("at 320 px nothing scrolls sideways, with everything opened and the longest numbers", async () => {
  const server = await Server.start("--interval-ms", "10", "--min", "-2147483648", "--max", "-2147483000");
  const page = await Page.open(browser, server.url, { prepare: (tab) => tab.setViewport({ width: 320, height: 640 }) });
  await page.ready();
  await page.press();
  await page.numbers(20);
  await page.tab.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
  await page.textBecomes("#rows_frames", /number/);
  const overflow = await page.tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `${overflow} px too wide`);
  const { lines } = await page.tab.$eval("#div_websocket", (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return { lines: new Set([...range.getClientRects()].map(({ top }) => top)).size };
  });
  assert.equal(lines, 1);
  await page.close();
  await server.stop();
});

test("nothing moves when numbers come and go, nor when the stream starts", async () => {
  const server = await Server.start("--interval-ms", "10", "--count", "300");
  const page = await Page.open(browser, server.url);
  await page.ready();
  const tops = () => page.tab.evaluate(() =>
    ["div_websocket", "facts", "status", "button_startCommunication"].map((id) => {
      const { top, left } = document.getElementById(id).getBoundingClientRect();
      return [id, Math.round(top + scrollY), Math.round(left)];
    }));
  const before = await tops();
  await page.press();
  await page.numbers(50);
  assert.deepEqual(await tops(), before);
  await page.statusBecomes(/all 300 numbers arrived\. all are verified/);
  assert.deepEqual(await tops(), before);
  await page.close();
  await server.stop();
});
