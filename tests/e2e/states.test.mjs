// In every state the status line says truthfully what the page is doing.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "./browser.mjs";
import { Server } from "./server.mjs";
import { inState, states } from "./states.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => Promise.all([browser.close(), Server.stopAll()]));

const looks = {
  "not started": async (page) => {
    assert.equal(await page.button(), "START");
    for (const id of ["picture", "details_table", "waiting", "takeaway"]) {
      assert.equal(await page.isVisible(`#${id}`), false, id);
    }
    assert.equal(await page.isUsable("#button_pause"), false);
  },
  connecting: async (page) => {
    assert.equal(await page.button(), "STOP");
    await page.press();
    await page.statusBecomes(/stopped before the first number/);
  },
  "told to wait": async (page) => {
    assert.equal(await page.button(), "STOP");
    assert.match(await page.text("#countdown"), /^Next attempt in 6\d s$/);
    assert.equal(await page.isVisible("#button_retry"), true); // the wait is long
    await page.press();
    await page.statusBecomes(/stopped before the first number/);
  },
  live: async (page) => {
    assert.match(await page.text("#facts"), /^\d+ of 1,000 numbers verified +just now +round trip [\d.]+ ms$/);
    assert.equal(await page.isVisible("#picture"), true);
    for (const id of ["button_pause", "button_proof", "button_csv", "button_copy"]) {
      assert.equal(await page.isUsable(`#${id}`), true, id);
    }
  },
  "live, to be verified at its end": async (page) => {
    assert.match(await page.text("#progress"), /^number \d+ of 5,000$/);
    assert.equal(await page.isUsable("#button_proof"), false);
  },
  paused: async (page) => {
    const number = await page.number();
    const progress = await page.text("#progress");
    assert.equal(await page.text("#button_pause"), "RESUME");
    await page.tab.click("#details_frames summary"); // this view goes on during a pause
    await page.textBecomes("#rows_frames tr:first-child", /"number"/);
    const first = await page.text("#rows_frames tr:first-child");
    await page.tab.waitForFunction(
      (text) => document.querySelector("#rows_frames tr:first-child").textContent !== text, {}, first);
    assert.equal(await page.number(), number);
    assert.equal(await page.text("#progress"), progress);
    await page.tab.click("#button_pause");
    await page.statusBecomes(/live/);
    await page.numbers(2);
    assert.notEqual(await page.text("#progress"), progress);
  },
  late: async (page, relay) => {
    relay.flow();
    await page.statusBecomes(/live/);
  },
  reconnecting: async (page, relay) => {
    await page.statusBecomes(/attempt 3/);
    assert.match(await page.text("#countdown"), /^Next attempt in \d s$/);
    relay.mend();
    await page.tab.click("#button_retry");
    await page.statusBecomes(/live/);
    assert.equal(await page.isVisible("#waiting"), false);
    await page.press();
    await page.statusBecomes(/all are verified/);
  },
  offline: async (page, relay) => {
    relay.mend();
    await page.setOffline(false);
    await page.statusBecomes(/live/);
  },
  "stopped and verified": async (page) => {
    assert.equal(await page.button(), "START");
    assert.equal(await page.isUsable("#button_proof"), true);
    assert.equal(await page.isUsable("#button_pause"), false);
    const [count] = (await page.text("#status")).match(/\d+ numbers/);
    assert.equal(await page.text("#facts"), `${count} verified`);
  },
  "ended and verified": async (page) => {
    assert.match(await page.text("#facts"), /^120 of 120 numbers verified$/);
    assert.match(await page.text("#uniformity"), /^(The numbers (look evenly spread|are a little uneven, .*)|These numbers are .*unusual.*)\.$/);
    assert.match(await page.text("#mean"), /^Average of 120 numbers: [\d.]+ \(expected 50\.0\)$/);
    assert.match(await page.text("#chi_squared"), /^χ² = [\d.]+, 19 degrees of freedom, p = [\d.]+$/);
  },
  refused: async (page) => {
    assert.equal(await page.button(), "START");
    assert.equal(await page.isVisible("#picture"), false);
  },
  "not started because of a setting": async (page) => {
    assert.equal(await page.button(), "START");
    assert.equal(await page.isVisible("#picture"), false);
    const invalid = () => page.tab.$$eval("[aria-invalid=true]", (fields) => fields.map((field) => field.id));
    assert.deepEqual(await invalid(), ["setting_min"]);
    await page.tab.click("#button_submit");
    assert.equal(await page.tab.evaluate(() => document.activeElement.id), "setting_min");
    await page.tab.type("#setting_max", "600");
    await page.textBecomes("#settings_problem", /^$/);
    assert.deepEqual(await invalid(), []);
    await page.statusBecomes(/ready/);
  },
  "not to be trusted": async (page) => {
    assert.equal(await page.text("#button_proof"), "Save evidence");
    assert.equal(await page.isUsable("#button_proof"), true);
    assert.equal(await page.text("#progress"), "7 numbers verified");
  },
  "not to be trusted from the first": async (page) => {
    assert.equal(await page.text("#button_proof"), "Save evidence");
    assert.equal(await page.isUsable("#button_proof"), true);
    assert.equal(await page.isUsable("#button_csv"), false);
  },
  lost: async (page) => {
    assert.equal(await page.button(), "START");
    assert.equal(await page.isVisible("#picture"), false);
  },
  "received, without a number": async (page, relay, server) => {
    assert.equal(await page.text("h1"), "Temperature (°C)");
    assert.equal(await page.button(), "STOP");
    for (const id of ["picture", "details_verified", "details_settings", "lead"]) {
      assert.equal(await page.isVisible(`#${id}`), false, id);
    }
    assert.equal(await page.isUsable("#button_csv"), false);
    server.send([4]);
    await page.textBecomes("#div_websocket", /^4$/);
  },
  received: async (page) => {
    assert.equal(await page.text("#last"), "-3.00 °C");
    assert.equal(await page.text("#smallest"), "-3.00 °C");
    assert.equal(await page.text("#largest"), "22.25 °C");
    assert.equal(await page.text("#sample_mean"), "13.583 °C");
    assert.match(await page.text("#facts"), /^number 3 +just now +round trip [\d.]+ ms$/);
    for (const id of ["samples", "details_table"]) assert.equal(await page.isVisible(`#${id}`), true, id);
    for (const id of ["button_pause", "button_csv", "button_copy"]) assert.equal(await page.isUsable(`#${id}`), true, id);
    for (const id of ["picture", "button_proof", "details_verified", "details_settings"]) {
      assert.equal(await page.isVisible(`#${id}`), false, id);
    }
  },
  "received, with a gap": async (page, relay, server) => {
    server.send([5]);
    await page.textBecomes("#progress", /^number 34$/);
    assert.match(await page.text("#sight"), /^14 numbers since \d\d:\d\d:\d\d$/);
  },
  "received, ended": async (page) => {
    assert.equal(await page.button(), "START");
    assert.equal(await page.number(), "-3.00");
    assert.equal(await page.isUsable("#button_pause"), false);
  },
};

for (const name of Object.keys(states)) {
  test(`the page says that it is: ${name}`, () => inState(browser, name, looks[name]));
}
