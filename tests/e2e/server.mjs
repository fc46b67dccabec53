// Runs the real server for one test, on 127.0.0.1 and on a free port unless the test gives one.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

const binary = process.env.SIMPLEWEBSOCKET_BINARY;
if (!binary) throw new Error("SIMPLEWEBSOCKET_BINARY names no server; run the tests with ./build.sh test");

export class Server {
  static #running = new Set();

  // Stops the servers of tests that failed before they stopped them.
  static stopAll() {
    return Promise.all([...Server.#running].map((server) => server.stop("SIGKILL")));
  }

  static async start(...options) {
    const server = new Server();
    const port = options.includes("--port") ? [] : ["--port", "0"];
    const secret = options.includes("--secret-file") ? [] : ["--secret-file", "off"]; // none in the user's home
    const admin = options.includes("--admin") ? [] : ["--admin", "off"];
    server.process = spawn(binary, ["--address", "127.0.0.1", ...admin, ...port, ...secret, ...options], {
      stdio: ["pipe", "pipe", "ignore"],
    });
    server.process.stdin.on("error", () => {}); // it has stopped
    Server.#running.add(server);
    server.exited = once(server.process, "exit").finally(() => Server.#running.delete(server));
    const lines = createInterface(server.process.stdout)[Symbol.asyncIterator]();
    server.url = (await lines.next()).value.replace("Serving ", "");
    if (!admin.length) server.adminUrl = (await lines.next()).value.replace("Operating ", "");
    server.port = Number(new URL(server.url).port);
    return server;
  }

  // Writes numbers to the channel whose source is stdin.
  send(numbers) {
    this.process.stdin.write(numbers.map((number) => `${number}\n`).join(""));
  }
  // Ends that source.
  endSource() {
    this.process.stdin.end();
  }

  // Resolves with [exit code, signal].
  async stop(signal = "SIGTERM") {
    this.process.kill(signal);
    return this.exited;
  }
}
