// Runs a real nginx in front of the server, on a free port of 127.0.0.1.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const binary = process.env.NGINX ?? "/usr/sbin/nginx";

async function freePort() {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

const accepts = (port) =>
  new Promise((resolve) => {
    const socket = net.connect(port, "127.0.0.1");
    socket.on("connect", () => resolve(true)).on("error", () => resolve(false)).on("close", () => socket.destroy());
    socket.on("connect", () => socket.end());
  });

export const passesWebSockets = `
  proxy_http_version 1.1;
  proxy_set_header Upgrade $http_upgrade;
  proxy_set_header Connection "upgrade";`;
export const passesHost = "proxy_set_header Host $http_host;";

export class Proxy {
  static #running = new Set();

  // Stops the proxies of tests that failed before they stopped them.
  static stopAll() {
    return Promise.all([...Proxy.#running].map((proxy) => proxy.stop()));
  }

  // `locations` are nginx's location blocks.
  static async start(locations) {
    const proxy = new Proxy();
    proxy.folder = await mkdtemp(path.join(tmpdir(), "simplewebsocket-nginx-"));
    const port = await freePort();
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
    await writeFile(path.join(proxy.folder, "nginx.conf"), `
      daemon off;
      master_process off;
      pid ${proxy.folder}/pid;
      events {}
      http {
        access_log off;
        ${temporary.map((name) => `${name}_temp_path ${proxy.folder}/${name};`).join("\n")}
        server {
          listen 127.0.0.1:${port};
          ${locations}
        }
      }`);
    const options = ["-p", proxy.folder, "-c", "nginx.conf", "-e", path.join(proxy.folder, "error.log")];
    proxy.process = spawn(binary, options, { stdio: ["ignore", "ignore", "inherit"] });
    Proxy.#running.add(proxy);
    proxy.exited = once(proxy.process, "exit");
    const deadline = Date.now() + 10_000;
    while (!(await accepts(port))) {
      if (proxy.process.exitCode !== null || Date.now() > deadline) throw new Error(`${binary} does not listen`);
      await pause(20);
    }
    proxy.url = `http://127.0.0.1:${port}/`;
    return proxy;
  }

  async stop() {
    Proxy.#running.delete(this);
    this.process.kill("SIGKILL");
    await this.exited;
    await rm(this.folder, { recursive: true });
  }
}
