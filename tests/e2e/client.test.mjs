// client.mjs in pages of another site: the page of frontend/client/README.md, and what it shows if its origin is not allowed.
import assert from "node:assert/strict";
import http from "node:http";
import { after, before, test } from "node:test";
import { example } from "../clients/readme.mjs";
import { brokenConnection, launch, Page } from "./browser.mjs";
import { listen } from "./doubles.mjs";
import { changeNumber, Relay } from "./relay.mjs";
import { Server } from "./server.mjs";

let browser, site;
before(async () => {
  browser = await launch();
  site = await foreignSite();
});
after(() => Promise.all([browser.close(), Server.stopAll(), site.close()]));

// A site of another host than the servers of the tests, which are at 127.0.0.1. Its page is `html`.
async function foreignSite() {
  const double = { html: "" };
  const pages = await listen(
    http.createServer((request, response) => {
      response.writeHead(request.url === "/" ? 200 : 204, { "content-type": "text/html" });
      response.end(`${double.html}<p role="status"></p>`); // which Page looks at
    }),
  );
  const url = pages.url.replace("127.0.0.1", "pages.localhost");
  return Object.assign(double, { url, origin: new URL(url).origin, close: pages.close });
}

const addressOf = ({ port }) => `http://127.0.0.1:${port}/`;

// Opens README's page, which follows `address`.
async function openReadme(address, expected = []) {
  site.html = await example("html", address);
  return Page.open(browser, site.url, { expected });
}

const becomes = (page, pattern) => page.textBecomes("#number", pattern);

test("README's page has ten lines and shows the numbers of a server that allows its origin", async () => {
  const server = await Server.start("--interval-ms", "20", "--count", "40", "--allowed-origin", site.origin);
  const page = await openReadme(addressOf(server));
  assert.ok((await example("html", "")).trimEnd().split("\n").length <= 10 + 2); // and the two of its frame
  await becomes(page, /^number 40: \d+$/);
  await page.close();
  await server.stop();
});

test("README's page says which option is missing if its origin is not allowed", async () => {
  const server = await Server.start();
  const page = await openReadme(addressOf(server), [brokenConnection, /403/]);
  await becomes(page, /\/ws\/some_url\/: pages of this Origin may not open streams here; see --allowed-origin \(403\)$/);
  await page.close();
  await server.stop();
});

test("README's page says so if there is no such channel", async () => {
  const server = await Server.start("--allowed-origin", site.origin);
  site.html = (await example("html", addressOf(server))).replace("/ws/some_url/", "/ws/nothing/");
  const page = await Page.open(browser, site.url, { expected: [brokenConnection, /404/, /nothing/] });
  await becomes(page, /^ws:\/\/127.0.0.1:\d+\/ws\/nothing\/: there is nothing at this path/);
  await page.close();
  await server.stop();
});

test("README's page goes on after a lost connection, and does not show a number that was changed on its way", async () => {
  const server = await Server.start("--interval-ms", "20", "--min", "10", "--max", "99", "--allowed-origin", site.origin);
  const another = (digits) => (digits === "42" ? "43" : "42");
  const relay = await Relay.start(server.port, changeNumber(200, another));
  const page = await openReadme(relay.url, [brokenConnection]);
  for (const number of [20, 60]) {
    const isThere = (least) => document.getElementById("number").textContent.match(/^number (\d+)/)?.[1] >= least;
    await page.tab.waitForFunction(isThere, {}, number);
    relay.cut();
  }
  await becomes(page, /\/ws\/some_url\/: number \d+ is 4[23]/);
  await page.close();
  relay.close();
  await server.stop();
});

test("a worker follows numbers as a page does", async () => {
  const server = await Server.start("--interval-ms", "20", "--allowed-origin", site.origin);
  const script = `import { follow } from "${addressOf(server)}client.mjs";
    for await (const n of follow("ws/some_url/", { count: 5 })) postMessage(n.number);`;
  site.html = `<p id="number"></p><script>
    const file = new Blob([${JSON.stringify(script)}], { type: "text/javascript" });
    const worker = new Worker(URL.createObjectURL(file), { type: "module" });
    worker.onmessage = ({ data }) => (number.textContent += data + " ");
  </script>`;
  const page = await Page.open(browser, site.url);
  await becomes(page, /^1 2 3 4 5$/);
  await page.close();
  await server.stop();
});
