// A stock browser (BROWSER=chromium or firefox) and the page as a visitor sees it.
import assert from "node:assert/strict";
import { watch } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import puppeteer from "puppeteer-core";

export const browserName = process.env.BROWSER ?? "chromium";

const launchOptions = {
  chromium: {
    browser: "chrome",
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      ...(process.getuid() === 0 ? ["--no-sandbox"] : []),
      ...["quic", "background-networking", "component-update", "sync", "gpu"].map((feature) => `--disable-${feature}`),
      "--no-first-run",
    ],
  },
  firefox: {
    browser: "firefox",
    executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
  },
}[browserName];

// `downloads`: the folder that takes what a page saves. `options`: more of puppeteer's.
export const launch = ({ downloads, options } = {}) =>
  puppeteer.launch({
    headless: true,
    ...launchOptions,
    ...options,
    ...(downloads && browserName === "chromium" && { downloadBehavior: { policy: "allow", downloadPath: downloads } }),
    ...(downloads &&
      browserName === "firefox" && {
        extraPrefsFirefox: {
          "browser.download.folderList": 2, // the folder named here
          "browser.download.dir": downloads,
          "browser.download.useDownloadDir": true,
          "browser.download.always_ask_before_handling_new_types": false,
          "browser.download.alwaysOpenPanel": false,
        },
      }),
  });

const kPatience = 30_000; // ms; for a machine that is busy with something else

export class Page {
  // `expected`: patterns of the console messages and failed requests that the test provokes; any other is an error.
  static async open(browser, url, { expected = [], prepare } = {}) {
    const page = new Page();
    page.tab = await browser.newPage();
    page.complaints = [];
    const complain = (text) => expected.some((pattern) => pattern.test(text)) || page.complaints.push(text);
    page.tab.on("console", (message) => {
      if (["error", "warn"].includes(message.type())) complain(`console: ${message.text()}`);
    });
    page.tab.on("pageerror", (error) => complain(`page error: ${error.message}`));
    page.tab.on("requestfailed", (request) => complain(`request failed: ${request.url()}`));
    page.tab.on("response", (response) => response.status() >= 400 && complain(`status ${response.status()}: ${response.url()}`));
    if (prepare) await prepare(page.tab);
    await page.tab.goto(url);
    await page.tab.evaluate(() => {
      const element = document.querySelector("[role=status]");
      globalThis.statusesSaid = [element.textContent];
      const note = () => globalThis.statusesSaid.push(element.textContent);
      new MutationObserver(note).observe(element, { childList: true });
    });
    return page;
  }

  text = (selector) => this.tab.$eval(selector, (element) => element.textContent.trim());
  number = () => this.text("#div_websocket");
  status = () => this.text("[role=status]");
  button = () => this.text("#button_startCommunication");

  async ready() {
    await this.tab.waitForSelector("#button_startCommunication:not(:disabled)");
  }

  async press() {
    await this.tab.click("#button_startCommunication");
  }

  // Waits until the status has said `pattern` since what was waited for before; words that have passed again count.
  async statusBecomes(pattern) {
    const failure = await this.tab.evaluate(
      (source, deadline) =>
        new Promise((resolve) => {
          const element = document.querySelector("[role=status]");
          const said = globalThis.statusesSaid;
          const look = () => {
            const found = said.findIndex((text) => new RegExp(source, "i").test(text));
            if (found < 0) return;
            said.splice(0, found);
            done("");
          };
          const observer = new MutationObserver(look);
          const timer = setTimeout(() => done(`the status never said ${source}, but: ${said.join(" | ")}`), deadline);
          const done = (text) => {
            observer.disconnect();
            clearTimeout(timer);
            resolve(text);
          };
          observer.observe(element, { childList: true });
          look();
        }),
      pattern.source,
      kPatience,
    );
    assert.equal(failure, "");
  }

  // Resolves with the next `count` numbers and the milliseconds at which each replaced the one before.
  async numbers(count) {
    return this.tab.evaluate(
      (wanted) =>
        new Promise((resolve) => {
          const seen = [];
          const element = document.getElementById("div_websocket");
          const observer = new MutationObserver(() => {
            seen.push({ text: element.textContent, at: performance.now() });
            if (seen.length === wanted) {
              observer.disconnect();
              resolve(seen);
            }
          });
          observer.observe(element, { childList: true, characterData: true, subtree: true });
        }),
      count,
    );
  }

  async textBecomes(selector, pattern) {
    await this.tab.waitForFunction(
      (selector, source) => new RegExp(source).test(document.querySelector(selector)?.textContent.trim() ?? ""),
      { timeout: kPatience },
      selector,
      pattern.source,
    );
  }

  isVisible = (selector) =>
    this.tab.$eval(
      selector,
      (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility === "visible",
    );

  // For real where the browser's driver can; Firefox's cannot.
  async setOffline(offline) {
    if (browserName === "chromium") return this.tab.setOfflineMode(offline);
    await this.tab.evaluate((offline) => {
      Object.defineProperty(navigator, "onLine", { get: () => !offline, configurable: true });
      dispatchEvent(new Event(offline ? "offline" : "online"));
    }, offline);
  }

  // Tells the page what a browser tells it when the network is back.
  networkReturns = () => this.tab.evaluate(() => dispatchEvent(new Event("online")) && null);

  // Lets setVisible() do what another tab in front does.
  static makeHideable = (tab) =>
    tab.evaluateOnNewDocument(() => {
      globalThis.testVisibility = "visible";
      Object.defineProperty(document, "visibilityState", { get: () => globalThis.testVisibility });
    });
  setVisible = (visible) =>
    this.tab.evaluate((state) => {
      globalThis.testVisibility = state;
      document.dispatchEvent(new Event("visibilitychange"));
    }, visible ? "visible" : "hidden");

  // Clicks, and resolves with the file that the browser saves in `folder`.
  async download(folder, selector, ending = ".json") {
    const before = await readdir(folder);
    let changed;
    const watcher = watch(folder, () => changed?.());
    let change = new Promise((resolve) => (changed = resolve));
    await this.tab.click(selector);
    for (;;) {
      await change;
      change = new Promise((resolve) => (changed = resolve));
      // The browser writes under another name first, or leaves the final one empty meanwhile.
      const name = (await readdir(folder)).find((file) => !before.includes(file) && file.endsWith(ending));
      const text = name && (await readFile(path.join(folder, name), "utf8"));
      if (text) {
        watcher.close();
        return { name, text };
      }
    }
  }

  // Closes the tab and fails if the browser had anything to complain about.
  async close() {
    await this.tab.close();
    assert.deepEqual(this.complaints, []);
  }
}
