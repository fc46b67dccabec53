// Everything that a running server sends over HTTP is valid by the schemas. The codec's other messages are those of schema.test.mjs.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { after, before, test } from "node:test";
import { faults, isValid } from "./schemas.mjs";

let child, viewers, admin;
before(async () => {
  const options = ["--address", "127.0.0.1", "--port", "0", "--secret-file", "off", "--admin", "127.0.0.1:0", "--count", "2", "--interval-ms", "10", "--threads", "1",
    "--channel", "some_url=random", "--channel", "dice=shared", "--channel", "temperature=push,title=Room,unit=°C,min=-5.5,max=40"];
  child = spawn(process.env.SIMPLEWEBSOCKET_BINARY, options, { stdio: ["ignore", "pipe", "inherit"] });
  let lines = "";
  [viewers, admin] = await new Promise((resolve, reject) => {
    child.on("exit", (status) => reject(new Error(`the server ended with ${status}: ${lines}`)));
    child.stdout.on("data", (text) => {
      lines += text;
      const serving = /^Serving (http:\/\/[^/]+)/m.exec(lines), operating = /^Operating (http:\/\/[^/]+)/m.exec(lines);
      if (serving && operating) resolve([serving[1], operating[1]]);
    });
  });
});
after(() => child.kill("SIGKILL"));

const push = (body) => fetch(`${admin}/channels/temperature`, { method: "POST", body });

// The first events of a channel, each with the name "message" if it has no other.
async function events(channel, count) {
  const response = await fetch(`${viewers}/events/${channel}/`);
  let text = "";
  const found = () => [...text.matchAll(/(?:^event: (\w+)\n)?^data: (.*)\n/gm)].map(([, name, data]) => ({ name, data: JSON.parse(data) }));
  for await (const bytes of response.body) {
    text += Buffer.from(bytes).toString();
    if (found().length >= count) break;
  }
  return found().slice(0, count);
}

test("the list of channels", async () => {
  const list = await (await fetch(`${viewers}/channels.json`)).json();
  assert.equal(list.length, 3);
  assert.deepEqual(faults("ChannelList", list), []);
});

test("pushes and their answers", async () => {
  for (const body of ["21.5", '{"value":1e3,"at_ms":0}', '[21.5,{"value":-1}]']) {
    assert.ok(isValid("PushedSample", JSON.parse(body)) || isValid("PushedSamples", JSON.parse(body)));
    const response = await push(body);
    assert.equal(response.status, 200, body);
    assert.deepEqual(faults("PushAnswer", await response.json()), []);
  }
  for (const body of ['{"value":"1"}', '{"value":1,"at_ms":253402300800000}', "[]", "true"]) {
    assert.ok(!isValid("PushedSample", JSON.parse(body)) && !isValid("PushedSamples", JSON.parse(body)), body);
    assert.equal((await push(body)).status, 400, body);
  }
});

test("events of a channel of random numbers", async () => {
  const [first, second, end] = await events("some_url", 3);
  for (const { data } of [first, second]) assert.deepEqual(faults("PlainNumber", data), []);
  assert.equal(end.name, "end");
  assert.deepEqual(faults("End", end.data), []);
});

test("events of a received and of a shared channel", async () => {
  assert.equal((await push("21.5")).status, 200);
  const [sample] = await events("temperature", 1);
  assert.deepEqual(faults("PlainSample", sample.data), []);
  assert.equal(sample.data.message, 21.5);
  const [number] = await events("dice", 1);
  assert.deepEqual(faults("PlainNumber", number.data), []);
});
