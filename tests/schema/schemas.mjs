// The schemas of shared/schema/, and what says which text is which message.
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import Ajv2020 from "ajv/dist/2020.js";

export const source = path.join(path.dirname(fileURLToPath(import.meta.url)), "../..");
export const read = (file) => readFileSync(path.join(source, file), "utf8");

const folder = "shared/schema";
export const schemas = Object.fromEntries(readdirSync(path.join(source, folder))
  .filter((file) => file.endsWith(".json"))
  .map((file) => [file, JSON.parse(read(path.join(folder, file)))]));

// `strict` refuses a keyword that is not known, so that a misspelled one does not go unnoticed. Some members' types are
// stated by the schema that they refer to.
const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false });
for (const [file, schema] of Object.entries(schemas)) ajv.addSchema(schema, file);

// Every message by its name: where its schema is, and the function that validates a value.
export const messages = new Map(Object.entries(schemas)
  .filter(([file]) => file !== "types.json")
  .flatMap(([file, schema]) => Object.keys(schema.$defs).map((name) => [file, name]))
  .filter(([, name]) => name !== "Offer") // a part of Hello
  .map(([file, name]) => [name, { file, at: `${file}#/$defs/${name}`, validate: ajv.getSchema(`${file}#/$defs/${name}`) }]));

export const isValid = (name, value) => messages.get(name).validate(value);
export const faults = (name, value) => (isValid(name, value) ? [] : messages.get(name).validate.errors);
export const validatorOf = (file) => ajv.getSchema(file);

// The messages that each of the codec's decoders reads, by the variants of shared/message.hpp. The decoder of the
// backend reads what a producer pushes.
const header = read("shared/message.hpp").replace(/\/\/.*/g, "");
const variant = (name) => new RegExp(`using ${name} =\\s*std::variant<([^>]*)>`).exec(header)[1].split(",").map((each) => each.trim());
export const decoders = {
  server: variant("ServerMessage"),
  random: variant("ClientMessage"),
  received: variant("LogRequest"),
  shared: variant("SharedRequest"),
  push: ["PushedSample"],
};

// The codec has one type for a run of received numbers, and schemas for a run of one and for others.
export const schemasOf = (type) => (type === "LogNumbers" ? ["LogNumber", "LogNumbers"] : [type]);
export const typeOf = (name) => (name === "LogNumber" ? "LogNumbers" : name);
