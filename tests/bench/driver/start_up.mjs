// Measures the time until the server listens, and the size of the binary without debug information.
import { mkdirSync, statSync } from "node:fs";
import path from "node:path";
import { output, product } from "./place.mjs";
import { announcedPort, outputOf, start, stop } from "./processes.mjs";
import { summary } from "./statistics.mjs";

// The time from spawning the process until its line appears on standard output, which is the first sign for a user.
export async function startUp(times) {
  const measured = [];
  for (let i = 0; i < times; ++i) {
    const begun = performance.now();
    const server = start([product, "--address", "127.0.0.1", "--port", "0", "--admin", "off", "--log-level", "error"]);
    await announcedPort(server);
    measured.push(performance.now() - begun);
    await stop(server);
  }
  return summary(measured);
}

export async function strippedBytes() {
  mkdirSync(output, { recursive: true });
  const copy = path.join(output, "simplewebsocket.stripped");
  await outputOf(["strip", "-o", copy, product]);
  return statSync(copy).size;
}
