// A shared channel as its visitors see it: everybody the same numbers, verified as they come, on either of two servers.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { brokenConnection, launch, Page } from "./browser.mjs";
import { Server } from "./server.mjs";

let browser, folder, options;
before(async () => {
  browser = await launch();
  folder = await mkdtemp(path.join(os.tmpdir(), "shared-"));
  const secret = path.join(folder, "secret");
  await writeFile(secret, randomBytes(32).toString("hex"), { mode: 0o600 });
  options = ["--secret-file", secret, "--channel", "dice=shared,title=Dice", "--max", "1000000", "--interval-ms", "100"];
});
after(async () => {
  await Promise.all([browser.close(), Server.stopAll()]);
  await rm(folder, { recursive: true });
});

const live = /^live\. every number is verified as it arrives; the operator alone chose the seeds\.$/;

// The numbers of the table by their place.
const numbers = async (page) => {
  await page.tab.$eval("#details_table", (details) => (details.open = true));
  await page.tab.waitForFunction(() => document.querySelectorAll("#rows_numbers tr").length >= 10);
  const rows = await page.tab.$$eval("#rows_numbers tr", (all) => all.map((row) => [...row.cells].map((cell) => cell.textContent.replaceAll(",", ""))));
  return new Map(rows);
};

test("a shared channel starts by itself, verifies each number, and says who chose the seeds", async () => {
  const server = await Server.start(...options);
  const page = await Page.open(browser, server.url);
  await page.statusBecomes(live);
  await page.textBecomes("#progress", /^\d{2,} numbers verified$/);
  assert.match(await page.number(), /^[\d,]+$/);
  assert.equal(await page.tab.title(), "Dice");
  assert.equal(await page.button(), "STOP");
  assert.equal(await page.isVisible("#samples .shared"), true);
  assert.equal(await page.isVisible("#samples .from_outside"), false);
  assert.equal(await page.isVisible("#form_settings"), false);
  assert.match(await page.text("#samples .shared"), /The server's\s+operator alone chose the seeds/);
  await page.close();
  await server.stop();
});

test("another server sends the same numbers", async () => {
  const servers = await Promise.all([Server.start(...options), Server.start(...options)]);
  const page = await Page.open(browser, servers[0].url);
  const shown = await numbers(page);
  const first = Math.min(...[...shown.keys()].map(Number)); // counted from 1, as people do
  const events = await fetch(`${servers[1].url}events/dice/?last_event_id=${first - 1}`);
  let text = "";
  for await (const chunk of events.body) {
    text += Buffer.from(chunk).toString();
    if (text.split("data: ").length > 10) break;
  }
  const sent = [...text.matchAll(/id: (\d+)\ndata: {"message": (\d+)}/g)].map(([, next, number]) => [next, number]); // `next` counts from 0, and so names this number from 1
  assert.ok(sent.length >= 10);
  for (const [place, number] of sent) if (shown.has(place)) assert.equal(number, shown.get(place), place);
  assert.equal(sent[0][0], String(first));
  await page.close();
  await Promise.all(servers.map((server) => server.stop()));
});

test("after the loss of a server the page goes on at another one without a gap", async () => {
  const first = await Server.start(...options);
  const page = await Page.open(browser, first.url, { expected: [brokenConnection] });
  await page.textBecomes("#progress", /^\d+ numbers verified$/);
  await first.stop("SIGKILL");
  await page.statusBecomes(/reconnecting/);
  const second = await Server.start(...options, "--port", String(first.port));
  await page.statusBecomes(live);
  await page.textBecomes("#progress", /^\d\d+ numbers verified$/);
  await page.close();
  await second.stop();
});
