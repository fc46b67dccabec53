// Takes pictures of the page: node tests/e2e/screenshots.mjs FOLDER (BROWSER and SIMPLEWEBSOCKET_BINARY as for the
// tests). readme.png among them is the README's.
import { mkdir } from "node:fs/promises";
import { launch, Page } from "./browser.mjs";
import { Server } from "./server.mjs";

const folder = process.argv[2] ?? "screenshots";
await mkdir(folder, { recursive: true });
const server = await Server.start("--interval-ms", "20");
const browser = await launch();

async function picture(name, width, height, scheme) {
  const page = await Page.open(browser, server.url, {
    prepare: async (tab) => {
      await tab.setViewport({ width, height });
      await tab.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    },
  });
  await page.ready();
  if (name !== "readme") await page.tab.screenshot({ path: `${folder}/${name}-start.png` });
  await page.press();
  await page.numbers(name === "readme" ? 150 : 40);
  await page.tab.screenshot({ path: `${folder}/${name === "readme" ? name : `${name}-live`}.png` });
  await page.close();
}

for (const scheme of ["light", "dark"]) {
  await picture(`phone-${scheme}`, 360, 640, scheme);
  await picture(`tablet-${scheme}`, 768, 1024, scheme);
  await picture(`desk-${scheme}`, 1440, 900, scheme);
}
await picture("readme", 720, 480, "light");
await browser.close();
await server.stop();
