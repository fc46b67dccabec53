// The page in a frame of another page: `#embed` and --frame-ancestors.
import assert from "node:assert/strict";
import http from "node:http";
import { after, before, test } from "node:test";
import { launch } from "./browser.mjs";
import { listen } from "./doubles.mjs";
import { Server } from "./server.mjs";

let browser, dashboard, shown;
before(async () => {
  browser = await launch();
  // A page of another origin, which shows `shown` in a frame.
  dashboard = await listen(
    http.createServer((request, response) => {
      response.writeHead(200, { "content-type": "text/html" });
      response.end(`<!DOCTYPE html><title>Dashboard</title><iframe src="${shown}" width="480" height="320"></iframe>`);
    }),
  );
});
after(() => Promise.all([browser.close(), dashboard.close(), Server.stopAll()]));

const origin = () => dashboard.url.replace(/\/$/, "");

// Opens the dashboard with a frame that shows `address` of `server`, and calls `look` with the frame and the tab.
async function withFrame(server, address, look) {
  shown = new URL(address, server.url).href;
  const tab = await browser.newPage();
  await tab.goto(dashboard.url); // waits for the frame, too
  const element = await tab.$("iframe");
  await look(await element.contentFrame(), tab);
  await tab.close();
  await server.stop();
}

const isVisible = (frame, selector) =>
  frame.$eval(selector, (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility === "visible");
const waitForStatus = (frame, pattern) =>
  frame.waitForFunction((source) => new RegExp(source).test(document.querySelector("#status").textContent), {}, pattern.source);

test("a page that may show ours in a frame gets the number, the status and the chart, which begin by themselves", async () => {
  const server = await Server.start("--frame-ancestors", "https://other.example", "--frame-ancestors", origin());
  await withFrame(server, "#embed&min=7&max=7&count=3&interval_ms=20", async (frame) => {
    await waitForStatus(frame, /All are verified/);
    assert.equal(await frame.$eval("#div_websocket", (element) => element.textContent), "7");
    for (const id of ["div_websocket", "status", "canvas_line"]) assert.equal(await isVisible(frame, `#${id}`), true, id);
    for (const id of ["title", "canvas_histogram", "takeaway", "details_settings", "details_frames", "uniformity", "facts"]) {
      assert.equal(await isVisible(frame, `#${id}`), false, id);
    }
    // It has come to its end, so it can be started again.
    assert.equal(await isVisible(frame, "#button_startCommunication"), true);
    const sizes = await frame.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(sizes[0] <= sizes[1], `nothing is wider than the frame: ${sizes}`);
  });
});

for (const [address, says] of [
  ["#embed&min=500", /^Not started\. The smallest number \(500\) must not be above the largest \(100\)\.$/],
  ["?channel=nothing#embed", /^Not connected: there is nothing at this path/],
]) {
  test(`a page in a frame that cannot start says why, and fits: ${address}`, async () => {
    const server = await Server.start("--frame-ancestors", "*");
    await withFrame(server, address, async (frame) => {
      await waitForStatus(frame, says);
      assert.equal(await isVisible(frame, "#button_startCommunication"), true);
      const sizes = await frame.evaluate(() => [document.documentElement.scrollHeight, innerHeight]);
      assert.ok(sizes[0] <= sizes[1], `nothing is higher than the frame: ${sizes}`);
    });
  });
}

test("while it runs, a page in a frame has no controls", async () => {
  const server = await Server.start("--frame-ancestors", "*");
  await withFrame(server, "#embed", async (frame) => {
    await waitForStatus(frame, /^Live/);
    assert.equal(await isVisible(frame, "#button_startCommunication"), false);
    const sizes = await frame.evaluate(() => [document.documentElement.scrollHeight, innerHeight]);
    assert.ok(sizes[0] <= sizes[1], `the frame need not be scrolled: ${sizes}`);
  });
});

test("a received channel can be shown in a frame, too", async () => {
  const server = await Server.start("--frame-ancestors", origin(), "--channel", "cpu=stdin,title=CPU load,unit=%");
  server.send([5, 6]);
  await withFrame(server, "?channel=cpu#embed", async (frame) => {
    await frame.waitForFunction(() => document.querySelector("#div_websocket").textContent === "6");
    assert.equal(await isVisible(frame, "#canvas_samples"), true);
    assert.equal(await isVisible(frame, "dl"), false);
  });
});

for (const [who, options] of [["everybody", []], ["all but another page", ["--frame-ancestors", "https://other.example"]]]) {
  test(`the browser shows nothing of ours in a frame if the server refuses it to ${who}`, async () => {
    const server = await Server.start(...options);
    await withFrame(server, "#embed", async (frame) => {
      assert.equal(await frame.$("#div_websocket"), null);
    });
  });
}
