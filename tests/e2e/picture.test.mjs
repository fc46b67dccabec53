// The pictures that the page draws of the numbers, and the tables that say the same: how they are read, and on which screens.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { brokenConnection, browserName, launch, Page } from "./browser.mjs";
import { plainServer, textFrame } from "./doubles.mjs";
import { Server } from "./server.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => Promise.all([browser.close(), Server.stopAll()]));

test("the picture is drawn, and read by pointer and by keyboard", async () => {
  const server = await Server.start("--interval-ms", "10", "--count", "100");
  const page = await Page.finished(browser, server.url);
  const inked = (id) => page.tab.$eval(`#${id}`, (canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return data.some((byte) => byte > 0);
  });
  assert.equal(await inked("canvas_line"), true);
  assert.equal(await inked("canvas_histogram"), true);

  const time = String.raw`\d\d:\d\d:\d\d`;
  await page.tab.hover("#canvas_line");
  await page.textBecomes("#line_reading", new RegExp(`^number 4\\d, ${time}: \\d+$`)); // the axis is left of it
  await page.tab.hover("#canvas_histogram");
  await page.textBecomes("#histogram_reading", /^(46 to 50|51 to 55|41 to 45): \d+ numbers?, 5\.0 expected$/);
  assert.equal(await page.text("#line_reading"), "");

  await page.tab.focus("#range_line"); // begins at the newest number
  await page.textBecomes("#line_reading", new RegExp(`^number 100, ${time}: \\d+$`));
  await page.tab.keyboard.press("ArrowLeft");
  await page.textBecomes("#line_reading", new RegExp(`^number 99, ${time}: \\d+$`));
  assert.equal(await page.tab.$eval("#range_line", (range) => range.getAttribute("aria-valuetext")),
    await page.text("#line_reading"));
  await page.tab.keyboard.press("Home");
  await page.textBecomes("#line_reading", new RegExp(`^number 1, ${time}: \\d+$`));
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

test("a canvas follows the density of the screen when nothing else changes", async () => {
  const server = await Server.start("--interval-ms", "10", "--count", "20");
  const screen = (deviceScaleFactor) => ({ width: 800, height: 800, deviceScaleFactor });
  const page = await Page.finished(browser, server.url, { prepare: (tab) => tab.setViewport(screen(1)) });
  for (const density of [2, 3]) {
    await page.tab.setViewport(screen(density));
    await page.tab.screenshot(); // Chromium's driver shows a new density to the page with the next frame only
    await page.tab.waitForFunction((density) => {
      const canvas = document.getElementById("canvas_line");
      return devicePixelRatio === density && canvas.width === Math.round(canvas.clientWidth * density);
    }, {}, density);
  }
  await page.close();
  await server.stop();
});

test("the keyboard's place in the line moves with the number that it reads", async () => {
  const real = await Server.start();
  let socket;
  const server = await plainServer(real.url, { opened: (one) => (socket = one) });
  const page = await Page.open(browser, server.url, {
    expected: [brokenConnection],
    // The page's clock, which a test can set forward.
    prepare: (tab) => tab.evaluateOnNewDocument(() => {
      globalThis.timeAdded = 0;
      const now = performance.now.bind(performance);
      performance.now = () => now() + globalThis.timeAdded;
    }),
  });
  let last = 0;
  const send = async (count) => {
    while (count-- > 0) socket.write(textFrame(`{"message": ${++last}}`));
    await page.textBecomes("#div_websocket", new RegExp(`^${last}$`));
  };
  await page.ready();
  await page.press();
  await page.tab.waitForSelector("[data-connection=live], [data-connection=connecting]");
  await send(100);
  await page.tab.evaluate(() => (globalThis.timeAdded = 200_000));
  await send(1); // sixty numbers are in sight now, as many as there ever are
  const place = () => page.tab.$eval("#range_line", (range) => [range.value, range.max].map(Number));
  await page.tab.focus("#range_line");
  await page.tab.keyboard.press("End");
  await page.textBecomes("#line_reading", /: 101$/);
  await page.tab.keyboard.press("ArrowLeft");
  await page.textBecomes("#line_reading", /: 100$/);
  assert.deepEqual(await place(), [58, 59]);
  await send(20);
  assert.deepEqual(await place(), [38, 59]);
  await page.tab.keyboard.press("ArrowLeft");
  await page.textBecomes("#line_reading", /: 99$/);
  await page.close();
  server.close();
  await real.stop();
});

test("reading the charts moves nothing on the page", async () => {
  const server = await Server.start("--interval-ms", "10", "--min", "-2147483648", "--max", "2147483647");
  for (const width of [1440, 390, 360, 320]) {
    const page = await Page.open(browser, server.url, { prepare: (tab) => tab.setViewport({ width, height: 900 }) });
    await page.ready();
    await page.press();
    await page.numbers(20);
    await page.tab.click("#button_pause");
    const places = () => page.tab.evaluate(() => [...document.querySelectorAll("main *")]
      .filter((element) => !element.matches(".reading") && element.getClientRects().length)
      .map((element) => {
        const { top, left, width, height } = element.getBoundingClientRect();
        return [element.id || element.localName, top + scrollY, left, width, height].map((it) => it.toFixed?.(1) ?? it).join(" ");
      }));
    const before = await places();
    for (const chart of ["line", "histogram"]) {
      await page.tab.hover(`#canvas_${chart}`);
      await page.textBecomes(`#${chart}_reading`, /\d/);
      assert.deepEqual(await places(), before, `${width} px, pointer, ${chart}`);
      await page.tab.focus(`#range_${chart}`);
      await page.tab.keyboard.press("End");
      await page.textBecomes(`#${chart}_reading`, /\d/);
      assert.deepEqual(await places(), before, `${width} px, keyboard, ${chart}`);
    }
    await page.close();
  }
  await server.stop();
});

test("a finger reads a chart, and the reading stays until another place is touched", async () => {
  const server = await Server.start("--interval-ms", "10", "--count", "20");
  const page = await Page.finished(browser, server.url);
  const touch = (selector, type) => page.tab.$eval(selector, (element, type) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    element.dispatchEvent(new PointerEvent(type, {
      pointerType: "touch", bubbles: true, clientX: left + width / 2, clientY: top + height / 2 }));
  }, type);
  await touch("#canvas_line", "pointerdown");
  await touch("#canvas_line", "pointerleave");
  await page.textBecomes("#line_reading", /^number /);
  await touch("#canvas_histogram", "pointerdown");
  await page.textBecomes("#histogram_reading", /expected$/);
  assert.equal(await page.text("#line_reading"), "");
  await touch("#canvas_histogram", "pointercancel"); // the finger scrolls the page
  assert.equal(await page.text("#histogram_reading"), "");
  assert.equal(await page.tab.$eval("#canvas_line", (canvas) => getComputedStyle(canvas).touchAction), "pan-y");
  await page.close();
  await server.stop();
});

test("the charts are drawn for white paper while the page is printed", async () => {
  const server = await Server.start("--interval-ms", "10", "--count", "20");
  const page = await Page.finished(browser, server.url, {
    expected: [/getImageData/],
    prepare: async (tab) => {
      if (browserName === "chromium") await tab.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
    },
  });
  // The darkest of the three colours of the brightest pixel that is inked, and whether anything is.
  const brightest = () => page.tab.$eval("#canvas_line", (canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let most = -1;
    for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 200) most = Math.max(most, Math.min(...data.subarray(i, i + 3)));
    return most;
  });
  const send = (type) => page.tab.evaluate((type) => dispatchEvent(new Event(type)) && null, type);
  const onScreen = await brightest();
  await send("beforeprint");
  const onPaper = await brightest();
  assert.ok(onPaper >= 0 && onPaper < 100, `${onPaper}`);
  await send("afterprint");
  assert.equal(await brightest(), onScreen);
  if (browserName === "chromium") assert.ok(onScreen > 150, `${onScreen}`);
  await page.close();
  await server.stop();
});

test("the table has the same numbers as the charts", async () => {
  const server = await Server.start("--interval-ms", "10", "--count", "20");
  const page = await Page.finished(browser, server.url);
  await page.tab.click("#details_table summary");
  await page.textBecomes("#rows_numbers", /20/);
  const rows = await page.tab.$$eval("#rows_numbers tr", (rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent)));
  assert.deepEqual(rows.map(([number]) => number), Array.from({ length: 20 }, (_, i) => String(20 - i)));
  assert.equal(rows[0][1], await page.number());
  const came = await page.tab.$$eval("#rows_bins tr", (rows) => rows.map((row) => Number(row.cells[1].textContent)));
  assert.equal(came.reduce((sum, count) => sum + count), 20);
  await page.close();
  await server.stop();
});

test("rows that stay in a table are the same elements, with the selection in them", async () => {
  const server = await Server.start("--interval-ms", "100", "--count", "100");
  const page = await Page.open(browser, server.url);
  await page.ready();
  await page.press();
  await page.numbers(5);
  await page.tab.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
  for (const [table, selected] of [["rows_numbers", 0], ["rows_frames", 0], ["rows_bins", 3]]) {
    await page.tab.waitForFunction((id) => document.getElementById(id).rows.length > 3, {}, table);
    const text = await page.tab.$eval(`#${table}`, (table, selected) => {
      globalThis.chosen = table.rows[selected].cells[0];
      getSelection().selectAllChildren(chosen);
      globalThis.textBefore = table.textContent;
      return getSelection().toString();
    }, selected);
    assert.ok(text);
    await page.tab.waitForFunction((id) => document.getElementById(id).textContent !== globalThis.textBefore, {}, table);
    assert.deepEqual(await page.tab.evaluate(() => [getSelection().toString(), chosen.isConnected]), [text, true], table);
  }
  // They are whole and in order nevertheless.
  const numbers = await page.tab.$$eval("#rows_numbers tr", (rows) => rows.map((row) => Number(row.cells[0].textContent)));
  assert.deepEqual(numbers, numbers.map((_, i) => numbers[0] - i));
  await page.close();
  await server.stop();
});
