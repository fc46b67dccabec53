// What TypeScript must accept of client.mjs, and what it must refuse; typescript.test.mjs lets tsc check it. It never runs.
import { follow, FollowError, type Gap, type Status } from "../../frontend/client/client.mjs";

const stop = new AbortController();
const statuses: Status[] = [];
const options = {
  min: 1, max: 6, intervalMs: 100, count: 10, last: 5, signal: stop.signal, WebSocket,
  onStatus: (status: Status) => void statuses.push(status),
};
try {
  for await (const n of follow("/ws/dice/", options)) {
    const values: number[] = [n.number, n.value, n.at.getTime()];
    const isProven: boolean = n.verified;
    const gap: Gap | undefined = n.gap;
    console.log(values, isProven, gap?.from, gap?.to);
    // @ts-expect-error: a value is a number
    const text: string = n.value;
    // @ts-expect-error: a number has no such property
    console.log(text, n.message);
  }
} catch (error) {
  if (error instanceof FollowError && error.code === "distrusted") console.error(error.message);
}
follow(new URL("ws://localhost:8000/ws/dice/"));
// @ts-expect-error: there is no address
follow();
// @ts-expect-error: there is no such option
follow("/ws/dice/", { interval: 100 });
// @ts-expect-error: a count is a number
follow("/ws/dice/", { count: "10" });
