// A stream that the server refuses, and an opening that fails or hangs: the page says why, and does what the server asks.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { brokenConnection, launch, Page } from "./browser.mjs";
import { plainServer, refusingServer } from "./doubles.mjs";
import { Server } from "./server.mjs";

const expected = [brokenConnection, /status (of )?(403|429|503)/];
let browser, folder;
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "simplewebsocket-"));
  browser = await launch();
});
after(async () => {
  await Promise.all([browser.close(), Server.stopAll()]);
  await rm(folder, { recursive: true });
});

async function open(url, options) {
  const page = await Page.open(browser, url, { expected, ...options });
  await page.ready();
  return page;
}

test("a viewer without an access token reads the server's reason, and the page does not try again", async () => {
  const secret = path.join(folder, "access");
  await writeFile(secret, "5a".repeat(32), { mode: 0o600 });
  const server = await Server.start("--access-secret-file", secret);
  const page = await open(server.url);
  await page.press();
  await page.statusBecomes(/an access token is needed.*\(403\)/);
  assert.equal(await page.button(), "START");
  assert.equal(await page.isVisible("#waiting"), false);
  await page.close();
  await server.stop();
});

test("a stream that is forbidden meanwhile ends, and its numbers stay", async () => {
  const server = await Server.start("--interval-ms", "50");
  const double = await refusingServer(server, null);
  const page = await open(double.url);
  await page.press();
  await page.numbers(3);
  double.refusal = { status: 403, text: "your time is over\n" };
  await server.stop("SIGKILL");
  await page.statusBecomes(/your time is over \(403\)\. Your \d+ numbers are kept/);
  assert.equal(await page.isVisible("#picture"), true);
  assert.equal(double.handshakes, 2);
  assert.equal(double.questions, 1);
  await page.close();
  double.close();
});

for (const status of [429, 503]) {
  test(`after ${status} the page waits as long as the server asks, and then goes on`, async () => {
    const server = await Server.start("--interval-ms", "50");
    const double = await refusingServer(server, { status, text: "come back later\n", retryAfter: 2 });
    const page = await open(double.url);
    await page.press();
    await page.statusBecomes(new RegExp(`attempt 1: come back later \\(${status}\\)`));
    const refusedAt = Date.now();
    double.refusal = null;
    assert.match(await page.text("#countdown"), /^Next attempt in [123] s$/);
    assert.equal(await page.isVisible("#button_retry"), false);
    await page.networkReturns();
    assert.equal(double.handshakes, 1);
    await page.statusBecomes(/live/);
    assert.ok(Date.now() - refusedAt >= 2000);
    assert.equal(double.questions, 1);
    await page.close();
    double.close();
    await server.stop();
  });
}

test("an answer whose text comes in pieces or never ends is understood", async () => {
  const server = await Server.start();
  const double = await refusingServer(server, { status: 503, text: ["come ", "back ", "later"], retryAfter: 60, isEndless: true });
  const page = await open(double.url);
  await page.press();
  await page.statusBecomes(/attempt 1: come back later \(503\)/);
  assert.match(await page.text("#countdown"), /^Next attempt in (5|6)\d s$/);
  assert.equal(await page.isVisible("#button_retry"), true);
  await page.press();
  await page.statusBecomes(/stopped before/);
  // Firefox waits for the first bytes of a text before it says anything of an answer.
  double.refusal = { status: 403, text: " ", isEndless: true };
  await page.press();
  await page.statusBecomes(/this page is not allowed to open streams here \(403\)/);
  await page.close();
  double.close();
  await server.stop();
});

test("a stream whose access expires ends in words, and its numbers stay", async () => {
  const secret = path.join(folder, "access");
  await writeFile(secret, "5a".repeat(32), { mode: 0o600 });
  const server = await Server.start("--access-secret-file", secret, "--interval-ms", "50");
  const token = execFileSync(process.env.SIMPLEWEBSOCKET_BINARY, ["--access-secret-file", secret, "--issue-access", "8"]);
  const page = await open(`${server.url}?access=${token.toString().trim()}`);
  await page.press();
  await page.numbers(3);
  await page.statusBecomes(/access has ended after \d+ numbers: the access token has expired.*ask for a new link/);
  assert.equal(await page.isVisible("#picture"), true);
  const number = await page.number();
  await page.press();
  await page.statusBecomes(/(an access token is needed|the access token has expired).*the numbers shown are those of the previous stream/);
  assert.equal(await page.number(), number);
  await page.close();
  await server.stop();
});

test("a port that accepts and says nothing is given up, in words", async () => {
  const server = await Server.start();
  const silent = await plainServer(server.url, { unanswered: true });
  const page = await open(silent.url);
  await page.press();
  await page.statusBecomes(/not connected: the server has not answered for 10 s/);
  assert.equal(await page.button(), "START");
  await page.close();
  silent.close();
  await server.stop();
});

test("an open socket that says nothing is given up, in words", async () => {
  const server = await Server.start();
  const silent = await plainServer(server.url);
  const page = await open(silent.url);
  await page.press();
  await page.statusBecomes(/not connected: the server has sent nothing for 10 s/);
  await page.close();
  silent.close();
  await server.stop();
});

test("an error event without a close event ends the wait", async () => {
  const server = await Server.start();
  const page = await open(server.url, {
    prepare: (tab) => tab.evaluateOnNewDocument(() => {
      globalThis.WebSocket = class {
        constructor() {
          setTimeout(() => this.onerror(new Event("error")));
        }
        close() {}
      };
    }),
    expected: [/426/, /request failed: .*some_url/],  // the page does not read an answer to its end
  });
  await page.press();
  await page.statusBecomes(/not connected: the server answers, but the WebSocket did not open.*\(426\)/);
  await page.close();
  await server.stop();
});
