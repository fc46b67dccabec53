// Formats the results of received channels as text.
import { layOut, list, number, withSpread } from "./table.mjs";

const head = [
  ...["numbers from outside", "server", "CPU µs/message", "× better floor", "last viewer p50", "p99", "any viewer p50", "p99"],
  ...["written/s", "to all", "arrived", "server busy", "client busy", "lost"],
];
const percent = ({ median }) => `${number(median * 100, 0)} %`;

function cells({ scenario, server, cpuUs, ratio, delivery, arrived, serverShare, clientShare, lost }) {
  if (!cpuUs) return [scenario, server, ...Array(head.length - 3).fill("–"), "all"];
  const ms = (value) => withSpread(value, 2);
  return [
    ...[scenario, server, withSpread(cpuUs, 2), ratio ? withSpread(ratio, 2) : "–"],
    ...[ms(delivery.lastP50), ms(delivery.lastP99), ms(delivery.eachP50), ms(delivery.eachP99)],
    ...[number(delivery.writtenPerSecond.median, 1), percent(delivery.complete), percent(arrived)],
    ...[percent(serverShare), percent(clientShare), String(lost + delivery.refused)],
  ];
}

const memoryPairs = ({ channels, samples, idleKb, fullKb }) => [
  ["nothing has come", `${number(idleKb, 2)} kB`],
  [`${samples} numbers in the window`, `${number(fullKb, 1)} kB`],
  ["measured with", `${channels} channels, one worker`],
];

const cutPair = ({ server, share, cut, backP99 }) => [
  server,
  `${(share.median * 100).toFixed(2)} % of the numbers (${cut.median} cuts; back after ${withSpread(backP99, 0)} ms at p99)`,
];

const cutTitle = ({ plan: { viewers, cutEveryMs, awayMs, intervalMs } }) =>
  `Numbers that arrive although each of ${viewers} viewers is cut every ${cutEveryMs} ms and away for ${awayMs} ms, ` +
  `one number each ${intervalMs} ms`;

export function receivedText({ rows, memory, cut = [] }) {
  const table = rows.length > 0 ? layOut([head, ...rows.map(cells)]) : "";
  const note =
    "from the producer's write to the receipt, in milliseconds; written: numbers a second that the producer could give;\n" +
    "to all: the share of these that every viewer had a second after the end; arrived: the share of the messages due;\n" +
    "lost: viewers that the server lost, and numbers that it did not take";
  const parts = rows.length > 0 ? [table, note] : [];
  if (cut.length > 0) parts.push(list(cutTitle(cut[0]), cut.map(cutPair)));
  if (memory) parts.push(list("Memory of a received channel", memoryPairs(memory)));
  return parts.join("\n");
}
