// Starts those servers of other projects that need more than a command line.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { once } from "node:events";
import path from "node:path";
import { nchanModule, nginx, onServerCore, output } from "./place.mjs";
import { listening, start, stop } from "./processes.mjs";

export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

// nginx with one worker and no log, which writes only to its own directory.
export async function startNginx(http, { modules = [] } = {}) {
  mkdirSync(output, { recursive: true });
  const directory = mkdtempSync(path.join(output, "nginx-"));
  const port = await freePort();
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((kind) => `${kind}_temp_path ${directory};`);
  writeFileSync(
    path.join(directory, "nginx.conf"),
    `${modules.map((module) => `load_module ${module};`).join("\n")}
${process.getuid() === 0 ? "user root;" : ""}
daemon off; pid ${directory}/pid; worker_processes 1; worker_rlimit_nofile 20000;
events { worker_connections 19900; }
http {
  access_log off;
  ${temporary.join(" ")}
  ${http(port)}
}
`,
  );
  const command = [nginx, "-p", directory, "-c", path.join(directory, "nginx.conf"), "-e", path.join(directory, "error.log")];
  const process_ = start(onServerCore(command));
  await listening(port);
  const end = async () => {
    await stop(process_);
    rmSync(directory, { recursive: true });
  };
  return { port, process: process_, stop: end };
}

// All viewers subscribe to one channel, and this process publishes one number per interval to it.
export async function startNchan({ intervalMs = 1000 } = {}) {
  const server = await startNginx(
    (port) => `server {
    listen 127.0.0.1:${port} backlog=4096;
    location = /publish { nchan_publisher; nchan_channel_id numbers; nchan_message_buffer_length 1; }
    location / { nchan_subscriber websocket; nchan_channel_id numbers; nchan_subscriber_first_message newest; }
  }`,
    { modules: [nchanModule] },
  );
  const publish = () => {
    const post = request({ port: server.port, host: "127.0.0.1", path: "/publish", method: "POST" });
    post.on("response", (response) => response.resume());
    post.on("error", () => {}); // the server is being stopped
    post.end(`{"message": ${Math.floor(Math.random() * 101)}}`);
  };
  const timer = setInterval(publish, intervalMs);
  return { ...server, stop: () => (clearInterval(timer), server.stop()) };
}

// The channel is a part of the address, for viewers and for producers.
export const startNchanChannels = () =>
  startNginx(
    (port) => `keepalive_requests 100000000;
  server {
    listen 127.0.0.1:${port} backlog=4096;
    location ~ ^/channels/(\\w+)$ { nchan_publisher; nchan_channel_id $1; nchan_message_buffer_length 1; }
    location ~ ^/ws/(\\w+)/$ { nchan_subscriber websocket; nchan_channel_id $1; nchan_subscriber_first_message newest; }
  }`,
    { modules: [nchanModule] },
  );

// websocketd runs one shell for each viewer; the shell waits without starting another process.
export async function startWebsocketd({ intervalMs = 1000 } = {}) {
  const port = await freePort();
  const script = `while :; do echo "{\\"message\\": $((RANDOM % 101))}"; read -rt ${intervalMs / 1000} <> <(:); done`;
  const command = ["websocketd", "--address=127.0.0.1", `--port=${port}`, "--loglevel=fatal", "bash", "-c", script];
  const process_ = start(onServerCore(command));
  await listening(port);
  return { port, process: process_, stop: () => stop(process_) };
}
