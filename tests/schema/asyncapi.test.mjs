// shared/asyncapi.yaml is valid, and has every message in the direction in which it travels.
import assert from "node:assert/strict";
import path from "node:path";
import { before, test } from "node:test";
import { DiagnosticSeverity, Parser } from "@asyncapi/parser";
import { decoders, messages, read, schemas, schemasOf, source } from "./schemas.mjs";

const file = path.join(source, "shared/asyncapi.yaml");
const parse = (text) => new Parser().parse(text, { source: file });
const faultsIn = (diagnostics) => diagnostics
  .filter(({ severity }) => severity <= DiagnosticSeverity.Warning)
  .map(({ message, path: at }) => `${at.join(".")}: ${message}`);

let document;
before(async () => {
  const result = await parse(read("shared/asyncapi.yaml"));
  assert.deepEqual(faultsIn(result.diagnostics), []);
  ({ document } = result);
});

const names = (items) => items.all().map((item) => item.id());
const ofAction = (action) => new Set(document.operations().all().filter((each) => each.action() === action).flatMap((each) => names(each.messages())));
const missing = (types, known) => types.flatMap(schemasOf).filter((name) => !known.has(name));

test("the parser notices a fault", async () => {
  for (const [right, wrong] of [["action: send", "action: sent"], ["random.json#/$defs/Hello'", "random.json#/$defs/Helo'"],
    ["messages/PlainSample'", "messages/PlainSampel'"]]) {
    const { document: none, diagnostics } = await parse(read("shared/asyncapi.yaml").replace(right, wrong));
    assert.equal(none, undefined);
    assert.notDeepEqual(faultsIn(diagnostics), [], wrong);
  }
});

test("it has every message, with its schema and the type that it has on the wire", () => {
  const described = document.components().messages().all();
  const known = [...messages.keys()].filter((name) => name !== "UnknownMessage");
  assert.deepEqual(described.map((each) => each.id()).filter((name) => name !== "Request").sort(), known.sort());
  for (const message of described.filter((each) => messages.has(each.id()))) {
    const { file: schemaFile } = messages.get(message.id());
    const schema = schemas[schemaFile].$defs[message.id()];
    assert.equal(message.payload().title(), schema.title, `${message.id()} has another schema`);
    assert.equal(message.name(), schema.properties?.type?.const ?? message.id());
  }
});

test("its version is that of the project", () => {
  assert.equal(document.info().version(), /project\(SimpleWebsocket VERSION ([\d.]+)/.exec(read("CMakeLists.txt"))[1]);
});

test("it says of every message who sends it", () => {
  const { server, push, ...clients } = decoders;
  assert.deepEqual(missing(server.filter((type) => type !== "UnknownMessage"), ofAction("send")), []);
  assert.deepEqual(missing([...push, ...Object.values(clients).flat()], ofAction("receive")), []);
  const requests = new Set(Object.values(clients).flat());
  assert.deepEqual([...ofAction("send")].filter((name) => requests.has(name)), []);
});

test("on a channel travel the messages that its schema names", () => {
  for (const kind of ["plain", "random", "shared", "received"]) {
    const named = schemas[`${kind}.json`].anyOf.map(({ $ref }) => $ref.split("/").at(-1));
    assert.deepEqual(names(document.channels().get(kind).messages()).sort(), named.sort());
  }
});
