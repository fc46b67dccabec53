// Takes pictures of the page: node tests/e2e/screenshots.mjs FOLDER (BROWSER and SIMPLEWEBSOCKET_BINARY as for the
// tests). It takes one for each size of screen, in light and dark: before START, live, and whole with everything open.
// readme.png and channel.png are the pictures in the README.
import { mkdir } from "node:fs/promises";
import { launch, Page } from "./browser.mjs";
import { Server } from "./server.mjs";

const folder = process.argv[2] ?? "screenshots";
await mkdir(folder, { recursive: true });
const server = await Server.start("--interval-ms", "20");
const browser = await launch();

async function open(width, height, scheme) {
  const page = await Page.open(browser, server.url, {
    prepare: async (tab) => {
      await tab.setViewport({ width, height });
      await tab.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    },
  });
  await page.ready();
  return page;
}
const shot = (page, name) => page.tab.screenshot({ path: `${folder}/${name}.png` });

for (const scheme of ["light", "dark"]) {
  for (const [device, width, height] of [["phone", 360, 640], ["tablet", 768, 1024], ["desk", 1440, 900]]) {
    const page = await open(width, height, scheme);
    await shot(page, `${device}-${scheme}-start`);
    await page.press();
    await page.numbers(120);
    await shot(page, `${device}-${scheme}-live`);
    await page.press();
    await page.statusBecomes(/all are verified/);
    await page.tab.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
    await page.textBecomes("#rows_frames", /"end"/);
    const whole = await page.tab.evaluate(() => document.documentElement.scrollHeight);
    await page.tab.setViewport({ width, height: whole });
    await shot(page, `${device}-${scheme}-whole`);
    await page.close();
  }
}
const page = await open(720, 860, "light");
await page.press();
await page.numbers(150);
await shot(page, "readme");
await page.close();

// A channel: the load of a computer over the last ten minutes.
const received = await Server.start("--channel", "cpu=stdin,title=CPU load,unit=%,min=0,max=100");
const now = Date.now();
const load = (i) => 35 + 20 * Math.sin(i / 60) + 8 * Math.sin(i / 7) + (i % 90 < 12 ? 25 : 0);
received.send(
  Array.from({ length: 600 }, (_, i) => JSON.stringify({ value: +load(i).toFixed(1), at_ms: now - (599 - i) * 1000 })),
);
const channel = await Page.open(browser, received.url, { prepare: (tab) => tab.setViewport({ width: 720, height: 880 }) });
await channel.textBecomes("#sight", /^600 numbers/);
await shot(channel, "channel");
await channel.close();
await received.stop();
await browser.close();
await server.stop();
