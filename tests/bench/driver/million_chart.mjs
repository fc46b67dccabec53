// Draws two curves of a run with many viewers, from its samples: memory by part, and connects a second. A small SVG that is
// legible on light and dark backgrounds.
const width = 720;
const left = 70;
const right = 20;
const panel = 170; // height of each

const parts = [
  ["servers", "servers (PSS)"],
  ["clients", "load clients (PSS)"],
  ["slab", "kernel: slab"],
  ["tcp", "kernel: TCP buffers"],
  ["otherKernel", "kernel: page tables, stacks"],
];

function axes({ top, most, unit, last }) {
  const bottom = top + panel;
  const lines = [0, 0.5, 1].map(
    (share) => `<text x="${left - 6}" y="${bottom - share * panel + 4}" class="y">${(most * share).toLocaleString("en", { maximumFractionDigits: 1 })}${unit}</text>`,
  );
  const step = [1, 2, 5, 10, 20, 60, 120, 300, 600].find((seconds) => last / seconds <= 12) ?? 1200;
  const times = Array.from({ length: Math.floor(last / step) + 1 }, (_, tick) => tick * step);
  const x = (second) => left + (second / last) * (width - left - right);
  const marks = times.map((second) => `<text x="${x(second)}" y="${bottom + 16}" class="x">${second} s</text>`);
  return `<path d="M${left} ${top}V${bottom}H${width - right}" class="axis"/>${lines.join("")}${marks.join("")}`;
}

// One area upon the other, in the order of `parts`.
function memoryPanel(samples, top, last) {
  const most = Math.max(...samples.map(({ all }) => all)) / 1e6 || 1;
  const x = (second) => (left + (second / last) * (width - left - right)).toFixed(1);
  const y = (kb) => (top + panel - (Math.max(kb, 0) / 1e6 / most) * panel).toFixed(1);
  const floor = samples.map(() => 0);
  const areas = parts.map(([name], index) => {
    const below = samples.map(({ seconds }, i) => `${x(seconds)} ${y(floor[i])}`).reverse();
    const above = samples.map((sample, i) => `${x(sample.seconds)} ${y((floor[i] += Math.max(sample[name], 0)))}`);
    return `<path d="M${above.join("L")}L${below.join("L")}Z" class="p${index}"/>`;
  });
  return areas.join("\n") + axes({ top, most, unit: " GB", last });
}

function connectsPanel(samples, top, last) {
  const rates = samples.slice(1).map(({ seconds, streaming }, i) => {
    const before = samples[i];
    return { from: before.seconds, to: seconds, rate: Math.max(0, streaming - before.streaming) / (seconds - before.seconds) };
  });
  const most = Math.ceil(Math.max(1, ...rates.map(({ rate }) => rate)) / 1000) * 1000;
  const x = (second) => (left + (second / last) * (width - left - right)).toFixed(1);
  const y = (rate) => (top + panel - (rate / most) * panel).toFixed(1);
  const bars = rates.map(({ from, to, rate }) => `M${x(from)} ${top + panel}V${y(rate)}H${x(to)}V${top + panel}`);
  return `<path d="${bars.join("")}" class="p0"/>` + axes({ top, most, unit: "/s", last });
}

export function millionChart(samples, title) {
  const last = samples.at(-1).seconds;
  const secondTop = 60 + panel + 70;
  const height = secondTop + panel + 30;
  const legend = parts.map(([, label], i) => {
    const x = left + (i % 5) * 130;
    return `<rect x="${x}" y="34" width="10" height="10" class="p${i}"/><text x="${x + 14}" y="43" class="note">${label.replace("kernel: ", "")}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}">
<style>
text{font:12px system-ui,sans-serif;fill:#24292f}.title{font-weight:600;font-size:15px}.note{font-size:11px}.y{text-anchor:end}.x{text-anchor:middle}
.axis{stroke:#8c959f;fill:none}.p0{fill:#1a7f64}.p1{fill:#b08a3e}.p2{fill:#5b7db1}.p3{fill:#a3567d}.p4{fill:#8c959f}
@media (prefers-color-scheme:dark){text{fill:#e6edf3}.p0{fill:#3fb68b}.p1{fill:#c9a052}.p2{fill:#7ea0d6}.p3{fill:#c97ba3}}
</style>
<text x="10" y="20" class="title">${title}</text>
${legend.join("\n")}
${memoryPanel(samples, 60, last)}
<text x="10" y="${secondTop - 16}" class="title">Connects a second</text>
${connectsPanel(samples, secondTop, last)}
</svg>
`;
}
