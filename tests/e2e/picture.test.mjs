// The things that a visitor can do besides watching: read the charts, choose a range, and take the numbers away.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { browserName, launch, Page } from "./browser.mjs";
import { Server } from "./server.mjs";

let browser, folder;
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "simplewebsocket-"));
  browser = await launch({ downloads: folder });
});
after(async () => {
  await Promise.all([browser.close(), Server.stopAll()]);
  await rm(folder, { recursive: true });
});

async function finished(server, options) {
  const page = await Page.open(browser, server.url, options);
  await page.ready();
  await page.press();
  await page.statusBecomes(/all are verified/);
  return page;
}

test("the picture is drawn, and read by pointer and by keyboard", async () => {
  const server = await Server.start("--interval-ms", "10", "--count", "100");
  const page = await finished(server);
  const inked = (id) => page.tab.$eval(`#${id}`, (canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return data.some((byte) => byte > 0);
  });
  assert.equal(await inked("canvas_line"), true);
  assert.equal(await inked("canvas_histogram"), true);

  await page.tab.hover("#canvas_line");
  await page.textBecomes("#line_reading", /^seq (49|50): \d+$/);
  await page.tab.hover("#canvas_histogram");
  await page.textBecomes("#histogram_reading", /^51 to 55: \d+ numbers?, 5\.0 expected$/);
  assert.equal(await page.text("#line_reading"), "");

  await page.tab.focus("#range_line");
  await page.tab.keyboard.press("End");
  await page.tab.keyboard.press("ArrowLeft");
  await page.textBecomes("#line_reading", /^seq 98: \d+$/);
  assert.equal(await page.tab.$eval("#range_line", (range) => range.getAttribute("aria-valuetext")),
    await page.text("#line_reading"));
  await page.tab.keyboard.press("Home");
  await page.textBecomes("#line_reading", /^seq 0: \d+$/);
  await page.tab.focus("#range_histogram");
  await page.tab.keyboard.press("End");
  await page.textBecomes("#histogram_reading", /^96 to 100: \d+ numbers?, 5\.0 expected$/);
  // A reading by keyboard stays when the page scrolls and a resting pointer is over something else.
  await page.tab.$eval("#canvas_histogram", async (canvas) => {
    canvas.dispatchEvent(new PointerEvent("pointerleave"));
    for (let drawn = 0; drawn < 2; ++drawn) await new Promise(requestAnimationFrame);
  });
  assert.match(await page.text("#histogram_reading"), /^96 to 100: /);
  await page.close();
  await server.stop();
});

test("a canvas has the screen's own pixels, also after a resize", async () => {
  const server = await Server.start("--interval-ms", "20");
  const page = await Page.open(browser, server.url, {
    prepare: (tab) => tab.setViewport({ width: 800, height: 800, deviceScaleFactor: browserName === "chromium" ? 2 : 1 }),
  });
  await page.ready();
  await page.press();
  await page.numbers(5);
  for (const width of [800, 400]) {
    await page.tab.setViewport({ width, height: 800, deviceScaleFactor: browserName === "chromium" ? 2 : 1 });
    await page.tab.waitForFunction(() => {
      const canvas = document.getElementById("canvas_line");
      return canvas.width === Math.round(canvas.clientWidth * devicePixelRatio);
    });
  }
  await page.close();
  await server.stop();
});

test("the table has the same numbers as the charts", async () => {
  const server = await Server.start("--interval-ms", "10", "--count", "20");
  const page = await finished(server);
  await page.tab.click("#details_table summary");
  await page.textBecomes("#rows_numbers", /19/);
  const rows = await page.tab.$$eval("#rows_numbers tr", (rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent)));
  assert.deepEqual(rows.map(([seq]) => seq), Array.from({ length: 20 }, (_, i) => String(19 - i)));
  assert.equal(rows[0][1], await page.number());
  const came = await page.tab.$$eval("#rows_bins tr", (rows) => rows.map((row) => Number(row.cells[1].textContent)));
  assert.equal(came.reduce((sum, count) => sum + count), 20);
  await page.close();
  await server.stop();
});

test("the numbers can be taken away as CSV and by copying", async () => {
  const server = await Server.start("--interval-ms", "10", "--count", "20");
  const page = await finished(server);
  const { name, text } = await page.download(folder, "#button_csv", ".csv");
  assert.match(name, /^simplewebsocket-[0-9a-f]{8}\.csv$/);
  const lines = text.split("\r\n");
  assert.equal(lines[0], "seq,number");
  assert.equal(lines.length, 22);
  assert.equal(lines[20], `19,${await page.number()}`);
  await page.tab.evaluate(() => {
    navigator.clipboard.writeText = (text) => Promise.resolve((globalThis.copied = text));
  });
  await page.tab.click("#button_copy");
  await page.textBecomes("#notice", /^Copied$/);
  assert.equal(await page.tab.evaluate(() => copied.split("\n").length), 21);
  await page.close();
  await server.stop();
});

test("range, interval and count are chosen in a form that the address keeps", async () => {
  const server = await Server.start();
  const page = await Page.open(browser, server.url);
  await page.ready();
  await page.tab.click("#details_settings summary");
  for (const [field, text] of [["min", "-3"], ["max", "3"], ["interval_ms", "20"], ["count", "30"]]) {
    await page.tab.type(`#setting_${field}`, text);
  }
  await page.tab.keyboard.press("Enter");
  await page.statusBecomes(/all 30 numbers arrived\. all are verified/);
  assert.equal(new URL(page.tab.url()).hash, "#min=-3&max=3&interval_ms=20&count=30");
  assert.match(await page.number(), /^-?[0-3]$/);

  await page.tab.reload();
  await page.ready();
  assert.equal(await page.tab.$eval("#setting_interval_ms", (input) => input.value), "20");
  await page.press();
  await page.textBecomes("#progress", /of 30 numbers verified$/);
  await page.close();
  await server.stop();
});

test("what is typed wrong is said while it is typed, and nothing starts", async () => {
  const server = await Server.start("--count", "77");
  const page = await Page.open(browser, server.url);
  await page.ready();
  assert.equal(await page.tab.$eval("#setting_count", (input) => input.placeholder), "77");
  assert.equal(await page.tab.$eval("#setting_max", (input) => input.placeholder), "100");
  await page.tab.click("#details_settings summary");
  await page.tab.type("#setting_count", "1-2"); // the field has the focus still, and has not changed yet
  await page.textBecomes("#settings_problem", /^The count must be a whole number from 1 to 1,000,000\.$/);
  await page.press();
  await page.textBecomes("#notice", /^Not started\. The count must be/);
  assert.equal(await page.button(), "START");
  await page.tab.$eval("#setting_count", (input) => input.focus());
  for (let i = 0; i < 3; ++i) await page.tab.keyboard.press("Backspace");
  await page.tab.type("#setting_count", "12");
  await page.textBecomes("#settings_problem", /^$/);
  await page.press();
  await page.textBecomes("#progress", /of 12 numbers verified$/);
  await page.close();
  await server.stop();
});

test("a value that the server would refuse is explained before the server is asked", async () => {
  const server = await Server.start();
  const page = await Page.open(browser, server.url + "#interval_ms=5");
  await page.ready();
  assert.equal(await page.text("#settings_problem"), "The interval must be a whole number from 10 to 3,600,000.");
  await page.press();
  await page.textBecomes("#notice", /^Not started. The interval must be/);
  assert.equal(await page.button(), "START");
  await page.close();
  await server.stop();
});

test("the frames view shows both directions", async () => {
  const server = await Server.start("--interval-ms", "20", "--count", "5");
  const page = await Page.open(browser, server.url);
  await page.ready();
  await page.tab.click("#details_frames summary");
  await page.press();
  await page.statusBecomes(/all 5 numbers arrived\. all are verified/);
  await page.textBecomes("#rows_frames tr:first-child", /"end"/);
  const frames = await page.tab.$$eval("#rows_frames tr", (rows) => rows.map((row) => row.cells[1].textContent + row.cells[2].textContent));
  assert.match(frames.at(-1), /connectionopening/);
  assert.match(frames.at(-3), /received\{"type":"hello"/);
  assert.match(frames.at(-4), /sent\{"type":"start"/);
  await page.close();
  await server.stop();
});

test("the second visit costs two short requests, because the rest is kept", async () => {
  const server = await Server.start();
  const context = await browser.createBrowserContext();
  const first = await context.newPage();
  await first.goto(server.url);
  await first.waitForSelector("#button_startCommunication:not(:disabled)");
  await first.close();
  const second = await context.newPage();
  const asked = [];
  second.on("response", (response) => {
    if (!response.fromCache()) asked.push(`${response.status()} ${new URL(response.url()).pathname}`);
  });
  await second.goto(server.url);
  await second.waitForSelector("#button_startCommunication:not(:disabled)");
  if (browserName === "chromium") assert.deepEqual(asked, ["304 /", "304 /channels.json"]);
  else assert.ok(asked.every((line) => !/home|boot|css/.test(line)), asked.join()); // Firefox's driver reports a 304 in another way
  await context.close();
  await server.stop();
});
