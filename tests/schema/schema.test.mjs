// The schemas and the codec agree, in both directions.
import assert from "node:assert/strict";
import { test } from "node:test";
import { decode, samples } from "./codec.mjs";
import { changes, generate, spelled } from "./generate.mjs";
import { checked, keepsRules } from "./rules.mjs";
import { decoders, faults, isValid, messages, read, schemas, schemasOf, typeOf, validatorOf } from "./schemas.mjs";

const known = samples();
const definition = (name) => schemas[messages.get(name).file].$defs[name];
const generated = (name, count) => Array.from({ length: count }, () => generate(definition(name), messages.get(name).file));
const isRefused = (result) => result.startsWith("refused: ");

// The type that a decoder must read in a value: the one whose schema permits the value, if its rules hold as well.
function expected(decoder, value) {
  const types = decoders[decoder].filter((type) => schemasOf(type).some((name) => isValid(name, value)));
  assert.ok(types.length <= 1, `${JSON.stringify(value)} is ${types.join(" and ")}`);
  return types.filter((type) => keepsRules(type, value))[0];
}

// The longest text that each decoder reads, in bytes. A schema does not see the text.
const longest = { server: 32768, random: 4096, received: 4096, shared: 4096, push: 1024 };

// Compares a decoder with the schemas on each value, and returns how many it accepts and refuses.
function compare(decoder, candidates) {
  const values = candidates.filter((value) => Buffer.byteLength(JSON.stringify(value)) * 1.5 <= longest[decoder]);
  const texts = values.map(spelled);
  const count = { accepted: 0, refused: 0 };
  decode(decoder, texts).forEach((result, i) => {
    assert.equal(isRefused(result) ? undefined : result, expected(decoder, values[i]), `${decoder} ${texts[i]}: ${result}`);
    ++count[isRefused(result) ? "refused" : "accepted"];
  });
  return count;
}

test("every type of message has a schema, and every schema is of a message", () => {
  const types = new Set(Object.values(decoders).flat());
  const ofHttp = Object.keys(schemas["http.json"].$defs);
  assert.deepEqual([...types].flatMap(schemasOf).filter((name) => !messages.has(name)), []);
  const others = [...messages.keys()].filter((name) => !types.has(typeOf(name)) && !ofHttp.includes(name));
  assert.deepEqual(others, ["PlainSample"], "the server writes it, and no client of ours reads it");
});

test("every type of message has samples", () => {
  const shown = new Set(known.map(({ name }) => name));
  const written = Object.values(decoders).flat().filter((type) => type !== "UnknownMessage" && type !== "PushedSample");
  assert.deepEqual(written.flatMap(schemasOf).filter((name) => !shown.has(name)), []);
});

test("what the codec writes is valid, also by the schema of its channel's messages", () => {
  for (const { name, text } of known) {
    assert.deepEqual(faults(name, JSON.parse(text)), [], text);
    assert.ok(validatorOf(messages.get(name).file)(JSON.parse(text)), text);
  }
});

// A schema would permit a member that it does not know with any value.
test("every member that the codec writes or reads is in the schemas", () => {
  const membersOf = ({ properties }) => Object.keys({ ...properties, ...schemas["random.json"].$defs.Offer.properties });
  for (const { name, text } of known) {
    assert.deepEqual(Object.keys(JSON.parse(text)).filter((member) => !membersOf(definition(name)).includes(member)), [], name);
  }
  const code = ["encode", "encode_log", "encode_shared", "decode", "decode_log", "decode_shared", "wire_member"]
    .map((file) => read(`shared/${file}.${file === "wire_member" ? "hpp" : "cpp"}`)).join("");
  const named = new Set(Object.values(schemas).flatMap((schema) => JSON.stringify(schema).match(/"\w+":/g)).map((key) => key.slice(1, -2)));
  const members = [/\\"(\w+)\\":/g, /_member(?:<\w+>)?\("([\w.]+)"/g, /\.path = "([\w.]+)"/g].flatMap((form) => [...code.matchAll(form)]);
  assert.ok(members.length > 60);
  assert.deepEqual(members.flatMap(([, member]) => member.split(".")).filter((member) => !named.has(member)), []);
});

for (const decoder of Object.keys(decoders)) {
  const names = decoders[decoder].flatMap(schemasOf);
  test(`the decoder of ${decoder} messages accepts what is generated from the schemas, if the rules hold`, () => {
    for (const name of names) {
      const values = generated(name, 600).filter((value) => isValid(name, value));
      assert.ok(values.length >= 30, `${name}: ${values.length} values`);
      const { accepted, refused } = compare(decoder, values);
      assert.ok(accepted > 0, name);
      assert.equal(refused > 0, Boolean(checked[name]), name);
    }
  });

  test(`the decoder of ${decoder} messages refuses what the schemas refuse`, () => {
    for (const name of names) {
      const originals = known.filter((sample) => sample.name === name).map(({ text }) => JSON.parse(text));
      const { accepted, refused } = compare(decoder, [...originals, ...generated(name, 10)].flatMap((value) => [...changes(value)]));
      assert.ok(accepted > 0 && refused > 0, `${name}: ${accepted} accepted, ${refused} refused`);
    }
  });
}

test("the decoder checks every rule that no schema can state, and README.md lists it", () => {
  const listed = read("shared/schema/README.md");
  for (const [type, rules] of Object.entries(checked)) {
    for (const [rule, holds] of rules) {
      const values = schemasOf(type).flatMap((name) => generated(name, 2000).filter((value) => isValid(name, value)));
      const broken = values.filter((value) => !holds(value));
      assert.ok(broken.length > 0, `${type}: ${rule}`);
      assert.deepEqual(decode("server", broken.map(spelled)).filter((result) => !isRefused(result)), [], `${type}: ${rule}`);
      assert.ok(listed.includes(`| \`${type}\` | ${rule} |`), `README.md does not list: | \`${type}\` | ${rule} |`);
    }
  }
});

test("the decoder refuses texts whose values a schema cannot see", () => {
  const gap = '{"type":"gap","from":0,"to":1';
  const isGap = (text) => isValid("Gap", JSON.parse(text));
  const texts = [`${gap},"to":1}`, `${gap},"a":${"[".repeat(32)}${"]".repeat(32)}}`, `${gap},"a":"${"a".repeat(32768)}"}`,
    `${gap},${Array.from({ length: 1000 }, (_, i) => `"${i}":0`).join(",")}}`];
  assert.deepEqual(decode("server", [`${gap}}`]), ["Gap"]);
  for (const text of texts) {
    assert.ok(isGap(text));
    assert.ok(isRefused(decode("server", [text])[0]), text.slice(0, 60));
  }
});

test("the codes of `error` are those of the codec", () => {
  const codes = [...read("shared/error_code.hpp").matchAll(/ErrorCode k\w+\{"(\w+)"/g)].map(([, code]) => code);
  assert.ok(codes.length > 0);
  assert.deepEqual(definition("ErrorMessage").properties.code.examples, codes);
});

// AsyncAPI's own schemas are draft 07 with additions, so that its tools read shared/schema/ only if it says the same there.
test("the schemas have only keywords that draft 07 has with the same meaning", () => {
  const keywords = ["$ref", "title", "description", "examples", "type", "const", "enum", "required", "properties", "pattern",
    "items", "minItems", "maxItems", "minimum", "maximum", "allOf", "anyOf", "not"];
  const visit = (schema, at) => {
    if (typeof schema === "boolean") return;
    assert.deepEqual(Object.keys(schema).filter((key) => !keywords.includes(key)), [], at);
    assert.ok(!schema.$ref || Object.keys(schema).length === 1, `${at}: draft 07 ignores what stands beside $ref`);
    for (const [name, part] of Object.entries(schema.properties ?? {})) visit(part, `${at}/${name}`);
    for (const part of [schema.items, schema.not, ...(schema.allOf ?? []), ...(schema.anyOf ?? [])]) if (part) visit(part, at);
  };
  for (const [file, schema] of Object.entries(schemas)) {
    for (const [name, part] of Object.entries(schema.$defs)) visit(part, `${file}#${name}`);
  }
});
