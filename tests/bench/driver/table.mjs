// Formats results as text tables.
const number = (value, digits) => (Number.isFinite(value) ? value.toFixed(digits) : "–");

const withSpread = ({ median, min, max }, digits) =>
  min === max ? number(median, digits) : `${number(median, digits)} (${number(min, digits)}–${number(max, digits)})`;

// Cells are strings; the first two columns are left-aligned, the others right.
export function layOut(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) => row.map((cell, i) => (i < 2 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join("  ")).join("\n");
}

export function comparisonTable(rows) {
  const head = ["scenario", "server", "CPU µs/message", "× better floor", "kB/viewer", "jitter p50", "p99", "p99.9", "max", "late p99.9", "arrived", "lost"];
  const cells = rows.map((row) => {
    if (!row.cpuUs) return [row.scenario, row.server, ...Array(9).fill("–"), "all"];
    const jitter = Object.values(row.jitter).map((q) => number(q.median, 2));
    return [
      row.scenario,
      row.server,
      withSpread(row.cpuUs, 2),
      row.ratio ? withSpread(row.ratio, 2) : "–",
      withSpread(row.kbPerViewer, 2),
      ...jitter,
      number(row.lateness.p999_ms.median, 2),
      `${number(row.arrived.min * 100, 0)} %`,
      String(row.lost),
    ];
  });
  return layOut([head, ...cells]);
}

// [label, value] pairs, one per line.
export const list = (title, pairs) => `\n${title}\n${layOut(pairs.map(([label, value]) => ["", label, value]))}`;
export { number, withSpread };
