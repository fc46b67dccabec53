// Reads Kubernetes manifests, and says what the API would not understand in one.
import { readFileSync } from "node:fs";
import path from "node:path";
import { parseAllDocuments } from "yaml";

export const folder = path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname),
  "../../backend/deploy/kubernetes");

// Kubernetes reads YAML 1.1, where 0400 is an octal number.
export function read(file) {
  return parseAllDocuments(readFileSync(path.join(folder, file), "utf8"), { version: "1.1", merge: false }).map((document) => {
    if (document.errors.length > 0) throw document.errors[0];
    return document.toJS();
  });
}

async function model({ apiVersion, kind }) {
  const models = await import(`kubernetes-models/${apiVersion}`).catch(() => ({}));
  if (!models[kind]) throw new Error(`there is no ${kind} in ${apiVersion}`);
  return models[kind];
}

// The same value, which notes the members that are read.
function watched(value, at, seen) {
  if (value === null || typeof value !== "object") return value;
  return new Proxy(value, {
    get(target, key) {
      const member = target[key];
      if (typeof key === "string") seen.add(`${at}.${key}`);
      return watched(member, `${at}.${String(key)}`, seen);
    },
  });
}

function members(value, at) {
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, member]) => [`${at}.${key}`, ...members(member, `${at}.${key}`)]);
}

// Returns what is wrong with a manifest. Its schema tells the wrong types and the missing members. It tolerates members that
// the API does not have, so these are found as those that the schema has never looked at.
export async function faults(manifest) {
  const { prototype } = await model(manifest);
  const seen = new Set();
  try {
    prototype.validate.call(watched(manifest, manifest.kind, seen));
  } catch (error) {
    return [error.message];
  }
  return members(manifest, manifest.kind).filter((member) => !seen.has(member)).map((member) => `${member} is unknown`);
}
