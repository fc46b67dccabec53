// A stream whose numbers are an hour apart: the page tests a silent connection when something hints at a loss.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { brokenConnection, launch, Page } from "./browser.mjs";
import { Relay } from "./relay.mjs";
import { Server } from "./server.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => Promise.all([browser.close(), Server.stopAll()]));

// Calls `look` with a page that has received its first number over a connection that then goes silent for 10 s, and with a
// function that tells how many connections were opened.
async function withSilentPage(look) {
  const server = await Server.start("--interval-ms", "3600000");
  let connections = 0;
  const relay = await Relay.start(server.port, (chunk) => {
    if (chunk.startsWith("HTTP/1.1 101")) ++connections;
    return chunk;
  });
  const page = await Page.open(browser, relay.url, {
    expected: [brokenConnection],
    prepare: async (tab) => {
      await Page.makeHideable(tab);
      // The page's clock, which a test can set forward.
      await tab.evaluateOnNewDocument(() => {
        const real = performance.now.bind(performance);
        globalThis.timeAdded = 0;
        performance.now = () => real() + globalThis.timeAdded;
      });
    },
  });
  await page.ready();
  await page.press();
  await page.textBecomes("#div_websocket", /^\d+$/);
  await page.tab.evaluate(() => (globalThis.timeAdded = 60_000));
  await look(page, relay, () => connections);
  await page.close();
  relay.close();
  await server.stop("SIGKILL");
}

for (const [hint, give] of [
  ["the network is back", (page) => page.networkReturns()],
  ["the page is visible again", async (page) => {
    await page.setVisible(false);
    await page.setVisible(true);
  }],
]) {
  test(`when ${hint}, a healthy connection is replaced without a word, and nothing is lost`, () =>
    withSilentPage(async (page, relay, connections) => {
      const number = await page.number();
      await page.tab.click("#details_frames summary");
      await give(page);
      await page.textBecomes("#rows_frames", /"resume"/);
      await page.textBecomes("#rows_frames tr:first-child", /"started"/);
      assert.equal(connections(), 2);
      assert.match(await page.status(), /^Live/);
      assert.deepEqual(await page.tab.evaluate(() => globalThis.statusesSaid.filter((text) => /Reconnecting/.test(text))), []);
      assert.equal(await page.number(), number);
      await page.press();
      await page.statusBecomes(/stopped after 1 number\. it is verified/);
    }));

  test(`when ${hint}, a lost connection is noticed`, () =>
    withSilentPage(async (page, relay) => {
      relay.stall(); // the browser cannot know that nothing comes any more
      relay.refuse();
      await give(page);
      await page.statusBecomes(/reconnecting, attempt 1: the server cannot be reached/);
      relay.flow();
      relay.mend();
      await page.statusBecomes(/live/);
    }));
}
