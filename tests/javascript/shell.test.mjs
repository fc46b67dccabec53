// Runs the JavaScript inside frontend/shell/*.cpp with stand-ins for the browser, where the browser's answers differ: what
// it allows and what it has.
import assert from "node:assert/strict";
import { test } from "node:test";
import { shellFunction } from "./em_js.mjs";

// A C++ function that JavaScript calls, with the values of each call.
function callback() {
  const calls = [];
  return { calls, wasmTable: { get: () => (...values) => calls.push(values) } };
}
const UTF8ToString = (text) => text;
const settled = () => new Promise(setImmediate);

function page({ copies }) {
  const listeners = {};
  const field = {
    setAttribute: () => {},
    select: () => (field.isSelected = true),
    remove: () => (field.isThere = false),
    addEventListener: (type, listener) => (listeners[type] = listener),
  };
  const button = { focus: () => (button.isFocused = true) };
  const document = {
    activeElement: button,
    createElement: () => field,
    getElementById: () => ({ append: () => (field.isThere = true) }),
    execCommand: (command) => command === "copy" && copies,
  };
  return { document, field, button, listeners };
}

test("a text is copied to the clipboard if the browser allows it", async () => {
  const { calls, wasmTable } = callback();
  const written = [];
  const navigator = { clipboard: { writeText: async (text) => written.push(text) } };
  shellFunction("write_clipboard", { navigator, wasmTable, UTF8ToString })("1\n2\n", 0);
  await settled();
  assert.deepEqual([written, calls], [["1\n2\n"], [[1]]]);
});

for (const [what, clipboard] of [
  ["is denied", { writeText: () => Promise.reject(new Error("denied")) }],
  ["does not exist", undefined],
]) {
  test(`a text is copied the old way if the clipboard ${what}`, async () => {
    const { calls, wasmTable } = callback();
    const { document, field, button } = page({ copies: true });
    shellFunction("write_clipboard", { navigator: { clipboard }, document, wasmTable, UTF8ToString })("1\n2\n", 0);
    await settled();
    assert.deepEqual(calls, [[1]]);
    assert.deepEqual([field.value, field.isSelected, field.isThere, button.isFocused], ["1\n2\n", true, false, true]);
  });

  test(`a text stands selected in a field if the clipboard ${what} and the old way is closed too`, async () => {
    const { calls, wasmTable } = callback();
    const { document, field, button, listeners } = page({ copies: false });
    shellFunction("write_clipboard", { navigator: { clipboard }, document, wasmTable, UTF8ToString })("1\n2\n", 0);
    await settled();
    assert.deepEqual(calls, [[0]]);
    assert.deepEqual([field.value, field.isSelected, field.isThere, button.isFocused], ["1\n2\n", true, true, undefined]);
    listeners.blur();
    assert.equal(field.isThere, false);
  });
}

test("a file can be read for a minute after its download was asked for", () => {
  const timers = [];
  const link = { click: () => {} };
  const URL = { createObjectURL: () => "blob:1", revokeObjectURL: (url) => (URL.revoked = url) };
  const globals = { document: { createElement: () => link }, URL, UTF8ToString, setTimeout: (...timer) => timers.push(timer) };
  shellFunction("save_file", globals)("numbers.csv", "text/csv", "1");
  assert.deepEqual([link.download, link.href, URL.revoked, timers[0][1]], ["numbers.csv", "blob:1", undefined, 60_000]);
  timers[0][0]();
  assert.equal(URL.revoked, "blob:1");
});

test("the page's address is shared where the device has a dialogue for it", async () => {
  const globals = { document: { title: "Home" }, location: { href: "https://example.org/#min=1" } };
  assert.equal(shellFunction("open_share_dialogue", { ...globals, navigator: {} })(), 0);
  const shared = [];
  const share = async (what) => {
    shared.push(what);
    throw new Error("the visitor has cancelled");
  };
  assert.equal(shellFunction("open_share_dialogue", { ...globals, navigator: { share } })(), 1);
  await settled();
  assert.deepEqual(shared, [{ title: "Home", url: "https://example.org/#min=1" }]);
});

function wall({ refuses = false, isSupported = true } = {}) {
  const held = new Set();
  const events = {};
  const listen = (type, listener) => (events[type] = listener);
  const box = { checked: false, addEventListener: listen };
  const label = { style: {}, querySelector: () => box };
  const document = { visibilityState: "visible", addEventListener: listen, getElementById: () => label };
  const request = async () => {
    if (refuses) throw new Error("the battery is low");
    const lock = { release: () => held.delete(lock) };
    held.add(lock);
    return lock;
  };
  const navigator = isSupported ? { wakeLock: { request } } : {};
  shellFunction("follow_wake_lock_box", { document, navigator })();
  const check = (isOn) => {
    box.checked = isOn;
    events.change();
  };
  const see = (visibility) => {
    if (visibility === "hidden") held.clear(); // as browsers do
    document.visibilityState = visibility;
    events.visibilitychange();
  };
  return { held, box, label, check, see };
}

test("the screen stays on while the box is checked and the page is visible", async () => {
  const { held, check, see } = wall();
  assert.equal(held.size, 0);
  check(true);
  await settled();
  assert.equal(held.size, 1);
  see("hidden");
  await settled();
  assert.equal(held.size, 0);
  see("visible");
  await settled();
  assert.equal(held.size, 1);
  check(false);
  await settled();
  assert.equal(held.size, 0);
  see("visible");
  await settled();
  assert.equal(held.size, 0);
});

test("a screen that may go off before the browser has agreed does so", async () => {
  const { held, check } = wall();
  check(true);
  check(false);
  await settled();
  assert.equal(held.size, 0);
});

test("a device that refuses to keep its screen on is believed", async () => {
  const { box, check } = wall({ refuses: true });
  check(true);
  await settled();
  assert.equal(box.checked, false);
});

test("the box is hidden where a browser cannot keep the screen on", () => {
  assert.equal(wall({ isSupported: false }).label.style.display, "none");
  assert.equal(wall().label.style.display, undefined);
});

test("what is due at once is called soon, and once", async () => {
  const { calls, wasmTable } = callback();
  shellFunction("call_next", { wasmTable })(7);
  assert.equal(calls.length, 0);
  while (calls.length === 0) await settled();
  await settled();
  assert.equal(calls.length, 1);
});

test("a member of the channel is passed on as text, and an empty one if the channel does not have it", () => {
  const placed = (text) => [String(text)];
  const member = shellFunction("channel_text", { Module: { channel: { name: "a", min: 0, unit: null } }, placed, UTF8ToString });
  assert.deepEqual(["name", "min", "unit", "max"].map(member), ["a", "0", "", ""]);
});
