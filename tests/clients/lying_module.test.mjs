// client.mjs and servers that lie.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { provingServer } from "../e2e/proving_server.mjs";
import { changeNumber, Relay } from "../e2e/relay.mjs";
import { Server } from "../e2e/server.mjs";
import { collect, load, removeDownloads, WebSocket } from "./module.mjs";

let server, follow;
before(async () => {
  server = await Server.start("--interval-ms", "20", "--channel", "dice=shared", "--min", "10", "--max", "99");
  const module = await load(server.url);
  follow = (address, options) => module.follow(address, { WebSocket, ...options });
});
after(() => Promise.all([Server.stopAll(), removeDownloads()]));

const channel = (base, name) => new URL(`ws/${name}/`, base).href;
const another = (digits) => (digits === "42" ? "43" : "42");

test("a number that was changed on its way is never yielded, and the error names it", async () => {
  const relay = await Relay.start(server.port, changeNumber(3, another));
  const { all, error } = await collect(follow(channel(relay.url, "some_url"), { count: 100 }));
  assert.equal(all.length, 3);
  assert.ok(all.every(({ verified }) => verified));
  assert.equal(error?.name, "FollowError");
  assert.equal(error.code, "distrusted");
  assert.match(error.message, /\/ws\/some_url\/: number \d+ is 4[23]/);
  relay.close();
});

test("a shared number that was changed on its way is never yielded, and the error names it", async () => {
  let changed, alter;
  const relay = await Relay.start(server.port, (chunk) => {
    const [, first] = chunk.match(/"seq":(\d+)/) ?? [];
    if (first && !alter) {
      changed = Number(first) + 10;
      alter = changeNumber(changed, another);
    }
    return alter ? alter(chunk) : chunk;
  });
  const { all, error } = await collect(follow(channel(relay.url, "dice"), { count: 1000 }));
  assert.equal(error?.code, "distrusted");
  assert.ok(all.every(({ number, verified }) => verified && number <= changed)); // which is number `changed` + 1
  assert.match(error.message, /\/ws\/dice\/: number [\d,]+ is 4[23]/);
  relay.close();
});

test("a long stream is verified at its end, and a lie in it is an error then", async () => {
  const lie = (message) => {
    if (message.type !== "numbers" || message.seq !== 100) return message;
    return { ...message, messages: message.messages.map((n, i) => (i === 7 ? n ^ 1 : n)) };
  };
  const options = { count: 5000, run: 50 };
  const honest = await provingServer(server.url, options);
  const good = await collect(follow(channel(honest.url, "some_url"), { count: 5000 }));
  assert.equal(good.error, undefined);
  assert.equal(good.all.length, 5000);
  assert.ok(good.all.every(({ verified }) => !verified));
  const liar = await provingServer(server.url, { ...options, alter: lie });
  const { all, error } = await collect(follow(channel(liar.url, "some_url"), { count: 5000 }));
  assert.equal(all.length, 5000);
  assert.equal(error.code, "distrusted");
  assert.match(error.message, /number 10[78] is \d+, but the seeds give/);
  honest.close();
  liar.close();
});

test("a server that chooses another range than was asked for is left before the first number", async () => {
  const liar = await provingServer(server.url, { alter: (it) => (it.type === "started" ? { ...it, max: 63 } : it) });
  const { all, error } = await collect(follow(channel(liar.url, "some_url")));
  assert.deepEqual(all, []);
  assert.equal(error.code, "distrusted");
  assert.match(error.message, /the server did not start what it promised/);
  liar.close();
});
