// The things that a visitor can do besides watching: take the numbers away, share the page, choose a range, and look at the
// frames.
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

test("the numbers can be taken away as CSV and by copying", async () => {
  const server = await Server.start("--interval-ms", "10", "--count", "20");
  const page = await Page.finished(browser, server.url);
  const { name, text } = await page.download(folder, "#button_csv", ".csv");
  assert.match(name, /^simplewebsocket-[0-9a-f]{8}\.csv$/);
  const lines = text.split("\r\n");
  assert.equal(lines[0], "number,value");
  assert.equal(lines.length, 22);
  assert.equal(lines[20], `20,${await page.number()}`);
  await page.tab.evaluate(() => {
    navigator.clipboard.writeText = (text) => Promise.resolve((globalThis.copied = text));
  });
  await page.tab.click("#button_copy");
  await page.textBecomes("#notice", /^Copied\.$/);
  assert.equal(await page.tab.evaluate(() => copied.split("\n").length), 21);
  await page.close();
  await server.stop();
});

test("copying works without the clipboard of scripts, and otherwise the text stands there to be copied", async () => {
  const server = await Server.start("--interval-ms", "10", "--count", "3");
  const page = await Page.finished(browser, server.url, { prepare: (tab) => tab.setViewport({ width: 360, height: 640 }) });
  const isTextSelected = (text) =>
    page.tab.evaluate((text) => {
      const field = document.activeElement;
      return field.value?.slice(field.selectionStart, field.selectionEnd) === text;
    }, text);
  await page.tab.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error("denied"));
    document.addEventListener("copy", () => (globalThis.copied = String(getSelection()) || document.activeElement.value));
  });
  await page.tab.click("#button_copy");
  await page.textBecomes("#notice", /^Copied\.$/);
  assert.equal(await page.tab.evaluate(() => copied.trim().split("\n").length), 3);
  assert.equal(await page.tab.$("#takeaway textarea"), null);
  // The answer stands beside the button, which is far below the top on a phone.
  const { top, bottom, height } = await page.tab.$eval("#notice", (notice) => notice.getBoundingClientRect().toJSON());
  assert.ok(top > 0 && bottom < 640, `${top} to ${bottom}`);

  await page.tab.evaluate(() => (document.execCommand = () => false));
  await page.tab.click("#button_share");
  await page.textBecomes("#notice", /^Press Ctrl\+C/);
  assert.equal(await page.tab.$eval("#notice", (notice) => notice.getBoundingClientRect().height), height);
  assert.ok(await isTextSelected(page.tab.url()));
  assert.equal(await page.isVisible("#takeaway textarea"), true);
  await page.tab.focus("#button_copy");
  assert.equal(await page.tab.$("#takeaway textarea"), null);
  await page.close();
  await server.stop();
});

test("a link with the settings is shared with the device's own dialogue where there is one", async () => {
  const server = await Server.start("--interval-ms", "10");
  const page = await Page.finished(browser, `${server.url}#count=3`);
  await page.tab.evaluate(() => {
    navigator.share = async (what) => (globalThis.shared = what);
  });
  await page.tab.click("#button_share");
  const url = await page.tab.evaluate(() => shared.url);
  assert.match(url, /#count=3$/);
  await page.close();
  await server.stop();
});

test("the screen can be kept on while the page is visible, where the browser can do that", async () => {
  const server = await Server.start("--interval-ms", "10", "--count", "3");
  const prepare = async (tab) => {
    await Page.makeHideable(tab);
    await tab.evaluateOnNewDocument(() => {
      globalThis.asked = 0;
      const request = async () => (++globalThis.asked, { release: () => (globalThis.isReleased = true) });
      Object.defineProperty(navigator, "wakeLock", { value: { request } });
    });
  };
  const page = await Page.finished(browser, server.url, { prepare });
  const asked = () => page.tab.evaluate(() => globalThis.asked);
  assert.equal(await asked(), 0);
  await page.tab.click("#awake input");
  assert.equal(await asked(), 1);
  await page.setVisible(false);
  assert.equal(await asked(), 1);
  await page.setVisible(true);
  assert.equal(await asked(), 2);
  await page.tab.click("#awake input");
  assert.equal(await page.tab.evaluate(() => globalThis.isReleased), true);
  await page.close();

  const other = await Page.finished(browser, server.url, {
    prepare: (tab) => tab.evaluateOnNewDocument(() => Object.defineProperty(navigator, "wakeLock", { value: undefined })),
  });
  assert.equal(await other.isVisible("#awake"), false);
  await other.close();
  await server.stop();
});

test("a screen is kept on once, however often the box changes while the browser makes up its mind", async () => {
  const server = await Server.start("--interval-ms", "10", "--count", "3");
  const page = await Page.finished(browser, server.url, {
    prepare: (tab) => tab.evaluateOnNewDocument(() => {
      globalThis.held = 0;
      globalThis.answers = [];
      const lock = () => (++globalThis.held, { release: () => --globalThis.held });
      const request = () => new Promise((resolve) => globalThis.answers.push(() => resolve(lock())));
      Object.defineProperty(navigator, "wakeLock", { value: { request } });
    }),
  });
  for (let i = 0; i < 3; ++i) await page.tab.click("#awake input");
  const held = await page.tab.evaluate(async () => {
    for (const answer of globalThis.answers) answer();
    await new Promise((resolve) => setTimeout(resolve));
    return [globalThis.answers.length, globalThis.held];
  });
  assert.deepEqual(held, [2, 1]);
  await page.tab.click("#awake input");
  assert.equal(await page.tab.evaluate(() => globalThis.held), 0);
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
  await page.statusBecomes(/^Not started\. The count must be/);
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

test("what the form answers stands beside its button and moves nothing", async () => {
  const server = await Server.start("--interval-ms", "50");
  const page = await Page.open(browser, server.url, { prepare: (tab) => tab.setViewport({ width: 360, height: 640 }) });
  await page.ready();
  await page.tab.click("#details_settings summary");
  const place = () => page.tab.$eval("footer", (element) => Math.round(element.getBoundingClientRect().top + scrollY));
  const before = await place();
  await page.tab.type("#setting_min", "-");
  await page.textBecomes("#settings_problem", /^The smallest number must be a whole number/);
  assert.equal(await place(), before);
  await page.tab.keyboard.press("Backspace");
  await page.textBecomes("#settings_problem", /^$/);
  await page.tab.click("#button_submit");
  await page.statusBecomes(/live/);
  await page.tab.click("#button_submit");
  await page.textBecomes("#settings_problem", /^These settings apply at the next START\.$/);
  const { top, bottom } = await page.tab.$eval("#settings_problem", (answer) => answer.getBoundingClientRect().toJSON());
  assert.ok(top > 0 && bottom < 640, `${top} to ${bottom}`);
  await page.close();
  await server.stop();
});

test("an address whose setting is no number is explained, and the browser does not complain", async () => {
  const server = await Server.start();
  const page = await Page.open(browser, server.url + "#min=abc&max=%20");
  await page.ready();
  await page.textBecomes("#settings_problem", /^The smallest number must be a whole number/);
  assert.equal(await page.tab.$$eval("[aria-invalid=true]", (fields) => fields.length), 2);
  await page.close();
  await server.stop();
});

test("a value that the server would refuse is explained before the server is asked", async () => {
  const server = await Server.start();
  const page = await Page.open(browser, server.url + "#interval_ms=5");
  await page.ready();
  assert.equal(await page.text("#settings_problem"), "The interval must be a whole number from 10 to 3,600,000.");
  await page.press();
  await page.statusBecomes(/^Not started. The interval must be/);
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
  // Resolves when the program runs and has the list of channels, so that there is nothing left to ask for.
  const visit = async (tab) => {
    const list = tab.waitForResponse((response) => response.url().endsWith("/channels.json"));
    await tab.goto(server.url);
    await tab.waitForSelector("body:not([data-connection=loading])");
    await list;
  };
  const first = await context.newPage();
  await visit(first);
  await first.close();
  const second = await context.newPage();
  const asked = [];
  second.on("response", (response) => {
    if (!response.fromCache()) asked.push(`${response.status()} ${new URL(response.url()).pathname}`);
  });
  await visit(second);
  if (browserName === "chromium") assert.deepEqual(asked, ["304 /", "304 /channels.json"]);
  else assert.ok(asked.every((line) => !/home|boot|css/.test(line)), asked.join()); // Firefox's driver reports a 304 in another way
  await context.close();
  await server.stop();
});
