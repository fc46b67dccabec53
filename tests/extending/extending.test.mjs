// The chapter shared/EXTENDING.md is true: its patches fit the tree, what they touch compiles, and their tests pass.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const source = path.join(path.dirname(fileURLToPath(import.meta.url)), "../..");
const copy = mkdtempSync(path.join(os.tmpdir(), "extending-"));
after(() => rmSync(copy, { recursive: true }));

const build = path.join(copy, "build");
// The compiler cache finds what was compiled in the copy of an earlier run, which had another path.
const env = { ...process.env, CCACHE_BASEDIR: copy, CCACHE_NOHASHDIR: "1", CCACHE_SLOPPINESS: "pch_defines,time_macros" };
function run(program, words, options = {}) {
  try {
    return execFileSync(program, words, { cwd: copy, env, encoding: "utf8", maxBuffer: 1 << 26, stdio: ["pipe", "pipe", "pipe"], ...options });
  } catch (error) {
    throw new Error(`${program} ${words.join(" ")}\n${`${error.stdout}${error.stderr}`.slice(-6000)}`);
  }
}

const patches = [...readFileSync(path.join(source, "shared/EXTENDING.md"), "utf8").matchAll(/^```diff\n([^]*?)^```$/gm)].map(([, text]) => text);
const touched = patches.flatMap((patch) => [...patch.matchAll(/^\+\+\+ b\/(.*)$/gm)].map(([, file]) => file));

test("the patches apply to the tree, one after the other", () => {
  const files = run("git", ["ls-files", "-co", "--exclude-standard", "-z"], { cwd: source }).split("\0").filter(Boolean);
  for (const file of files.filter((each) => existsSync(path.join(source, each)))) cpSync(path.join(source, file), path.join(copy, file), { preserveTimestamps: true });
  assert.ok(patches.length > 10);
  for (const input of patches) run("git", ["apply", "-"], { input });
  for (const folder of ["shared/", "backend/", "frontend/", "web/", "tests/"]) assert.ok(touched.some((file) => file.startsWith(folder)), folder);
});

test("they are laid out as the code is", () => {
  const code = [...new Set(touched)].filter((file) => /\.[ch]pp$/.test(file));
  run("clang-format", ["--dry-run", "--Werror", ...code]);
});

test("what they touch compiles, and their tests pass", () => {
  run("cmake", ["-G", "Ninja", "-S", copy, "-B", build, "-DCMAKE_CXX_FLAGS=-O0", "-DCMAKE_CXX_COMPILER_LAUNCHER=ccache",
    "-DSIMPLEWEBSOCKET_PAGE=OFF", "-DSIMPLEWEBSOCKET_TESTS=ON"]);
  run("ninja", ["-C", build, "own_tests", "schema_codec"]);
  // Of the rest of the server only the files that the patches touch are compiled, and not what it consists of as well.
  const commands = JSON.parse(readFileSync(path.join(build, "compile_commands.json"), "utf8"));
  for (const file of ["backend/server/channels.cpp", "backend/stream/log_dialogue.cpp"]) {
    assert.ok(touched.includes(file));
    const { command, directory } = commands.find((each) => each.file === path.join(copy, file));
    run("sh", ["-c", command], { cwd: directory });
  }
  assert.match(run(path.join(build, "tests/own/own_tests"), ["--gtest_brief=1"]), /\[ {2}PASSED {2}\] 6 tests/);
});

test("the schemas, the AsyncAPI document and the examples know the new message", () => {
  symlinkSync(path.join(source, "tests/schema/node_modules"), path.join(copy, "tests/schema/node_modules"));
  const files = ["schema", "asyncapi"].map((name) => path.join(copy, `tests/schema/${name}.test.mjs`));
  run("node", ["--test", ...files], { env: { ...env, NODE_TEST_CONTEXT: undefined, SCHEMA_CODEC: path.join(build, "tests/schema/schema_codec") } });
  const text = readFileSync(path.join(copy, "shared/PROTOCOL.md"), "utf8");
  assert.match(text, /^\{"type":"note"/m);
});
