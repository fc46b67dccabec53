// Runs the load client against a running server.
import { onClientCore, program } from "./place.mjs";
import { outputOf } from "./processes.mjs";

export const clientOptions = { spin: false };

export async function load(server, options) {
  const command = [program("bench_load"), "--port", String(server.port), "--server-pid", String(server.process.pid)];
  for (const [name, value] of Object.entries(options)) {
    command.push(`--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, String(value));
  }
  if (clientOptions.spin) command.push("--spin");
  return JSON.parse(await outputOf(onClientCore(command)));
}

// Connects one viewer to check that the server speaks the protocol.
export const probe = (server, options) => load(server, { viewers: 1, warmup: 0, seconds: 0.05, ...options });
