// client.mjs in Node.js, against the real server: every kind of channel, with a network that breaks.
import assert from "node:assert/strict";
import { rename } from "node:fs/promises";
import http from "node:http";
import path from "node:path";
import { after, before, test } from "node:test";
import { acceptWebSocket, closeFrame, listen, textFrame } from "../e2e/doubles.mjs";
import { Relay } from "../e2e/relay.mjs";
import { Server } from "../e2e/server.mjs";
import { collect, download, load, NotedWebSocket, removeDownloads, WebSocket } from "./module.mjs";

let server, follow;
before(async () => {
  server = await Server.start("--interval-ms", "20", "--channel", "load=stdin", "--channel", "dice=shared");
  const module = await load(server.url);
  follow = (address, options) => module.follow(address, { WebSocket, ...options });
});
after(() => Promise.all([Server.stopAll(), removeDownloads()]));

const channel = (base, name) => new URL(`ws/${name}/`, base).href;
const numbersOf = (all) => all.map(({ number }) => number);
const upTo = (count) => Array.from({ length: count }, (_, i) => i + 1);
const valuesOf = (all) => all.map(({ value }) => value);

test("random numbers come once, in order, each verified, with the time at which it was due", async () => {
  const options = { min: 5, max: 6, intervalMs: 10, count: 30 };
  const { all, error } = await collect(follow(channel(server.url, "some_url"), options));
  assert.equal(error, undefined);
  assert.deepEqual(numbersOf(all), upTo(30));
  all.forEach(({ value, verified, at, gap }, i) => {
    assert.ok(value === 5 || value === 6, value);
    assert.equal(verified, true);
    assert.equal(at - all[0].at, 10 * i);
    assert.equal(gap, undefined);
  });
});

test("after lost connections random numbers go on without a gap, and the status says so", async () => {
  const relay = await Relay.start(server.port);
  const states = [];
  const onStatus = ({ state, why }) => states.push(why ? `${state}: ${why}` : state);
  const { all, error } = await collect(follow(channel(relay.url, "some_url"), { count: 60, onStatus }), ({ number }) => {
    if (number % 20 === 0) relay.cut();
  });
  assert.equal(error, undefined);
  assert.deepEqual(numbersOf(all), upTo(60));
  assert.ok(all.every(({ verified }) => verified));
  assert.deepEqual(states.slice(0, 3), ["connecting", "live", "reconnecting: the connection was lost (1006)"]);
  assert.deepEqual(states.slice(-2), ["live", "over"]); // on a busy machine both cuts may be one
  relay.close();
});

test("shared numbers are verified, and go on after a lost connection", async () => {
  const relay = await Relay.start(server.port);
  const { all, error } = await collect(follow(channel(relay.url, "dice"), { count: 40 }), ({ number }) => {
    if (number % 15 === 0) relay.cut();
  });
  assert.equal(error, undefined);
  assert.deepEqual(numbersOf(all), upTo(40).map((i) => all[0].number + i - 1));
  assert.ok(all.every(({ verified, gap, at }, i) => verified && !gap && at - all[0].at === 20 * i));
  relay.close();
});

// Waits until the server of a received channel has this number.
async function arrives(url, wanted) {
  for (;;) {
    const { all } = await collect(follow(channel(url, "load"), { count: 1 }));
    if (all[0].number >= wanted) return;
  }
}

test("a received channel begins with the newest numbers, survives a loss, and ends with its source", async () => {
  const source = await Server.start("--channel", "load=stdin");
  const relay = await Relay.start(source.port);
  source.send([1, 2.5, -3]);
  await arrives(source.url, 3);
  const { all, error } = await collect(follow(channel(relay.url, "load"), { last: 2 }), ({ value }) => {
    if (value === -3) source.send([4e-9]);
    if (value === 4e-9) {
      relay.cut();
      source.send([5, 6]);
    }
    if (value === 6) source.endSource();
  });
  assert.equal(error, undefined);
  assert.deepEqual(valuesOf(all), [2.5, -3, 4e-9, 5, 6]);
  assert.deepEqual(numbersOf(all), [2, 3, 4, 5, 6]);
  assert.ok(all.every(({ verified, gap, at }) => !verified && !gap && Math.abs(at - Date.now()) < 60_000));
  relay.close();
  await source.stop();
});

test("numbers that can no longer be had are named at the number behind them", async () => {
  const source = await Server.start("--channel", "load=stdin", "--history", "3");
  const relay = await Relay.start(source.port);
  source.send([1]);
  const { all, error } = await collect(follow(channel(relay.url, "load"), { count: 4 }), async ({ number }) => {
    if (number > 1) return;
    relay.break();
    source.send(upTo(10).slice(1));
    await arrives(source.url, 10);
    relay.mend();
  });
  assert.equal(error, undefined);
  assert.deepEqual(valuesOf(all), [1, 8, 9, 10]);
  assert.deepEqual(all[1].gap, { from: 2, to: 7 });
  assert.ok(all.every(({ gap }, i) => i === 1 || !gap));
  relay.close();
  await source.stop();
});

test("a server that counts anew is named at its first number as a gap without an end", async () => {
  const options = ["--channel", "load=stdin"];
  const old = await Server.start(...options);
  old.send([1, 2]);
  let renewed;
  const { all, error } = await collect(follow(channel(old.url, "load"), { count: 2 }), async () => {
    if (renewed) return;
    await old.stop("SIGKILL");
    renewed = await Server.start(...options, "--port", String(old.port));
    renewed.send([7]);
  });
  assert.equal(error, undefined);
  assert.equal(all[1].value, 7);
  assert.equal(all[1].number, 1);
  assert.deepEqual(all[1].gap, { from: all[0].number + 1 });
  await renewed.stop();
});

test("leaving the loop closes the connection, and so does an error in it", async () => {
  NotedWebSocket.all = [];
  for await (const { number } of follow(channel(server.url, "some_url"), { WebSocket: NotedWebSocket })) {
    if (number === 2) break;
  }
  const thrown = new Error("in the loop");
  const { error } = await collect(follow(channel(server.url, "dice"), { WebSocket: NotedWebSocket }), () => {
    throw thrown;
  });
  assert.equal(error, thrown);
  assert.equal(NotedWebSocket.all.length, 2);
  assert.ok(NotedWebSocket.areClosed());
});

test("an AbortSignal ends the loop at once with its reason, and closes the connection", async () => {
  NotedWebSocket.all = [];
  const stop = new AbortController();
  // The source sends nothing, so that the loop waits for ever.
  const onStatus = ({ state }) => state === "live" && setImmediate(() => stop.abort()); // when nothing else happens
  const waiting = follow(channel(server.url, "load"), { signal: stop.signal, onStatus, WebSocket: NotedWebSocket });
  const { setTimeout } = globalThis;
  globalThis.setTimeout = () => 0; // no timer of the module helps
  assert.deepEqual(await collect(waiting), { all: [], error: stop.signal.reason });
  globalThis.setTimeout = setTimeout;
  assert.equal(stop.signal.reason.name, "AbortError");
  assert.equal(NotedWebSocket.all.length, 1);
  assert.ok(NotedWebSocket.areClosed());
  const aborted = follow(channel(server.url, "load"), { signal: AbortSignal.abort(), WebSocket: NotedWebSocket });
  assert.equal((await collect(aborted)).error.name, "AbortError");
  assert.equal(NotedWebSocket.all.length, 1);
});

test("an error in onStatus ends the loop", async () => {
  const thrown = new Error("in onStatus");
  const onStatus = ({ state }) => {
    if (state === "live") throw thrown;
  };
  assert.equal((await collect(follow(channel(server.url, "some_url"), { onStatus }))).error, thrown);
});

// A server that sends these numbers to everybody as the original tutorial's does, and then closes.
function plainServer(numbers) {
  const double = http.createServer();
  double.on("upgrade", (request, socket) => {
    socket.on("error", () => {});
    acceptWebSocket(request, socket);
    for (const number of numbers) socket.write(textFrame(`{"message": ${number}}`));
    socket.end(closeFrame(1000));
  });
  return listen(double);
}

test("a server of the plain protocol is followed, too", async () => {
  const plain = await plainServer([1, -2, 3]);
  const { all, error } = await collect(follow(channel(plain.url, "some_url")));
  assert.equal(error, undefined);
  assert.deepEqual(valuesOf(all), [1, -2, 3]);
  assert.ok(all.every(({ verified, at }) => !verified && Math.abs(at - Date.now()) < 60_000));
  assert.deepEqual(valuesOf((await collect(follow(channel(plain.url, "some_url"), { count: 2 }))).all), [1, -2]);
  plain.close();
});

test("a Wasm file that is missing is named, and is looked for again by the next loop", async () => {
  const folder = await download(server.url);
  const wasm = path.join(folder, "client.wasm");
  await rename(wasm, `${wasm}.away`);
  const module = await import(path.join(folder, "client.mjs"));
  const numbers = () => collect(module.follow(channel(server.url, "some_url"), { count: 2, WebSocket }));
  assert.match(String((await numbers()).error), /no such file.*client\.wasm/);
  await rename(`${wasm}.away`, wasm);
  assert.deepEqual(numbersOf((await numbers()).all), [1, 2]);
});

test("a loop listens for the network's return as long as it lasts", async () => {
  const listeners = new Set();
  globalThis.addEventListener = (type, listener) => listeners.add(`${type} ${listener}`);
  globalThis.removeEventListener = (type, listener) => listeners.delete(`${type} ${listener}`);
  const sizes = [];
  await collect(follow(channel(server.url, "some_url"), { count: 1 }), () => sizes.push(listeners.size));
  delete globalThis.addEventListener;
  delete globalThis.removeEventListener;
  assert.deepEqual([...sizes, listeners.size], [1, 0]);
});

test("options that are no object are named", async () => {
  const { follow: bare } = await load(server.url);
  const { error } = await collect(bare(channel(server.url, "some_url"), "fast"));
  assert.match(String(error), /^TypeError: The options of follow\(\) must be an object, such as \{ count: 10 \}$/);
});

test("how many numbers to follow may be said in the address, and the option goes first", async () => {
  const address = channel(server.url, "some_url") + "?count=3";
  assert.deepEqual(numbersOf((await collect(follow(address))).all), [1, 2, 3]);
  assert.deepEqual(numbersOf((await collect(follow(address, { count: 2 }))).all), [1, 2]);
});

const wrongs = [
  [() => channel(server.url, "nothing"), {}, /\/ws\/nothing\/: there is nothing at this path.*\(404\)/],
  [() => server.url, {}, /^FollowError: ws:\/\/localhost:\d+\/: something other than the stream answers/],
  [() => "ws://127.0.0.1:1/ws/load/", {}, /ws:\/\/127.0.0.1:1\/ws\/load\/: the server cannot be reached/],
  [() => "/ws/load/", {}, /^TypeError: "\/ws\/load\/" is not the address of a WebSocket/], // relative to a file
  [() => "ws://a b/", {}, /^TypeError: "ws:\/\/a b\/" is not the address of a WebSocket/],
  [() => channel(server.url, "some_url"), { min: 1.5 }, /^RangeError: min is 1.5, but a whole number from -2147483648/],
  [() => channel(server.url, "some_url"), { interval_ms: 5 }, /^TypeError: follow\(\) has no option "interval_ms"/],
  [() => channel(server.url, "some_url"), { count: 0 }, /^RangeError: count is 0, but a whole number from 1 to 1000000/],
  [() => channel(server.url, "some_url"), { min: 9, max: 8 }, /^RangeError: min is 9, but must not be above max, 8$/],
  [() => channel(server.url, "some_url"), { min: 500 }, /the server does not allow these settings: [^()]*$/],
  [() => channel(server.url, "some_url"), { intervalMs: 1 }, /the server does not allow these settings: "intervalMs" is 1: [^()]*$/],
  [() => channel(server.url, "some_url") + "?count=x", {}, /^RangeError: count is NaN, but a whole number from 1/],
  [() => channel(server.url, "some_url"), { signal: {} }, /^TypeError: signal must be an AbortSignal$/],
  [() => channel(server.url, "some_url"), { onStatus: 5 }, /^TypeError: onStatus must be a function$/],
  [() => channel(server.url, "some_url"), { WebSocket: 5 }, /^TypeError: WebSocket must be a class like the WebSocket of/],
  [() => channel(server.url, "some_url"), { last: 5 }, /last is for channels that keep earlier numbers/],
  [() => channel(server.url, "dice"), { last: 5 }, /last is for channels that keep earlier numbers/],
  [() => channel(server.url, "dice"), { max: 6 }, /min, max and intervalMs are for channels of random numbers/],
  [() => channel(server.url, "load"), { intervalMs: 50 }, /min, max and intervalMs are for channels of random numbers/],
  [() => channel(server.url, "load"), { WebSocket: null }, /^TypeError: There is no WebSocket here/],
];
for (const [address, options, message] of wrongs) {
  test(`what is wrong is said: ${message.source}`, async () => {
    const { all, error } = await collect(follow(address(), options));
    assert.match(String(error), message);
    assert.deepEqual(all, []);
  });
}
