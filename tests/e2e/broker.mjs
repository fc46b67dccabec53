// A real nats-server with JetStream for one test, on a free port of 127.0.0.1, with its streams in a directory of its
// own.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

export class Broker {
  static async start() {
    const broker = new Broker();
    broker.folder = await mkdtemp(path.join(os.tmpdir(), "broker-"));
    broker.port = -1;
    await broker.restart();
    return broker;
  }

  get url() {
    return `nats://127.0.0.1:${this.port}`;
  }

  // On the same port, with the same streams.
  async restart() {
    const { folder } = this;
    const options = ["-a", "127.0.0.1", "-p", `${this.port}`, "-js", "-sd", folder, "--ports_file_dir", folder];
    this.process = spawn("nats-server", options, { stdio: "ignore", env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` } });
    this.exited = once(this.process, "exit");
    const file = path.join(folder, `nats-server_${this.process.pid}.ports`);
    for (const end = Date.now() + 20_000; ; await pause(20)) {
      const [, port] = (await readFile(file, "utf8").catch(() => "")).match(/127\.0\.0\.1:(\d+)"\]/) ?? [];
      if (port) return void (this.port = Number(port));
      if (Date.now() > end) throw new Error(`nats-server does not listen: ${await readdir(folder)}`);
    }
  }

  async stop() {
    this.process.kill("SIGTERM");
    await this.exited;
  }

  async remove() {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  // Publishes a number and waits until JetStream has stored it.
  async publish(channel, number) {
    const socket = net.connect(this.port, "127.0.0.1");
    await once(socket, "connect");
    const text = `${number}`;
    socket.write(
      'CONNECT {"verbose":false}\r\nSUB acks 1\r\n' +
        `PUB simplewebsocket.${channel} acks ${text.length}\r\n${text}\r\n`,
    );
    let received = "";
    for await (const bytes of socket) {
      received += bytes;
      if (/MSG acks[^]*"seq":\d+/.test(received)) break;
    }
    socket.destroy();
  }
}
