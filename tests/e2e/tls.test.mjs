// Loads the page over TLS, in a browser that trusts the root of the certificate and in one that does not.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { Authority } from "./authority.mjs";
import { launch, Page } from "./browser.mjs";
import { Server } from "./server.mjs";

let authority, browser, folder;
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "simplewebsocket-"));
  authority = await Authority.create(folder);
  browser = await launch({ options: await authority.trustedBrowser() });
});
after(async () => {
  await Promise.all([browser?.close(), Server.stopAll()]);
  await rm(folder, { recursive: true });
});

const noteSockets = (tab) =>
  tab.evaluateOnNewDocument(() => {
    globalThis.socketUrls = [];
    globalThis.WebSocket = class extends WebSocket {
      constructor(url, ...rest) {
        super(url, ...rest);
        globalThis.socketUrls.push(url);
      }
    };
  });

test("over https the page streams over wss and verifies every number, also when the certificate is renewed meanwhile", async () => {
  const server = await Server.start(...(await authority.issue()), "--interval-ms", "20");
  assert.match(server.url, /^https:\/\/localhost:\d+\/$/);
  const page = await Page.open(browser, server.url, { prepare: noteSockets });
  await page.ready();
  assert.equal(await page.tab.evaluate(() => isSecureContext), true);
  await page.press();
  await page.numbers(5);
  await authority.issue();
  server.process.kill("SIGHUP");
  await page.numbers(20);
  await page.press();
  await page.statusBecomes(/stopped after \d+ numbers\. all are verified/);
  assert.deepEqual(await page.tab.evaluate(() => globalThis.socketUrls), [
    `wss://localhost:${server.port}/ws/some_url/?protocol=1`,
  ]);
  await page.close();

  const again = await Page.open(browser, server.url); // with the new certificate
  await again.ready();
  await again.press();
  await again.numbers(3);
  await again.close();
  assert.deepEqual(await server.stop(), [0, null]);
});

test("a browser that does not know the root refuses the page", async () => {
  const server = await Server.start(...(await authority.issue()));
  const stranger = await launch();
  const tab = await stranger.newPage();
  await assert.rejects(tab.goto(server.url), /ERR_CERT_AUTHORITY_INVALID|SEC_ERROR_UNKNOWN_ISSUER|MOZILLA_PKIX/);
  await stranger.close();
  await server.stop();
});
