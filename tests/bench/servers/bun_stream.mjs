// The same stream in a typical implementation with Bun, whose WebSocket server is uWebSockets (C++). With `--timers each`
// every viewer has a timer of its own, with `--timers wheel` one timer serves a wheel of 10 ms slots, as the floor's.
const option = (name, fallback) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? fallback : process.argv[at + 1];
};
const interval = Number(option("--interval-ms", 1000));
const send = (socket) => socket.send(`{"message": ${Math.floor(Math.random() * 101)}}`);

const timerEach = {
  join: (socket) => (socket.data.timer = setInterval(send, interval, socket)),
  leave: (socket) => clearInterval(socket.data.timer),
};

function wheelOfSlots() {
  const slotMs = 10;
  const slots = Array.from({ length: Math.max(1, Math.floor(interval / slotMs)) }, () => new Set());
  const now = () => Math.floor(performance.now() / slotMs);
  let tick = now();
  setInterval(() => {
    for (const end = now(); tick < end; ) for (const socket of slots[++tick % slots.length]) send(socket);
  }, slotMs);
  return {
    join: (socket) => (socket.data.slot = slots[now() % slots.length]).add(socket),
    leave: (socket) => socket.data.slot.delete(socket),
  };
}

const timers = option("--timers", "each") === "wheel" ? wheelOfSlots() : timerEach;
const numbers = Bun.serve({
  hostname: "127.0.0.1",
  port: Number(option("--port", 0)),
  fetch: (request, server) => (server.upgrade(request, { data: {} }) ? undefined : new Response(null, { status: 400 })),
  websocket: {
    perMessageDeflate: false,
    open(socket) {
      send(socket);
      timers.join(socket);
    },
    close: (socket) => timers.leave(socket),
    message() {},
  },
});
console.log(`Serving http://127.0.0.1:${numbers.port}/`);
