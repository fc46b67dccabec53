// Starts programs and stops them when the benchmark ends.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { createConnection } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

const running = new Set();
const killAll = () => running.forEach((child) => child.kill("SIGKILL"));
process.on("exit", killAll);
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

export function start([command, ...args], options = {}) {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
  running.add(child);
  child.complaints = "";
  child.stderr?.on("data", (data) => (child.complaints = (child.complaints + data).slice(-2000)));
  child.gone = once(child, "exit").finally(() => running.delete(child));
  return child;
}

export async function stop(child, signal = "SIGTERM") {
  const patience = setTimeout(() => child.kill("SIGKILL"), 5000);
  child.kill(signal);
  await child.gone;
  clearTimeout(patience);
}

// Runs a program to its end and returns its standard output. If it fails, the error contains its standard error.
export async function outputOf(command, options) {
  const child = start(command, options);
  let text = "";
  child.stdout.on("data", (data) => (text += data));
  const [code] = await child.gone;
  if (code !== 0) throw new Error(`${command.join(" ")} ended with ${code}: ${child.complaints.trim()}`);
  return text;
}

// The first lines of a server's output, which it prints once it listens.
export async function announcedLines(child, count) {
  const lines = [];
  const all = new Promise((resolve) => {
    createInterface(child.stdout).on("line", (line) => lines.push(line) === count && resolve(true));
  });
  const listens = await Promise.race([all, child.gone.then(() => false)]);
  if (!listens) throw new Error(`the server did not start: ${child.complaints.trim()}`);
  return lines;
}

// The port in the line `Serving http://…:PORT/`.
export async function announcedPort(child) {
  const [line] = await announcedLines(child, 1);
  return Number(new URL(line.replace("Serving ", "")).port);
}

// Waits for a server that does not print anything when it listens.
export async function listening(port) {
  for (let attempt = 0; attempt < 100; ++attempt) {
    const socket = createConnection(port, "127.0.0.1");
    const connected = await once(socket, "connect").then(() => true, () => false);
    socket.destroy();
    if (connected) return;
    await pause(50);
  }
  throw new Error(`nothing listens on port ${port}`);
}
