// The types that client.d.mts gives client.mjs. `npm ci` in tests/e2e installs the compiler.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

test("TypeScript accepts what is right about client.mjs, and refuses what is wrong", async () => {
  const flags = ["--strict", "--noEmit", "--module", "nodenext", "--target", "es2022", "--lib", "es2022,dom"];
  const compiler = [here("../e2e/node_modules/typescript/bin/tsc"), ...flags, here("client_types.mts")];
  const errors = await new Promise((resolve) => execFile(process.execPath, compiler, (_, stdout) => resolve(stdout)));
  assert.equal(errors, "");
});
