// The messages that the documents show are valid, and what the documents link to is there.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { isValid, messages, read, source } from "./schemas.mjs";

// In a document, … stands for a value that does not matter.
const value = (text) => JSON.parse(text.replaceAll('"…"', `"${"0".repeat(32)}"`).replaceAll("…", "1764000000000"));

// The messages in a text: lines of blocks of JSON, data of events, and what stands in quotes.
function shown(text) {
  const blocks = [...text.matchAll(/^```json\n([^]*?)^```$/gm)].flatMap(([, lines]) => lines.trim().split("\n"));
  const words = text.replace(/^ *```[^]*?^ *```$/gm, (block) => (/\n.*(data: |-d ')\{/.test(block) ? block : ""));
  const inline = [/`(\{"[^`\n]*\})`/g, /^ *data: (\{.*\})$/gm, /`data: (\{.*?\})`/g, /-d '(\{.*?\})'/g]
    .flatMap((form) => [...words.matchAll(form)].map(([, found]) => found));
  return [...blocks, ...inline];
}

// The names of the messages of this version that a text can be.
const kindsOf = (message) => [...messages.keys()].filter((name) => name !== "UnknownMessage" && isValid(name, message));

const documents = ["README.md", "shared/PROTOCOL.md", "shared/HOW_IT_WORKS.md", "shared/schema/README.md", "backend/OPERATING.md"];

for (const document of documents) {
  test(`${document} shows valid messages`, () => {
    for (const text of shown(read(document))) assert.notDeepEqual(kindsOf(value(text)), [], text);
  });
}

test("PROTOCOL.md shows every message", () => {
  const seen = new Set(shown(read("shared/PROTOCOL.md")).flatMap((text) => kindsOf(value(text))));
  const hidden = ["UnknownMessage", "PushedSamples", "ChannelList"]; // described in words
  assert.deepEqual([...messages.keys()].filter((name) => !seen.has(name)).sort(), hidden.sort());
});

const withoutCode = (text) => text.replace(/^```[^]*?^```$/gm, ""); // it may look like a link or a heading

// The names by which hosting sites let links lead to the headings of a document.
const anchors = (text) => [...withoutCode(text).matchAll(/^#+ (.*)$/gm)]
  .map(([, heading]) => heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-"));

test("links between the files of this project lead to files and to headings", () => {
  const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "*.md"], { cwd: source, encoding: "utf8" });
  for (const document of files.trim().split("\n").filter((file) => existsSync(path.join(source, file)))) {
    for (const [link, target, heading] of withoutCode(read(document)).matchAll(/\]\((?!https?:)([^)#]*)#?([^)]*)\)/g)) {
      const file = path.join(path.dirname(document), target);
      assert.ok(existsSync(path.join(source, file)), `${document} links to ${link}`);
      const there = target === "" ? document : file;
      if (heading) assert.ok(anchors(read(there)).includes(heading), `${document} links to ${link}`);
    }
  }
});
