// Gives the tests of client.mjs the module that a server serves, saved as a program saves it that uses it in Node.js.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";

// The one of the Debian package node-ws, because Node.js before 22 has none of its own.
export const WebSocket = createRequire(import.meta.url)("/usr/share/nodejs/ws");

const folders = new Set();

// Resolves with the folder into which the module's files were saved.
export async function download(url) {
  const folder = await mkdtemp(path.join(tmpdir(), "simplewebsocket-client-"));
  folders.add(folder);
  for (const file of ["client.mjs", "client.wasm", "client.d.mts"]) {
    const answer = await fetch(new URL(file, url));
    if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
    await writeFile(path.join(folder, file), Buffer.from(await answer.arrayBuffer()));
  }
  return folder;
}

export const removeDownloads = () => Promise.all([...folders].map((folder) => rm(folder, { recursive: true })));

export const load = async (url) => import(path.join(await download(url), "client.mjs"));

// A WebSocket that notes its instances in `all`.
export class NotedWebSocket extends WebSocket {
  static all = [];
  constructor(address) {
    super(address);
    NotedWebSocket.all.push(this);
  }
  static areClosed = () => NotedWebSocket.all.every(({ readyState }) => readyState >= WebSocket.CLOSING);
}

// Collects what a loop gets: the numbers until it ends or throws, and the error. `on` is called with each number.
export async function collect(numbers, on = () => {}) {
  const all = [];
  try {
    for await (const number of numbers) {
      all.push(number);
      await on(number);
    }
  } catch (error) {
    return { all, error };
  }
  return { all };
}
