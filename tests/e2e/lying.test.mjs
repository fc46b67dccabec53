// A server that lies is caught at the number where it lies, and the page offers evidence from which anybody sees it.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { brokenConnection, launch, Page } from "./browser.mjs";
import { expectEvidence } from "./proof_check.mjs";
import { provingServer } from "./proving_server.mjs";
import { Relay, changeNumber } from "./relay.mjs";
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

test("a number that was altered on the way is named at once", async () => {
  const other = await Server.start("--interval-ms", "20", "--max", "99"); // so that the altered number is still in range
  let sent, altered;
  const relay = await Relay.start(other.port, changeNumber(7, (number) => {
    sent = number;
    return (altered = number.slice(0, -1) + ((Number(number.at(-1)) + 1) % 10));
  }));
  const page = await open(relay.url);
  await page.press();
  await page.statusBecomes(/this stream cannot be trusted/);
  const fault = `number 8 is ${altered}, but its key gives ${sent}`;
  assert.equal(await page.status(), `This stream cannot be trusted: ${fault}. The first 7 numbers are verified.`);
  await expectEvidence(page, folder, new RegExp(fault));
  await page.close();
  relay.close();
  await other.stop();
});

const lie = (isMeant, change) => (message) => (isMeant(message) ? { ...message, ...change(message) } : message);
const ofNumber = (n) => ({ type, seq }) => type === "number" && seq === n;
const ofType = (name) => ({ type }) => type === name;
const wrongAt = (n) => ({ messages }) => ({ messages: messages.map((number, i) => (i === n ? 500 : number)) });
const wrongKey = "x".repeat(42) + "A";

for (const [name, options, words, fault] of [
  ["a wrong number", { alter: lie(ofNumber(20), () => ({ message: 500 })) },
    /number 21 is 500, but its key gives \d+\. the first 20 numbers are verified/, /number 21 is 500, but its key gives \d+/],
  ["a wrong first number", { alter: lie(ofNumber(0), () => ({ message: 500 })) },
    /number 1 is 500, but its key gives \d+\.$/, /number 1 is 500, but its key gives \d+/],
  ["a wrong number in a run", { run: 40, alter: lie(ofType("numbers"), wrongAt(33)) },
    /number 34 is 500, but its key gives \d+\. the first 33 numbers are verified/, /number 34 is 500, but its key gives \d+/],
  ["a wrong key", { alter: lie(ofNumber(20), () => ({ key: wrongKey })) },
    /the key of number 21 does not lead to the key of number 20\. the first 20/, /the key of number 21 does not lead to its root/],
  ["no key", { alter: lie(ofNumber(16), () => ({ key: undefined })) },
    /number 17 arrived with 0 keys, but 1 is expected\. the first 16/, /number 17 arrived with 0 keys/],
  ["an end that counts otherwise", { alter: lie(ofType("end"), () => ({ next: 49 })) },
    /the server counts 49 numbers, but 50 arrived/, /there are 50 numbers, but the stream is said to have ended after 49/],
  ["roots that it has not committed to", { alter: lie(ofType("hello"), ({ roots }) => ({ roots: [...roots].reverse() })) },
    /the server's commitment is not valid: it is [0-9a-f]{8}…, but the hash of its roots is/,
    /the server's commitment is not valid: it is/],
  ["another count than its roots have", { alter: lie(ofType("hello"), () => ({ count: 1000 })) },
    /the server's commitment is not valid: it has 4 roots for 1,000 numbers, but 63 are expected/, /it has 4 roots for 1,000 numbers/],
]) {
  test(`a server that sends ${name} is caught, and the evidence shows it to anybody`, async () => {
    const double = await provingServer(server.url, options);
    const page = await open(double.url);
    await page.tab.evaluate(() => {
      globalThis.numbersShown = [];
      const element = document.getElementById("div_websocket");
      const note = () => globalThis.numbersShown.push(element.textContent);
      new MutationObserver(note).observe(element, { childList: true });
    });
    await page.press();
    await page.statusBecomes(new RegExp(`this stream cannot be trusted: ${words.source}`));
    assert.equal(await page.button(), "START");
    assert.equal((await page.tab.evaluate(() => globalThis.numbersShown)).includes("500"), false);
    await expectEvidence(page, folder, fault);
    await page.close();
    double.close();
  });
}

for (const [name, hash, alter, words] of [
  ["another count than was asked for", "#count=49", undefined, /you asked for 49 numbers, but the server offers 50/],
  ["no stream", "", ({ type, protocol, limits, ...rest }) => (type === "hello" ? { type, protocol, limits } : { type, ...rest }),
    /the server offers no stream/],
]) {
  test(`a server that offers ${name} is not trusted`, async () => {
    const double = await provingServer(server.url, { alter });
    const page = await open(double.url + hash);
    await page.press();
    await page.statusBecomes(new RegExp(`this stream cannot be trusted: ${words.source}`));
    assert.equal(await page.isUsable("#button_proof"), false);
    await page.close();
    double.close();
  });
}

test("a wrong number of such a stream is named at its end", async () => {
  const alter = lie(({ seq }) => seq === 4500, ({ messages }) => ({ messages: [500, ...messages.slice(1)] }));
  const double = await provingServer(server.url, { count: 5000, run: 500, alter });
  const page = await open(double.url);
  await page.press();
  await page.statusBecomes(/cannot be trusted: number 4,501 is 500, but the seeds give \d+\. the first 4,500 numbers are verified/);
  await expectEvidence(page, folder, /number 4,501 is 500, but the seeds give \d+/);
  await page.close();
  double.close();
});
