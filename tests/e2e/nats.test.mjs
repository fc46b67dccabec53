// A channel whose numbers come from a broker, as a visitor sees it while the broker is there, is away and is back.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Broker } from "./broker.mjs";
import { brokenConnection, launch, Page } from "./browser.mjs";
import { Server } from "./server.mjs";

let browser, broker;
before(async () => {
  browser = await launch();
  broker = await Broker.start();
});
after(() => Promise.all([browser.close(), Server.stopAll(), broker.remove()]));

test("the page says that the broker is away, and afterwards has every number", async () => {
  const server = await Server.start("--channel", "temperature=nats", "--nats", broker.url);
  const page = await Page.open(browser, server.url);
  await page.statusBecomes(/waiting for the first number/);
  await broker.publish("temperature", 21.5);
  await page.textBecomes("#div_websocket", /^21\.5$/);
  assert.equal(await page.text("#progress"), "number 1");
  await broker.stop();
  await page.statusBecomes(/the source is disconnected\. the server is waiting for it/);
  assert.equal(await page.number(), "21.5");
  await broker.restart();
  for (const number of [22, 23, 24.5]) await broker.publish("temperature", number);
  await page.textBecomes("#progress", /^number 4$/);
  await page.statusBecomes(/live\. each number appears as it arrives/);
  await page.textBecomes("#sight", /^4 numbers since /);
  assert.doesNotMatch(await page.text("#status"), /missing|no longer/i);
  await page.close();
  await server.stop();
});

test("a page that comes before the broker says why it waits, and begins when the broker is there", async () => {
  await broker.stop();
  const server = await Server.start("--channel", "humidity=nats", "--nats", broker.url);
  const page = await Page.open(browser, server.url, { expected: [brokenConnection, /status (of )?503/, /request failed: .*humidity/] });
  await page.statusBecomes(/the source of the numbers cannot be reached yet/);
  await broker.restart();
  await page.statusBecomes(/waiting for the first number/);
  await broker.publish("humidity", 55);
  await page.textBecomes("#div_websocket", /^55$/);
  await page.close();
  await server.stop();
});
