// Draws a simulated return of viewers: what is tried and what is served in each slot, and the share that is back.
// A small SVG that is legible on light and dark backgrounds.
const width = 720;
const height = 320;
const left = 70;
const right = 60;
const top = 50;
const bottom = 60;

const perSecond = (series, slotMs) => series.map((count) => (count * 1000) / slotMs);

export function reconnectChart({ viewers, slot_ms: slotMs, tried, served, back }) {
  const slots = Math.max(tried.length, served.length, back.length) + 1;
  const x = (slot) => (left + (slot / slots) * (width - left - right)).toFixed(1);
  const attempts = perSecond(tried, slotMs);
  const work = perSecond(served, slotMs);
  // The axis is logarithmic: attempts peak at some thirty times of what can be served.
  const least = 1e4;
  const most = 10 ** Math.ceil(Math.log10(Math.max(...attempts)));
  const inside = height - top - bottom;
  const y = (value) => (height - bottom - (Math.log(Math.max(value, least) / least) / Math.log(most / least)) * inside).toFixed(1);
  const shareY = (share) => (height - bottom - share * inside).toFixed(1);
  const steps = (series) => series.map((value, slot) => `M${x(slot)} ${height - bottom}V${y(value)}H${x(slot + 1)}V${height - bottom}`).join("");
  let total = 0;
  const shares = Array.from({ length: slots }, (_, slot) => `${x(slot + 1)} ${shareY((total += back[slot] ?? 0) / viewers)}`);
  const seconds = Math.floor((slots * slotMs) / 1000);
  const step = seconds > 12 ? 5 : 1;
  const times = Array.from({ length: Math.floor(seconds / step) + 1 }, (_, tick) => tick * step);
  const rates = Array.from({ length: Math.round(Math.log10(most / least)) + 1 }, (_, power) => least * 10 ** power);
  const rateText = (rate) => (rate >= 1e6 ? `${rate / 1e6} M` : `${rate / 1e3},000`);
  const title = `${viewers.toLocaleString("en")} viewers of a dead node come back to 20 cores (simulated)`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}">
<style>
text{font:12px system-ui,sans-serif;fill:#24292f}.title{font-weight:600;font-size:15px}.y{text-anchor:end}.x{text-anchor:middle}
.axis{stroke:#8c959f;fill:none}.tried{fill:#b08a3e}.served{fill:#1a7f64}.back{stroke:#24292f;stroke-width:2;fill:none}
@media (prefers-color-scheme:dark){text{fill:#e6edf3}.tried{fill:#c9a052}.served{fill:#3fb68b}.back{stroke:#e6edf3}}
</style>
<text x="10" y="24" class="title">${title}</text>
<path d="${steps(attempts)}" class="tried"/>
<path d="${steps(work)}" class="served"/>
<path d="M${x(0)} ${shareY(0)}L${shares.join("L")}" class="back"/>
<path d="M${left} ${top}V${height - bottom}H${width - right}V${top}" class="axis"/>
${rates.map((rate) => `<text x="${left - 6}" y="${Number(y(rate)) + 4}" class="y">${rateText(rate)}</text>`).join("\n")}
${[0, 50, 100].map((share) => `<text x="${width - right + 6}" y="${Number(shareY(share / 100)) + 4}">${share} %</text>`).join("\n")}
${times.map((time) => `<text x="${x((time * 1000) / slotMs)}" y="${height - bottom + 18}" class="x">${time} s</text>`).join("\n")}
<rect x="${left}" y="${height - 26}" width="12" height="12" class="tried"/><text x="${left + 18}" y="${height - 16}">attempts a second</text>
<rect x="${left + 150}" y="${height - 26}" width="12" height="12" class="served"/><text x="${left + 168}" y="${height - 16}">served a second</text>
<path d="M${left + 290} ${height - 20}h20" class="back"/><text x="${left + 316}" y="${height - 16}">viewers who are back (right)</text>
</svg>
`;
}
