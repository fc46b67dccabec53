// A server in which everything that is measured happens: TLS, a viewer, a channel that is pushed and one from a broker; and
// a Prometheus that scrapes it each second and computes the alerts.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import https from "node:https";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { stringify } from "yaml";
import { Broker } from "../e2e/broker.mjs";
import { Server } from "../e2e/server.mjs";

// Calls `look` until it answers with something.
export async function until(what, look) {
  for (const end = Date.now() + 60_000; Date.now() < end; await pause(100)) {
    const found = await look();
    if (found) return found;
  }
  throw new Error(`waited in vain for ${what}`);
}

async function freePort() {
  const socket = net.createServer().listen(0, "127.0.0.1");
  await once(socket, "listening");
  const { port } = socket.address();
  await new Promise((resolve) => socket.close(resolve));
  return port;
}

export class MeasuredServer {
  static async start() {
    const measured = new MeasuredServer();
    measured.folder = mkdtempSync(path.join(os.tmpdir(), "measured-"));
    const [certificate, key] = ["certificate.pem", "key.pem"].map((name) => path.join(measured.folder, name));
    execFileSync("openssl", [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "90", "-subj", "/CN=localhost"],
      ...["-keyout", key, "-out", certificate],
    ], { stdio: "ignore" });
    measured.broker = await Broker.start();
    measured.server = await Server.start(
      ...["--admin", "127.0.0.1:0", "--tls-certificate", certificate, "--tls-key", key, "--interval-ms", "100"],
      ...["--channel", "pushed=push", "--channel", "brokered=nats", "--nats", measured.broker.url]);
    measured.admin = new URL(measured.server.adminUrl).origin;
    measured.viewers = ["some_url", "pushed", "brokered"].map((channel) => measured.#watch(channel));
    measured.producing = setInterval(() => {
      measured.push("21.5").catch(() => {}); // the server has stopped
      measured.broker.publish("brokered", 4).catch(() => {});
    }, 500);
    return measured;
  }

  metrics = async () => (await fetch(`${this.admin}/metrics`)).text();
  push = (body) => fetch(`${this.admin}/channels/pushed`, { method: "POST", body });

  #watch(channel) {
    const request = https.get(`https://127.0.0.1:${this.server.port}/events/${channel}/`, { rejectUnauthorized: false });
    request.on("response", (response) => response.resume());
    request.on("error", () => {}); // the server has stopped
    return request;
  }

  async stop() {
    clearInterval(this.producing);
    for (const viewer of this.viewers) viewer.destroy();
    await this.server.stop("SIGKILL");
    await this.broker.remove();
    rmSync(this.folder, { recursive: true });
  }
}

export class Prometheus {
  // Scrapes `target` (host:port) and computes the rules of the file.
  static async start(target, rules) {
    const prometheus = new Prometheus();
    prometheus.folder = mkdtempSync(path.join(os.tmpdir(), "prometheus-"));
    const configuration = path.join(prometheus.folder, "prometheus.yml");
    writeFileSync(configuration, stringify({
      global: { scrape_interval: "1s", evaluation_interval: "1s" },
      rule_files: [rules],
      scrape_configs: [{ job_name: "simplewebsocket", static_configs: [{ targets: [target] }] }],
    }));
    const port = await freePort();
    prometheus.url = `http://127.0.0.1:${port}/api/v1`;
    prometheus.process = spawn("prometheus", [
      ...["--config.file", configuration, "--storage.tsdb.path", path.join(prometheus.folder, "data")],
      ...["--web.listen-address", `127.0.0.1:${port}`, "--log.level", "error"],
    ], { stdio: ["ignore", "ignore", "inherit"] });
    prometheus.exited = once(prometheus.process, "exit");
    await until("Prometheus", () => prometheus.query("vector(1)").catch(() => undefined));
    return prometheus;
  }

  async get(what, parameters = {}) {
    const answer = await (await fetch(`${this.url}/${what}?${new URLSearchParams(parameters)}`)).json();
    if (answer.status !== "success") throw new Error(`${what} ${JSON.stringify(parameters)}: ${answer.error}`);
    return answer.data;
  }
  // The series of an instant query. Throws if Prometheus cannot compute it.
  async query(expression) {
    const { result } = await this.get("query", { query: expression });
    return result;
  }

  async stop() {
    this.process.kill("SIGTERM");
    await this.exited;
    rmSync(this.folder, { recursive: true });
  }
}
