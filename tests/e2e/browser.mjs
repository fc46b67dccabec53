// Drives a stock browser (BROWSER=chromium or firefox) and reads the page as a visitor sees it.
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

// `downloads` is the folder into which pages save files; `options` are further options of puppeteer.
export const launch = ({ downloads, options } = {}) =>
  puppeteer.launch({
    headless: true,
    ...launchOptions,
    ...options,
    ...(downloads && browserName === "chromium" && { downloadBehavior: { policy: "allow", downloadPath: downloads } }),
    ...(downloads &&
      browserName === "firefox" && {
        extraPrefsFirefox: {
          "browser.download.folderList": 2, // the folder of browser.download.dir
          "browser.download.dir": downloads,
          "browser.download.useDownloadDir": true,
          "browser.download.always_ask_before_handling_new_types": false,
          "browser.download.alwaysOpenPanel": false,
        },
      }),
  });

// Matches the messages that browsers write to the console when a test breaks or refuses a stream. A file of the page that
// does not come is reported as a failed request as well, which this does not match.
export const brokenConnection = /WebSocket|connection|interrupted|net::ERR_|request failed: .*some_url|status (of )?426/i;

// ms; long enough for a busy machine, and not the 30 s that the tests of loading let pass at once
const kPatience = 40_000;

export class Page {
  // `expected` lists patterns of the console messages and failed requests that the test provokes. Any other one makes
  // close() fail. `prepare` gets the tab before it loads the page. With `isHalf` some file of the page may never come.
  static async open(browser, url, { expected = [], prepare, isHalf = false } = {}) {
    const page = new Page();
    page.tab = await browser.newPage();
    page.complaints = [];
    const complain = (text) => expected.some((pattern) => pattern.test(text)) || page.complaints.push(text);
    page.tab.on("console", (message) => {
      if (["error", "warn"].includes(message.type())) complain(`console: ${message.text()}`);
    });
    page.tab.on("pageerror", (error) => complain(`page error: ${error.message}`));
    page.tab.on("requestfailed", (request) => page.isClosing || complain(`request failed: ${request.url()}`));
    page.tab.on("response", (response) => response.status() >= 400 && complain(`status ${response.status()}: ${response.url()}`));
    if (prepare) await prepare(page.tab);
    const loaded = page.tab.goto(url);
    if (isHalf) {
      loaded.catch(() => {});
      await page.tab.waitForSelector("[role=status]");
    } else await loaded;
    await page.tab.evaluate(() => {
      const element = document.querySelector("[role=status]");
      globalThis.statusesSaid = [element.textContent];
      const note = () => globalThis.statusesSaid.push(element.textContent);
      new MutationObserver(note).observe(element, { childList: true });
    });
    return page;
  }

  // The same, with a stream that has come to its end and is verified.
  static async finished(browser, url, options) {
    const page = await Page.open(browser, url, options);
    await page.ready();
    await page.press();
    await page.statusBecomes(/all are verified/);
    return page;
  }

  text = (selector) => this.tab.$eval(selector, (element) => element.textContent.trim());
  number = () => this.text("#div_websocket");
  status = () => this.text("[role=status]");
  button = () => this.text("#button_startCommunication");

  async ready() {
    await this.tab.waitForSelector("body:not([data-connection=loading])");
  }

  async press() {
    await this.tab.click("#button_startCommunication");
  }

  // Waits until the status line says `pattern`. A text that has already been replaced counts too, if it came after the one
  // that the test waited for before.
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

  // Resolves with the next `count` numbers and with the time in milliseconds at which each appeared.
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

  // Whether a button that never goes can be used.
  isUsable = (selector) => this.tab.$eval(selector, (element) => element.getAttribute("aria-disabled") !== "true");

  // Takes the browser offline or back online. Firefox's driver cannot do that, so there the page is only told so.
  async setOffline(offline) {
    if (browserName === "chromium") return this.tab.setOfflineMode(offline);
    await this.tab.evaluate((offline) => {
      Object.defineProperty(navigator, "onLine", { get: () => !offline, configurable: true });
      dispatchEvent(new Event(offline ? "offline" : "online"));
    }, offline);
  }

  // Sends the page the event that a browser sends when the network is back.
  networkReturns = () => this.tab.evaluate(() => dispatchEvent(new Event("online")) && null);

  // Prepares a tab for setVisible(), which makes the page believe that another tab is or is not in front of it.
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

  // Clicks on `selector` and resolves with the file that the browser saves in `folder`.
  async download(folder, selector, ending = ".json") {
    const before = await readdir(folder);
    let changed;
    const watcher = watch(folder, () => changed?.());
    let change = new Promise((resolve) => (changed = resolve));
    await this.tab.click(selector);
    for (;;) {
      await change;
      change = new Promise((resolve) => (changed = resolve));
      // While the browser writes, the file has another name, or the right name and no content.
      const name = (await readdir(folder)).find((file) => !before.includes(file) && file.endsWith(ending));
      const text = name && (await readFile(path.join(folder, name), "utf8"));
      if (text) {
        watcher.close();
        return { name, text };
      }
    }
  }

  // Closes the tab, and fails if the browser reported an error that the test did not expect. A request that is under way
  // fails because the tab closes.
  async close() {
    this.isClosing = true;
    await this.tab.close();
    assert.deepEqual(this.complaints, []);
  }
}
