// The page behind a real nginx: below a path of the proxy, and behind proxies that are set up wrongly.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { brokenConnection, launch, Page } from "./browser.mjs";
import { Proxy, passesHost, passesWebSockets } from "./proxy.mjs";
import { Server } from "./server.mjs";

const expected = [brokenConnection, /status (of )?(403|426|429)/];
let browser;
before(async () => (browser = await launch()));
after(() => Promise.all([browser.close(), Server.stopAll(), Proxy.stopAll()]));

async function open(url, options) {
  const page = await Page.open(browser, url, options);
  await page.ready();
  return page;
}

test("below a path of a proxy the page, its files and its stream work", async () => {
  const server = await Server.start("--interval-ms", "20");
  const asked = [];
  const proxy = await Proxy.start(
    `location /some/app/ { proxy_pass ${server.url}; ${passesWebSockets} ${passesHost} }`);
  for (const address of ["some/app/", "some/app/index.html", "some/app/?x=1", "some/app/#min=5&max=9"]) {
    const page = await open(proxy.url + address, {
      prepare: (tab) => tab.on("request", (request) => asked.push(request.url())),
    });
    await page.press();
    await page.numbers(5);
    await page.press();
    await page.statusBecomes(/stopped after \d+ numbers\. all are verified/);
    await page.tab.$eval("#setting_max", (input) => {
      input.value = "77";
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    const [beginning, hash] = (await page.tab.evaluate(() => location.href)).split("#");
    assert.equal(beginning, (proxy.url + address).split("#")[0]);
    assert.match(hash, /max=77/);
    await page.close();
  }
  assert.ok(asked.length > 20);
  const isBelow = (address) => address.startsWith(`${proxy.url}some/app/`) || address.startsWith("data:"); // a browser's font
  assert.deepEqual(asked.filter((address) => !isBelow(address)), []);
  await proxy.stop();
  await server.stop();
});

test("the manifest and its icons are below the same path", async () => {
  const server = await Server.start();
  const proxy = await Proxy.start(`location /app/ { proxy_pass ${server.url}; }`);
  const page = await open(`${proxy.url}app/`);
  const addresses = await page.tab.evaluate(async () => {
    const manifest = document.querySelector("[rel=manifest]").href;
    const { start_url, icons } = await (await fetch(manifest)).json();
    return [manifest, new URL(start_url, manifest).href, ...icons.map(({ src }) => new URL(src, manifest).href)];
  });
  assert.equal(addresses.length, 4);
  assert.equal(addresses[1], `${proxy.url}app/`);
  for (const address of addresses) {
    assert.ok(address.startsWith(`${proxy.url}app/`), address);
    assert.equal((await fetch(address)).status, 200, address);
  }
  await page.close();
  await proxy.stop();
  await server.stop();
});

test("a proxy that does not let WebSockets pass is suspected, in words", async () => {
  const server = await Server.start();
  const proxy = await Proxy.start(`location /app/ { proxy_pass ${server.url}; ${passesHost} }`);
  const page = await open(`${proxy.url}app/`, { expected });
  await page.press();
  await page.statusBecomes(/not connected: the server answers, but the WebSocket did not open.*proxy.*\(426\)/);
  assert.equal(await page.button(), "START");
  await page.close();
  await proxy.stop();
  await server.stop();
});

test("a proxy that changes Host makes the server refuse the page's origin, which the page says", async () => {
  const server = await Server.start();
  const proxy = await Proxy.start(
    `location /app/ { proxy_pass ${server.url}; ${passesWebSockets} proxy_set_header Host inside.example; }`);
  const page = await open(`${proxy.url}app/`, { expected });
  await page.press();
  await page.statusBecomes(/pages of this Origin may not open streams here.*\(403\)/);
  await page.close();
  await proxy.stop();
  await server.stop();
});

test("a second viewer from one address reads that there is no place, and gets the place when it is free", async () => {
  const server = await Server.start("--trusted-proxy", "127.0.0.1", "--max-connections-per-address", "1", "--interval-ms", "50");
  const proxy = await Proxy.start(`location /app/ {
    proxy_pass ${server.url}; ${passesWebSockets} ${passesHost} proxy_set_header X-Forwarded-For 192.0.2.1; }`);
  const first = await open(`${proxy.url}app/`);
  await first.press();
  await first.numbers(2);
  const second = await open(`${proxy.url}app/`, { expected });
  await second.press();
  await second.statusBecomes(/attempt 1: your address has as many connections as one may have \(429\)/);
  await first.tab.$eval("#button_startCommunication", (button) => button.click()); // the mouse is in the other tab
  await first.statusBecomes(/all are verified|it is verified/);
  await second.statusBecomes(/live/);
  await first.close();
  await second.close();
  await proxy.stop();
  await server.stop();
});
