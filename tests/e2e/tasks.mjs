// Measures how long the page keeps the browser's main thread. In any browser, by the clock, so that other programs on
// the machine count too: call `prepare(tab)` before the page loads, and `clocked(page)` for what the page's callbacks
// have taken since the last call: `frame` before a paint, `message` of the WebSocket, and `timer`. In Chromium also
// `traced(page, seconds)`: the processor time of all tasks, with the browser's own layout and painting.
export const prepare = (tab) =>
  tab.evaluateOnNewDocument(() => {
    const kinds = {};
    globalThis.takeTimes = () => {
      const taken = structuredClone(kinds);
      for (const kind in kinds) delete kinds[kind];
      return taken;
    };
    const timed = (kind, work) =>
      function (...args) {
        const began = performance.now();
        work.apply(this, args);
        (kinds[kind] ??= []).push(Math.round((performance.now() - began) * 100) / 100);
      };
    const { requestAnimationFrame, setTimeout } = globalThis;
    globalThis.requestAnimationFrame = (work) => requestAnimationFrame(timed("frame", work));
    globalThis.setTimeout = (work, ...rest) => setTimeout(timed("timer", work), ...rest);
    Object.defineProperty(WebSocket.prototype, "onmessage", {
      set(work) {
        this.addEventListener("message", timed("message", work));
      },
    });
  });

const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

// The median, the 99th percentile and the longest of `times`, in milliseconds.
function summary(kind, times) {
  times.sort((a, b) => a - b);
  const long = times.filter((time) => time > 4).length;
  const [median, most, longest] = [at(times, 0.5), at(times, 0.99), at(times, 1)];
  return { longest, text: `${kind} ${median}, ${most}, ${longest} ms; ${long} of ${times.length} above 4 ms` };
}

export const clocked = async (page) =>
  Object.entries(await page.tab.evaluate(() => takeTimes())).map(([kind, times]) => summary(`${kind} by the clock`, times));

export async function traced(page, seconds) {
  await page.tab.tracing.start({ categories: ["disabled-by-default-devtools.timeline", "__metadata"] });
  await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
  const { traceEvents } = JSON.parse(new TextDecoder().decode(await page.tab.tracing.stop()));
  const tasks = traceEvents.filter(({ name, tdur }) => name === "RunTask" && tdur !== undefined);
  // The page's thread is the one that runs the most of a renderer's main threads.
  const time = new Map();
  const isMain = ({ name, args }) => name === "thread_name" && args.name === "CrRendererMain";
  for (const { pid, tid } of traceEvents.filter(isMain)) time.set(`${pid} ${tid}`, []);
  for (const { pid, tid, tdur } of tasks) time.get(`${pid} ${tid}`)?.push(tdur / 1000);
  const busiest = [...time.values()].sort((a, b) => b.length - a.length)[0];
  return summary("all tasks, processor time", busiest);
}
