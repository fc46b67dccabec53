// Nothing on the page moves by itself. Chromium measures that: a shift of the layout is one that no input caused. Firefox
// does not, so there the test looks at the places of all elements in sight before each paint.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browserName, brokenConnection, launch, Page } from "./browser.mjs";
import { Relay } from "./relay.mjs";
import { Server } from "./server.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => Promise.all([browser.close(), Server.stopAll()]));

// Chromium forgives what moves within half a second of an input, so that the test presses like a script.
const press = (page, id) => page.tab.$eval(id, (button) => button.click());

const watchPlaces = (tab) =>
  tab.evaluateOnNewDocument(() => {
    globalThis.shifts = [];
    let pressedAt = -Infinity;
    addEventListener("pointerdown", () => (pressedAt = performance.now()), true);
    let before = new Map();
    const look = () => {
      const places = new Map();
      for (const element of document.querySelectorAll("main [id]")) {
        const { left, top, width } = element.getBoundingClientRect();
        if (width === 0 || top >= innerHeight) continue;
        places.set(element, [left, top]);
        const was = before.get(element);
        const moved = was && Math.max(Math.abs(left - was[0]), Math.abs(top - was[1]));
        if (moved < 3 || !was || performance.now() - pressedAt < 500) continue;
        globalThis.shifts.push(`${element.id} by ${moved} px while "${document.getElementById("status").textContent}"`);
      }
      before = places;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });

const watchShifts = (tab) =>
  tab.evaluateOnNewDocument(() => {
    globalThis.shifts = [];
    new PerformanceObserver((list) => {
      for (const { hadRecentInput, sources } of list.getEntries()) {
        if (hadRecentInput) continue;
        const status = document.getElementById("status")?.textContent;
        const moved = sources.map(({ node }) => node?.id || node?.parentElement?.id || node?.nodeName);
        globalThis.shifts.push(`${moved.join(" ")} while "${status}"`);
      }
    }).observe({ type: "layout-shift", buffered: true });
  });

for (const [width, height] of [[1440, 900], [360, 640], [320, 640]]) {
  test(`nothing moves from START to the end at ${width} px`, async () => {
    const server = await Server.start("--interval-ms", "20", "--count", "250");
    const relay = await Relay.start(server.port);
    const page = await Page.open(browser, relay.url, {
      expected: [brokenConnection],
      prepare: async (tab) => {
        await (browserName === "chromium" ? watchShifts(tab) : watchPlaces(tab));
        await tab.setViewport({ width, height });
      },
    });
    await page.ready();
    // The charts appear as START is pressed, before any number has come.
    relay.stall();
    await page.press();
    const pressed = await page.tab.evaluate(() => performance.now());
    await page.tab.waitForFunction((pressed) => performance.now() > pressed + 600, {}, pressed);
    relay.flow();
    await page.statusBecomes(/live/);
    await page.numbers(5);
    await press(page, "#button_pause");
    await page.statusBecomes(/paused/);
    await press(page, "#button_pause");
    await page.statusBecomes(/live/);
    relay.break();
    await page.statusBecomes(/reconnecting, attempt 2/);
    relay.mend();
    await page.statusBecomes(/live/);
    await page.statusBecomes(/complete/);
    await press(page, "#button_startCommunication");
    await page.numbers(5);
    await press(page, "#button_startCommunication");
    await page.statusBecomes(/stopped after/);
    assert.deepEqual(await page.tab.evaluate(() => globalThis.shifts), []);
    await page.close();
    relay.close();
    await server.stop();
  });
}
