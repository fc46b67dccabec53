// Follows the numbers of a channel of SimpleWebsocket, in a page of any site, in a worker or in Node.js:
//
//   import { follow } from "http://localhost:8000/client.mjs";
//   for await (const n of follow("ws://localhost:8000/ws/some_url/")) console.log(n.value);
//
// client.d.mts says what follow() takes and what it gives. What is said over the socket, when to connect again, and
// whether a number is proven is decided in client.wasm, which is the page's own C++ (frontend/client/exports.cpp);
// here are the WebSocket, the timer, the randomness and the question why a socket does not open.

const phases = ["connecting", "live", "reconnecting", "over"];
const endings = ["complete", "stopped", "stopped_by_server", "lost", "refused", "access_ended", "distrusted"];
const int32 = [-(2 ** 31), 2 ** 31 - 1];
// The lowest and the highest value of each option that is a whole number, in the order in which the program takes them.
const wishes = {
  min: int32, max: int32, intervalMs: [1, 2 ** 32 - 1], count: [1, 1e6], last: [0, Number.MAX_SAFE_INTEGER],
};

export class FollowError extends Error {
  name = "FollowError";
  constructor(message, code) {
    super(message);
    this.code = code;
  }
}

export async function* follow(address, options) {
  check(options, "The options of follow()", "must be an object, such as { count: 10 }", typeof options === "object");
  const { signal, onStatus, WebSocket } = options ?? {};
  check(signal, "signal", "must be an AbortSignal", typeof signal?.throwIfAborted === "function");
  check(onStatus, "onStatus", "must be a function", typeof onStatus === "function");
  check(WebSocket, "WebSocket", "must be a class like the WebSocket of browsers", typeof WebSocket === "function");
  signal?.throwIfAborted();
  const session = await begin(socketAddress(address), options ?? {});
  signal?.addEventListener("abort", session.wake);
  try {
    for (;;) {
      signal?.throwIfAborted();
      const number = session.take();
      if (number) yield number;
      else if (session.isOver()) return;
      else await session.change();
    }
  } finally {
    signal?.removeEventListener("abort", session.wake);
    session.close();
  }
}

function check(option, name, rule, isRight) {
  if (option != null && !isRight) throw new TypeError(`${name} ${rule}`);
}

function socketAddress(address) {
  try {
    const url = new URL(address, import.meta.url);
    url.protocol = url.protocol.replace(/^http/, "ws");
    url.hash = "";
    if (/^wss?:$/.test(url.protocol)) return url;
  } catch {
    // It is no address at all.
  }
  throw new TypeError(`"${address}" is not the address of a WebSocket, such as ws://localhost:8000/ws/some_url/`);
}

// Returns the wishes in the order of the table, with NaN for each option that is not given.
function wishesOf(options) {
  for (const name of Object.keys(options)) {
    if (!(name in wishes || name === "signal")) throw new TypeError(`follow() has no option "${name}"`);
  }
  if (options.min > options.max) throw new RangeError(`min is ${options.min}, but must not be above max, ${options.max}`);
  return Object.entries(wishes).map(([name, [lowest, highest]]) => {
    const value = options[name] ?? NaN;
    if (options[name] == null || (Number.isInteger(value) && value >= lowest && value <= highest)) return value;
    throw new RangeError(`${name} is ${value}, but a whole number from ${lowest} to ${highest} is expected`);
  });
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
let program; // compiled once; each follow() has an instance of its own

async function load() {
  const file = new URL("client.wasm", import.meta.url);
  if (file.protocol === "file:") return WebAssembly.compile(await (await import("node:fs/promises")).readFile(file));
  const answer = await fetch(file);
  if (!answer.ok) throw new Error(`${file} cannot be loaded: the server answers ${answer.status}`);
  return WebAssembly.compile(await answer.arrayBuffer());
}

async function begin(url, { WebSocket = globalThis.WebSocket, onStatus, ...options }) {
  if (!WebSocket) throw new TypeError("There is no WebSocket here: give one as an option, such as that of the package ws");
  // A stream of so many numbers may be asked for in the address too, as in README.
  const count = options.count ?? (url.searchParams.has("count") ? Number(url.searchParams.get("count")) : undefined);
  const wished = wishesOf({ ...options, count });
  program ??= load();
  program.catch(() => (program = undefined)); // the next follow() tries again
  const random = globalThis.crypto ?? (await import("node:crypto")).webcrypto; // Node.js 18 has no global one

  let core, socket, question, timer, crash, said;
  let timerDue = Infinity;
  let wake = () => {};
  const now = () => performance.now();
  const bytes = (at, size) => new Uint8Array(core.memory.buffer, at, size);
  const read = (at, size) => decoder.decode(bytes(at, size));
  // Writes a text where the program reads it, and returns its size there.
  const write = (text) => {
    const all = encoder.encode(text);
    bytes(core.room(all.length), all.length).set(all);
    return all.length;
  };
  const why = () => {
    const size = core.why();
    return read(core.room(size), size).replace("interval_ms", "intervalMs"); // the name on the wire and the option's
  };

  // Tells the program that something has happened, and then does what follows from it.
  const tell = (event) => {
    try {
      event();
      setTimer();
      sayStatus();
    } catch (error) {
      crash = error;
    }
    wake();
  };
  const setTimer = () => {
    const due = core.deadline();
    if (!(due < timerDue)) return; // a timer that comes too early does no harm
    clearTimeout(timer);
    timerDue = due;
    timer = setTimeout(() => {
      timerDue = Infinity;
      tell(() => core.tick(now()));
    }, Math.max(0, due - now()));
  };
  const sayStatus = () => {
    if (!onStatus) return;
    const status = { state: phases[core.phase()], why: why() };
    if (said?.state === status.state && said.why === status.why) return;
    onStatus((said = status));
  };

  const open = (isPlain, count, resumes) => {
    close();
    url.searchParams.delete("protocol");
    if (!isPlain) url.searchParams.set("protocol", 1);
    url.searchParams.delete("count");
    url.searchParams.delete("resume");
    if (count === count) url.searchParams.set("count", count); // it is a number
    if (resumes) url.searchParams.set("resume", "");
    try {
      socket = new WebSocket(url.href);
    } catch {
      return 0;
    }
    const opened = socket;
    const on = (name, event) => {
      opened[name] = (details) => opened === socket && tell(() => event(details));
    };
    on("onopen", () => core.opened(now()));
    on("onmessage", ({ data }) => (typeof data === "string" ? core.text(write(data), now(), Date.now()) : core.binary()));
    on("onerror", () => core.failed(now()));
    on("onclose", ({ code, reason }) => {
      socket = undefined;
      core.closed(code, write(reason), now());
    });
    return 1;
  };
  const close = () => {
    const old = socket;
    socket = undefined;
    old?.close(1000);
    question?.abort();
    question = undefined;
  };

  // A WebSocket does not say why it was refused. The same address, asked over HTTP, does.
  const ask = async () => {
    const asked = (question = new AbortController());
    const address = url.href.replace(/^ws/, "http");
    const isOwn = globalThis.location?.origin === new URL(address).origin; // then the browser would not send the origin
    const headers = isOwn ? { "X-Page-Origin": location.origin } : {};
    let status = 0;
    let text = "";
    try {
      const answer = await fetch(address, { cache: "no-store", signal: asked.signal, headers });
      const head = ["content-type", "retry-after", "date"].map((name) => answer.headers.get(name) ?? "");
      const late = new Promise((resolve) => setTimeout(resolve, 1000, "")); // a body that stalls
      const body = await Promise.race([answer.text(), late]);
      status = answer.status;
      text = [...head, body.slice(0, 1000)].join("\n");
    } catch {
      // Nothing answers.
    }
    if (asked !== question) return;
    close();
    tell(() => core.answered(status, write(text), now()));
  };

  const noSystem = () => 52; // ENOSYS: the program finds no environment variables
  const instance = await WebAssembly.instantiate(await program, {
    js: {
      open,
      close,
      ask,
      send: (at, size) => socket.send(read(at, size)),
      beginClose: () => socket.close(1000),
      fill: (at, size) => random.getRandomValues(bytes(at, size)),
    },
    env: { number_from: (at, size) => Number(read(at, size)), emscripten_notify_memory_growth: () => {} },
    wasi_snapshot_preview1: {
      environ_sizes_get: noSystem,
      environ_get: noSystem,
      proc_exit: (code) => {
        throw new Error(`client.wasm has stopped with code ${code}`);
      },
    },
  });
  core = instance.exports;
  core._initialize();
  const returned = () => tell(() => core.online(now()));
  globalThis.addEventListener?.("online", returned);
  tell(() => core.begin(...wished, now()));

  return {
    // The next number, if it has come.
    take() {
      const at = core.take();
      if (!at) return undefined;
      const [number, value, time, from, to, verified] = new Float64Array(core.memory.buffer, at, 6);
      const item = { number, value, at: new Date(time), verified: verified === 1 };
      if (from === from) item.gap = to === to ? { from, to } : { from }; // they are numbers
      return item;
    },
    // Whether no more numbers come. Throws if that is not the end of the numbers.
    isOver() {
      if (crash) throw crash;
      if (phases[core.phase()] !== "over") return false;
      const reason = why();
      if (reason) throw new FollowError(`${url.origin}${url.pathname}: ${reason}`, endings[core.ending()]);
      return true;
    },
    // Resolves when something has happened.
    change: () => new Promise((resolve) => (wake = resolve)),
    wake: () => wake(),
    close() {
      globalThis.removeEventListener?.("online", returned);
      clearTimeout(timer);
      close();
    },
  };
}
