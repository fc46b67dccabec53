// The program of frontend/client/README.md that uses client.mjs in Node.js.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Server } from "../e2e/server.mjs";
import { download, removeDownloads } from "./module.mjs";
import { example } from "./readme.mjs";

after(() => Promise.all([Server.stopAll(), removeDownloads()]));

const run = promisify(execFile);
// Saves README's program beside the module, runs it with these flags of Node.js, and checks what it prints.
async function checkExample(flags) {
  const server = await Server.start("--interval-ms", "20");
  const folder = await download(server.url);
  const program = path.join(folder, "ten.mjs");
  await writeFile(program, await example("js", server.url));
  const address = `ws://127.0.0.1:${server.port}/ws/some_url/`;
  const { stdout, stderr } = await run(process.execPath, [...flags, program, address], { timeout: 60_000 });
  const lines = stdout.trimEnd().split("\n");
  assert.equal(lines.length, 10);
  lines.forEach((line, i) => assert.match(line, new RegExp(`^${i + 1} \\d+ \\d{4}-\\S+Z verified$`)));
  assert.match(stderr, /^connecting \nlive \nover \n$/);
  await server.stop();
}

test("README's program has ten lines", async () => {
  assert.ok((await example("js", "")).trimEnd().split("\n").length <= 10);
});

test("README's program prints ten numbers with the WebSocket of the package ws", () =>
  checkExample(["--require", fileURLToPath(new URL("websocket.cjs", import.meta.url))]));

const major = Number(process.versions.node.split(".")[0]);
test("README's program prints ten numbers with the WebSocket of Node.js", { skip: major < 20 && "it has none" }, () =>
  checkExample(major < 22 ? ["--experimental-websocket", "--no-warnings"] : []));
