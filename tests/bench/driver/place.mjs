// The paths of programs and files, which of them are installed, and the core that each side runs on.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import path from "node:path";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");
export const release = path.join(root, "build/release");
export const output = path.join(root, "build/bench");
process.env.XDG_STATE_HOME = path.join(output, "state"); // servers keep their secret here, not in the user's home
export const program = (name) => path.join(release, "tests/bench", name);
export const product = path.join(release, "backend/simplewebsocket");
export const nchanModule = "/usr/lib/nginx/modules/ngx_nchan_module.so";

export const bun = ["x64", "aarch64"].map((cpu) => path.join(root, `tests/bench/node_modules/@oven/bun-linux-${cpu}/bin/bun`)).find(existsSync);

export const installed = (name) => spawnSync("which", [name]).status === 0;
export const nginx = ["/usr/sbin/nginx", "/usr/bin/nginx"].find(existsSync);

// With two or more cores the server has one core to itself, and the load client runs on another one.
export const pinned = cpus().length >= 2 && installed("taskset");
const on = (core, command) => (pinned ? ["taskset", "-c", String(core), ...command] : command);
export const onServerCore = (command) => on(0, command);
export const onClientCore = (command) => on(1, command);

export const placement = pinned
  ? "server on core 0, load client on core 1 (taskset)"
  : "server and load client share all cores, for want of a second core or of taskset";
