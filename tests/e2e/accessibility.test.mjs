// axe-core finds nothing to object to, in each state, light and dark.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { browserName, launch, Page } from "./browser.mjs";
import { Server } from "./server.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => Promise.all([browser.close(), Server.stopAll()]));

async function violations(page) {
  await page.tab.evaluate(`${axe.source}; null`);
  return page.tab.evaluate(async () => {
    const { violations } = await window.axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
  });
}

// Firefox's driver cannot set the colour scheme; its profile is light.
for (const scheme of browserName === "chromium" ? ["light", "dark"] : ["light"]) {
  test(`axe-core is content, ${scheme}`, async () => {
    const server = await Server.start("--interval-ms", "200");
    const page = await Page.open(browser, server.url, {
      expected: [/WebSocket|connection|interrupted|request failed: .*some_url/i],
      prepare: async (tab) => {
        if (scheme === "dark") await tab.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
      },
    });
    await page.ready();
    assert.deepEqual(await violations(page), [], "not started");
    await page.press();
    await page.numbers(2);
    assert.deepEqual(await violations(page), [], "live");
    await page.press();
    await page.statusBecomes(/stopped.*verified/);
    assert.deepEqual(await violations(page), [], "stopped and verified");
    await page.press();
    await page.statusBecomes(/live/);
    await server.stop("SIGKILL");
    await page.statusBecomes(/reconnecting/);
    assert.deepEqual(await violations(page), [], "reconnecting");
    await page.close();
  });
}
