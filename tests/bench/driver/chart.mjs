// Draws the cost of one scenario as a bar chart: a small SVG that is legible on light and dark backgrounds.
const width = 720;
const barHeight = 20;
const gap = 12;
const left = 290;
const right = 190;
const top = 46;

const escape = (text) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

function bar(row, index, scale) {
  const y = top + index * (barHeight + gap);
  const middle = y + barHeight / 2;
  const x = (value) => (left + value * scale).toFixed(1);
  const { median, min, max } = row.cpuUs;
  const ratio = row.ratio ? ` · ${row.ratio.median.toFixed(2)} × better floor` : "";
  return `<text x="${left - 10}" y="${middle}" class="name">${escape(row.server)}</text>
<rect x="${left}" y="${y}" width="${(median * scale).toFixed(1)}" height="${barHeight}" rx="2" class="${row.role}"/>
<path d="M${x(min)} ${middle}H${x(max)}M${x(min)} ${middle - 4}v8M${x(max)} ${middle - 4}v8" class="spread"/>
<text x="${Number(x(Math.max(median, max))) + 8}" y="${middle}" class="value">${median.toFixed(1)} µs${ratio}</text>`;
}

export function chart(rows, title, note) {
  const shown = rows.filter((row) => row.cpuUs);
  const scale = (width - left - right) / Math.max(...shown.map((row) => row.cpuUs.max));
  const height = top + shown.length * (barHeight + gap) + 24;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escape(title)}">
<style>
text{font:13px system-ui,sans-serif;fill:#24292f;dominant-baseline:central}
.title{font-weight:600;font-size:15px}.name{text-anchor:end}.value,.note{fill:#57606a}.note{font-size:11px}
.floor{fill:#8c959f}.ours{fill:#1a7f64}.peer{fill:#b08a3e}.spread{stroke:#24292f;fill:none}
@media (prefers-color-scheme:dark){text{fill:#e6edf3}.value,.note{fill:#9aa4ae}.spread{stroke:#e6edf3}
.floor{fill:#6e7681}.ours{fill:#3fb68b}.peer{fill:#c9a052}}
</style>
<text x="10" y="20" class="title">${escape(title)}</text>
${shown.map((row, index) => bar(row, index, scale)).join("\n")}
<text x="10" y="${height - 12}" class="note">${escape(note)}</text>
</svg>
`;
}
