// Measures the memory that a received channel takes in the server.
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { once } from "node:events";
import { startOurs } from "./received_servers.mjs";

const kWindow = 3600; // --history's default

function privateKb({ process: { pid } }) {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  return [...rollup.matchAll(/^Private_(?:Clean|Dirty):\s+(\d+)/gm)].reduce((sum, [, kb]) => sum + Number(kb), 0);
}

async function post(agent, port, channel, body) {
  const asked = request({ agent, port, host: "127.0.0.1", path: `/channels/${channel}`, method: "POST" });
  asked.end(body);
  const [response] = await once(asked, "response");
  response.resume();
  await once(response, "end");
  if (response.statusCode !== 200) throw new Error(`a push was answered with ${response.statusCode}`);
}

// In kB a channel: when nothing has come, and when its window is full. Each is measured against one channel fewer.
export async function memoryOfChannels({ memoryChannels }) {
  const one = await startOurs()({ channels: 1 });
  const before = privateKb(one);
  await one.stop();
  const server = await startOurs()({ channels: memoryChannels });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    const idle = privateKb(server);
    const window = Array.from({ length: kWindow }, (_, i) => `${i}.5`).join("\n");
    for (let i = 0; i < memoryChannels; ++i) await post(agent, server.loadOptions.pushPort, `c${i}`, window);
    const full = privateKb(server);
    return {
      ...{ channels: memoryChannels, samples: kWindow },
      idleKb: (idle - before) / (memoryChannels - 1),
      fullKb: (full - before) / memoryChannels,
    };
  } finally {
    agent.destroy();
    await server.stop();
  }
}
