// The page before its program runs: whatever does not come, the page says so, and a press of START is not lost.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browserName, launch, Page } from "./browser.mjs";
import { plainServer } from "./doubles.mjs";
import { Server } from "./server.mjs";

let browser, server;
before(async () => {
  browser = await launch();
  server = await Server.start("--interval-ms", "50");
});
after(() => Promise.all([browser.close(), Server.stopAll()]));

const reset = (response) => response.socket.destroy();
const cutOff = (response) => {
  response.writeHead(200, { "content-type": "application/wasm", "content-length": 100_000 });
  response.write("half a file", () => response.socket.destroy());
};
const page404 = (response) => response.writeHead(404, { "content-type": "text/html" }).end("<h1>Not here</h1>");
const somebodysPage = (type) => (response) => response.writeHead(200, { "content-type": type }).end("<h1>Log in</h1>");
const silence = () => {};
const somethingElse = (response) => response.writeHead(200, { "content-type": "text/javascript" }).end("globalThis.other = 1;");

// Serves the page, and answers a path that matches `pattern` with `answer`.
const half = (pattern, answer) =>
  plainServer(server.url, { instead: (path, response) => pattern.test(path) && (answer(response), true) });

// The buttons that would start a stream and are not disabled.
const startsOffered = (page) =>
  page.tab.$$eval("button", (buttons) => buttons.filter((one) => /START/.test(one.textContent) && !one.disabled).map((one) => one.id));

// Lets a time that boot.js waits pass at once: the 30 s for the program, or the 5 s for the list of channels.
const impatient = (tab, waited = 30_000) =>
  tab.evaluateOnNewDocument((waited) => {
    const real = setTimeout;
    globalThis.setTimeout = (call, time, ...rest) => {
      if (time !== waited) return real(call, time, ...rest);
      globalThis.setTimeout = real;
      return real(call, 0);
    };
  }, waited);

for (const [name, pattern, answer, words, prepare] of [
  ["home.wasm is reset", /\.wasm/, reset, /failed to load/],
  ["home.wasm is cut off", /\.wasm/, cutOff, /failed to load/],
  ["home.wasm is missing", /\.wasm/, page404, /failed to load/],
  ["home.wasm is somebody's page", /\.wasm/, somebodysPage("text/html"), /failed to load/],
  ["home.wasm does not come", /\.wasm/, silence, /did not load within 30 s/, impatient],
  ["home.js is reset", /home\..*js/, reset, /failed to load/],
  ["home.js is somebody's page", /home\..*js/, somebodysPage("text/html"), /failed to load/],
  ["home.js is somebody's page with our type", /home\..*js/, somebodysPage("text/javascript"), /failed to load/],
  ["home.js is something else", /home\..*js/, somethingElse, /did not load within 30 s/, impatient],
  ["home.js does not come", /home\..*js/, silence, /did not load within 30 s/, impatient],
]) {
  test(`${name}: the page says so and offers no START`, async () => {
    const double = await half(pattern, answer);
    const page = await Page.open(browser, double.url, { expected: [/./], prepare, isHalf: true });
    await page.statusBecomes(words);
    assert.match(await page.status(), /reload it to try again.* python3 -m websockets ws:/i);
    assert.deepEqual(await startsOffered(page), []);
    await page.close();
    double.close();
  });
}

for (const [name, answer] of Object.entries({
  "is missing": page404, "is reset": reset, "is somebody's page": somebodysPage("text/html"), "does not come": silence,
})) {
  test(`boot.js ${name}: after half a minute the page says so by itself`, async () => {
    const double = await half(/boot\..*js/, answer);
    const page = await Page.open(browser, double.url, { expected: [/./], isHalf: true });
    await page.tab.waitForFunction(() => document.getAnimations().length > 0);
    assert.equal(await page.isVisible("#overdue"), false);
    const waits = await page.tab.evaluate(() => {
      const animations = document.getAnimations();
      for (const animation of animations) animation.finish();
      return animations.map((animation) => animation.effect.getTiming().delay);
    });
    assert.deepEqual(waits, [30_000]);
    assert.equal(await page.isVisible("#overdue"), true);
    assert.match(await page.text("#overdue"), /too long\. Reload the page/);
    assert.deepEqual(await startsOffered(page), []);
    const size = await page.tab.$eval("#overdue", (element) => getComputedStyle(element).fontSize);
    assert.equal(size, "16px");
    await page.close();
    double.close();
  });
}

test("a style sheet that does not come does not hold the program back", async () => {
  const double = await half(/style\..*css/, silence);
  const page = await Page.open(browser, double.url, { expected: [/./], isHalf: true });
  await page.statusBecomes(/ready/);
  await page.tab.evaluate(() => document.getElementById("button_startCommunication").click());
  await page.statusBecomes(/starting|live|lost|refused/);
  await page.close();
  double.close();
});

test("the program is asked for while the list of channels is still under way", { timeout: 30_000 }, async () => {
  const waitsForList = (tab) =>
    tab.evaluateOnNewDocument(() => {
      const real = setTimeout;
      globalThis.setTimeout = (call, time, ...rest) => (time === 5_000 ? 0 : real(call, time, ...rest));
    });
  let foundBoth;
  const areAsked = new Promise((resolve) => (foundBoth = resolve));
  const asked = new Set();
  const double = await plainServer(server.url, {
    instead: (path) => {
      asked.add(path.split(".")[0] + path.slice(path.lastIndexOf(".")));
      if (asked.has("/home.js") && asked.has("/home.wasm")) foundBoth();
      return path === "/channels.json"; // is never answered
    },
  });
  const page = await Page.open(browser, double.url, { expected: [/./], prepare: waitsForList, isHalf: true });
  await areAsked;
  assert.deepEqual([...asked].filter((path) => path.startsWith("/channel.")), []);
  await page.close();
  double.close();
});

// Serves the page, and holds home.wasm back until release() is called.
async function slow() {
  let release;
  const released = new Promise((resolve) => (release = resolve));
  const double = await plainServer(server.url, {
    messages: ['{"message": 41}'],
    instead: (path, response) => {
      if (!/\.wasm/.test(path)) return false;
      released.then(async () => {
        const file = await fetch(new URL(path, server.url));
        response.writeHead(200, { "content-type": "application/wasm" }).end(Buffer.from(await file.arrayBuffer()));
      });
      return true;
    },
  });
  return { ...double, release };
}

test("a press of START before the program has come is not lost", async () => {
  const double = await slow();
  const page = await Page.open(browser, double.url);
  await page.tab.waitForSelector("#button_startCommunication:not(:disabled)");
  assert.equal(await page.status(), "Loading…");
  await page.press();
  await page.statusBecomes(/the stream starts as soon as the page is ready/);
  await page.press(); // somebody impatient
  double.release();
  await page.statusBecomes(/live/);
  assert.equal(await page.number(), "41");
  await page.close();
  double.close();
});

test("a form that is filled in and sent before the program has come is not lost", async () => {
  const double = await slow();
  const page = await Page.open(browser, double.url + "#min=5&max=6");
  await page.tab.waitForSelector("#button_startCommunication:not(:disabled)");
  await page.tab.click("#details_settings summary");
  await page.tab.type("#setting_max", "9");
  await page.tab.keyboard.press("Enter");
  await page.statusBecomes(/the stream starts as soon as the page is ready/);
  double.release();
  await page.statusBecomes(/live/);
  assert.equal(await page.tab.evaluate(() => location.hash), "#min=5&max=9");
  assert.equal(await page.tab.$eval("#setting_min", (input) => input.value), "5");
  await page.close();
  double.close();
});

for (const [name, answer] of Object.entries({ "is missing": page404, "is somebody's page": somebodysPage("text/html"), "does not come": silence })) {
  test(`the list of channels ${name}: the page works for random numbers`, async () => {
    const double = await plainServer(server.url, {
      messages: ['{"message": 41}'],
      instead: (path, response) => /channels\.json/.test(path) && (answer(response), true),
    });
    const page = await Page.open(browser, double.url, { expected: [/404/], prepare: (tab) => impatient(tab, 5000), isHalf: true });
    await page.statusBecomes(/ready/);
    await page.press();
    await page.statusBecomes(/live/);
    assert.equal(await page.number(), "41");
    await page.close();
    double.close();
  });
}

test("a page asks for the program of its channel and for no other", async () => {
  const both = await Server.start("--admin", "127.0.0.1:0", "--channel", "temperature=push", "--channel", "dice=random");
  for (const [query, program] of [["", "channel"], ["?channel=temperature", "channel"], ["?channel=dice", "home"], ["?channel=other", "home"]]) {
    const page = await Page.open(browser, both.url + query);
    await page.tab.waitForSelector("body:not([data-connection=loading])");
    const names = await page.tab.evaluate(() => performance.getEntriesByType("resource").map((entry) => entry.name));
    const asked = names.map((name) => /(\w+)\.\w+\.(js|wasm)$/.exec(name)).filter((name) => name && name[1] !== "boot");
    assert.deepEqual([...new Set(asked.map(([, name, type]) => `${name}.${type}`))].sort(), [`${program}.js`, `${program}.wasm`], query);
    await page.close();
  }
  await both.stop();
});

test("a program that comes after all replaces the words", async () => {
  const double = await slow();
  const page = await Page.open(browser, double.url, { prepare: impatient });
  await page.statusBecomes(/did not load within 30 s/);
  double.release();
  await page.statusBecomes(/ready/);
  await page.press();
  await page.statusBecomes(/live/);
  await page.close();
  double.close();
});

test("a program that stops later is said to have stopped", async () => {
  const page = await Page.open(browser, server.url);
  await page.ready();
  await page.press();
  await page.statusBecomes(/live/);
  // The event that a browser sends when Wasm executes the instruction "unreachable".
  await page.tab.evaluate(() =>
    void dispatchEvent(new ErrorEvent("error", { error: new WebAssembly.RuntimeError("unreachable") })));
  await page.statusBecomes(/failed to load or has stopped/);
  await page.close();
});

test("without JavaScript the page says that it needs it", async () => {
  const without = browserName === "firefox"
    ? await launch({ options: { extraPrefsFirefox: { "javascript.enabled": false } } })
    : browser;
  const tab = await without.newPage();
  if (browserName === "chromium") await tab.setJavaScriptEnabled(false);
  await tab.goto(server.url);
  const seen = await tab.evaluate(() => document.body.innerText);
  assert.match(seen, /needs JavaScript, which is turned off or missing in this browser/);
  assert.doesNotMatch(seen, /Loading|START/);
  await tab.close();
  if (without !== browser) await without.close();
});
