// Every number is proven when it arrives: the page counts the verified numbers and offers a proof at any time.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { brokenConnection, launch, Page } from "./browser.mjs";
import { expectProof } from "./proof_check.mjs";
import { provingServer } from "./proving_server.mjs";
import { Server } from "./server.mjs";

let browser, folder, server;
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "simplewebsocket-"));
  browser = await launch({ downloads: folder });
  server = await Server.start("--interval-ms", "50");
});
after(async () => {
  await Promise.all([browser.close(), Server.stopAll()]);
  await rm(folder, { recursive: true });
});

async function open(url) {
  const page = await Page.open(browser, url, { expected: [brokenConnection] });
  await page.ready();
  return page;
}

test("the count of verified numbers grows while the status stays the same, and a proof can be had meanwhile", async () => {
  const page = await open(server.url);
  assert.equal(await page.isUsable("#button_proof"), false);
  await page.press();
  await page.numbers(3);
  const counts = [];
  for (let i = 0; i < 3; ++i) {
    await page.numbers(2);
    counts.push(Number((await page.text("#progress")).match(/^(\d+) of 1,000 numbers verified$/)[1]));
  }
  assert.ok(counts[0] < counts[1] && counts[1] < counts[2], counts.join());
  const proof = await expectProof(page, folder);
  assert.equal(proof.end, undefined);
  const said = await page.tab.evaluate(() => globalThis.statusesSaid.filter((text) => /^Live/.test(text)));
  assert.deepEqual(said, ["Live. Every number is verified as it arrives."]);
  await page.press();
  await page.statusBecomes(/stopped after (\d+) numbers\. all are verified/);
  assert.equal((await expectProof(page, folder)).end.reason, "stopped");
  await page.close();
});

test("a whole stream of as many numbers as were asked for has a proof that anybody can check", async () => {
  const page = await open(server.url + "#count=50&interval_ms=10");
  await page.press();
  await page.statusBecomes(/complete\. all 50 numbers arrived\. all are verified/);
  assert.equal(await page.text("#progress"), "50 of 50 numbers verified");
  assert.deepEqual((await expectProof(page, folder, 50)).end, { reason: "complete", next: 50 });
  await page.close();
});

test("a server that is killed leaves a proof of what had come, and STOP waits for nothing", async () => {
  const doomed = await Server.start("--interval-ms", "20");
  const page = await open(doomed.url);
  await page.press();
  await page.numbers(20);
  await doomed.stop("SIGKILL");
  await page.statusBecomes(/reconnecting/);
  const proof = await expectProof(page, folder);
  assert.ok(proof.numbers.length >= 20);
  assert.equal(proof.end, undefined);
  await page.press();
  await page.statusBecomes(/stopped after (\d+) numbers\. all are verified/);
  await expectProof(page, folder, proof.numbers.length);
  await page.close();
});

test("a server that was written from the protocol alone is verified to the last number", async () => {
  for (const [count, run] of [[50, 1], [4096, 300]]) {
    const double = await provingServer(server.url, { count, run });
    const page = await open(double.url);
    await page.press();
    await page.statusBecomes(new RegExp(`complete\\. all ${count.toLocaleString("en")} numbers arrived\\. all are verified`));
    await expectProof(page, folder, count);
    await page.close();
    double.close();
  }
});

test("a stream of more than 4096 numbers is verified at its end", async () => {
  const double = await provingServer(server.url, { count: 5000, run: 500 });
  const page = await open(double.url);
  await page.press();
  await page.statusBecomes(/complete\. all 5,000 numbers arrived\. all are verified/);
  assert.ok((await expectProof(page, folder, 5000)).server_seed);
  await page.close();
  double.close();

  const long = await open(server.url + "#count=5000");
  await long.press();
  await long.numbers(3);
  assert.match(await long.status(), /^Live\. .* More than 4,096 numbers are verified at the end\.$/);
  assert.equal(await long.isUsable("#button_proof"), false);
  await long.press();
  await long.statusBecomes(/stopping\. waiting for the server to reveal its seed/);
  await long.statusBecomes(/stopped after (\d+) numbers\. all are verified/);
  await expectProof(long, folder);
  await long.close();
});

test("what verified means is explained, in words and with a picture that has a name", async () => {
  const page = await open(server.url);
  const isOpen = () => page.tab.$eval("#details_verified", (details) => details.open);
  assert.equal(await isOpen(), false);
  await page.tab.click("#details_verified summary");
  assert.equal(await isOpen(), true);
  assert.equal(await page.isVisible("#chain"), true);
  assert.match(await page.text("#details_verified"), /The server's operator knows the numbers in advance\./);
  const name = await page.tab.$eval("#chain", (picture) =>
    picture.getAttribute("role") === "img" && document.getElementById(picture.getAttribute("aria-labelledby")).textContent);
  assert.match(name, /key 1 hashes to the root/);
  await page.close();
});
