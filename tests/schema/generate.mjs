// Generates values that a schema permits, and changes values so that it may no longer permit them.
import { schemas } from "./schemas.mjs";

// Numbers that look random and are the same in every run (a linear congruential generator; Numerical Recipes, 7.1).
let state = 1;
const below = (limit) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * limit);
};
const oneOf = (values) => values[below(values.length)];

function find(reference, file) {
  const [other, pointer] = reference.split("#");
  const at = other || file;
  return [pointer.split("/").slice(1).reduce((schema, key) => schema[key], schemas[at]), at];
}

// A text of a pattern that consists of classes of characters, each with or without a number of repetitions.
function textOf(pattern) {
  const parts = [...pattern.slice(1, -1).matchAll(/\[([^\]]+)\](?:\{(\d+)(?:,(\d+))?\})?/g)];
  if (parts.map(([part]) => part).join("") !== pattern.slice(1, -1)) throw new Error(`no generator for ${pattern}`);
  return parts.map(([, characters, least = "1", most = least]) => {
    const all = [...Array(128).keys()].map((code) => String.fromCharCode(code))
      .filter((character) => new RegExp(`[${characters}]`).test(character));
    const length = oneOf([Number(least), Number(most), Number(least) + below(Number(most) - Number(least) + 1)]);
    return Array.from({ length }, () => oneOf(all)).join("");
  }).join("");
}

const kinds = {
  integer: ({ minimum, maximum }) => oneOf([minimum, maximum, minimum + below(maximum - minimum + 1), Math.max(minimum, 7)]),
  number: () => oneOf([0, -1, 21.5, 1e300, -1e-300, 2 ** 53]),
  string: ({ pattern }) => (pattern ? textOf(pattern) : oneOf(["", "a", "é😀\"\\\n"])),
  boolean: () => oneOf([true, false]),
  array: ({ items, minItems = 0, maxItems = 3 }, file) =>
    Array.from({ length: oneOf([minItems, Math.min(maxItems, minItems + 2), maxItems]) }, () => generate(items, file)),
};

// All of the object's members that are required, and some of the others, in any order; and one that no schema names.
function objectOf(schema, file) {
  const value = {};
  const names = Object.keys(schema.properties ?? {}).filter((name) => schema.properties[name] !== false);
  for (const name of names.sort(() => oneOf([-1, 1]))) {
    if (schema.required?.includes(name) || oneOf([true, false])) value[name] = generate(schema.properties[name], file);
  }
  return oneOf([value, { ...value, unknown: oneOf([null, [{}], "x"]) }]);
}

// A value of the schema. `allOf`, `anyOf` and `not` of objects may contradict the other parts: the caller validates it.
export function generate(schema, file) {
  if (schema.$ref) return generate(...find(schema.$ref, file));
  if ("const" in schema) return schema.const;
  if (schema.enum) return oneOf(schema.enum);
  const parts = [...(schema.allOf ?? []), ...(schema.anyOf ? [oneOf(schema.anyOf)] : [])];
  if (schema.type && schema.type !== "object") return kinds[schema.type](schema, file);
  const values = parts.map((part) => generate(part, file));
  if (!schema.properties) return values.length === 1 ? values[0] : Object.assign({}, ...values);
  return Object.assign({}, ...values, objectOf(schema, file));
}

// The values that lie one step from `value`: each member left out, or replaced by values of other types or bounds.
export function* changes(value) {
  yield* [null, true, [], {}, "", "x", -1, 0.5, 1e300, 2 ** 53, -(2 ** 53)].filter((other) => other !== value);
  if (typeof value === "number") yield* [value - 1, value + 1, value + 0.5];
  if (typeof value === "string") yield* [`${value}0`, value.slice(1), value.toUpperCase(), ` ${value}`, `${value}\n`, `é${value}`];
  if (Array.isArray(value)) {
    yield* [value.slice(1), [...value, value[0] ?? null], [...value, null], Array(513).fill(value[0] ?? 0)];
    if (value.length > 0) for (const other of changes(value[0])) yield [other, ...value.slice(1)];
  } else if (typeof value === "object" && value !== null) {
    for (const name of [...Object.keys(value), "type", "log", "at_ms", "channel"]) {
      for (const other of changes(value[name] ?? 1)) yield { ...value, [name]: other };
      const others = { ...value };
      delete others[name];
      yield others;
    }
  }
}

// JSON text in which integers may be spelled in any way.
export function spelled(value) {
  return JSON.stringify(value).replace(/(?<=[:[,])-?\d+(?=[,\]}])/g,
    (digits) => oneOf([digits, digits, `${digits}.0`, `${digits}e0`, `${digits}.00e+0`]));
}
