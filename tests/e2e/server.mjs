// The real server on a free port of 127.0.0.1, for one test.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

const binary = process.env.SIMPLEWEBSOCKET_BINARY;
if (!binary) throw new Error("SIMPLEWEBSOCKET_BINARY names no server; run the tests with ./build.sh test");

export class Server {
  static async start(...options) {
    const server = new Server();
    server.process = spawn(binary, ["--address", "127.0.0.1", "--port", "0", ...options], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    server.exited = once(server.process, "exit");
    const [line] = await once(createInterface(server.process.stdout), "line");
    server.url = line.replace("Serving ", "");
    server.port = Number(new URL(server.url).port);
    return server;
  }

  // Resolves with [exit code, signal].
  async stop(signal = "SIGTERM") {
    this.process.kill(signal);
    return this.exited;
  }
}
