// A stock browser (BROWSER=chromium or firefox) and the page as a visitor sees it.
import assert from "node:assert/strict";
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

export const launch = () => puppeteer.launch({ headless: true, ...launchOptions });

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

  async statusBecomes(pattern) {
    await this.tab.waitForFunction(
      (source) => new RegExp(source, "i").test(document.querySelector("[role=status]").textContent),
      {},
      pattern.source,
    );
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

  // Closes the tab and fails if the browser had anything to complain about.
  async close() {
    await this.tab.close();
    assert.deepEqual(this.complaints, []);
  }
}
