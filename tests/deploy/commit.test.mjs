// backend/admin/commit.cmake finds out from which commit a source tree is, or that nobody knows.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const module = fileURLToPath(new URL("../../backend/admin/commit.cmake", import.meta.url));
const root = realpathSync(mkdtempSync(path.join(os.tmpdir(), "commit-")));
after(() => rmSync(root, { recursive: true }));

function git(folder, ...words) {
  const identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"];
  return execFileSync("git", ["-C", folder, ...identity, ...words], { encoding: "utf8" }).trim();
}

// A tree with the files, which say where `git archive` is to write the commit.
function tree(name) {
  const folder = path.join(root, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, ".commit"), "$Format:%H$\n");
  writeFileSync(path.join(folder, ".gitattributes"), ".commit export-subst\n");
  return folder;
}

function clone(name) {
  const folder = tree(name);
  git(folder, "init", "--quiet");
  git(folder, "add", "--all");
  git(folder, "commit", "--quiet", "--message", "All");
  return folder;
}

function commitOf(folder) {
  const script = path.join(root, "script.cmake");
  writeFileSync(script, `set(PROJECT_SOURCE_DIR "${folder}")\ninclude("${module}")\nfile(WRITE "${root}/answer" "\${commit}")\n`);
  execFileSync("cmake", ["-P", script]);
  return readFileSync(path.join(root, "answer"), "utf8");
}

test("the commit of a clone is git's", () => {
  const folder = clone("clone");
  assert.equal(commitOf(folder), git(folder, "rev-parse", "HEAD"));
});

test("the commit of an archive is the one that git has written into it", () => {
  const folder = clone("archived");
  const unpacked = path.join(root, "unpacked");
  mkdirSync(unpacked);
  execFileSync("tar", ["-x", "-C", unpacked], { input: execFileSync("git", ["-C", folder, "archive", "HEAD"]) });
  assert.equal(commitOf(unpacked), git(folder, "rev-parse", "HEAD"));
});

test("a tree inside somebody else's clone has not that one's commit", () => {
  assert.equal(commitOf(tree("clone/inside")), "");
});

test("the commit of a copy is unknown", () => {
  assert.equal(commitOf(tree("copy")), "");
});
