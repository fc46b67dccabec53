// Received channels in a typical implementation with Bun: its own publish to the subscribers of a topic.
const numbers = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  async fetch(request, server) {
    const [, place, name] = new URL(request.url).pathname.split("/");
    if (place === "ws") return server.upgrade(request, { data: { name } }) ? undefined : new Response(null, { status: 400 });
    server.publish(name, `{"message": ${await request.text()}}`);
    return new Response(null, { status: 204 });
  },
  websocket: {
    perMessageDeflate: false,
    open: (socket) => socket.subscribe(socket.data.name),
    message() {},
  },
});
console.log(`Serving http://127.0.0.1:${numbers.port}/`);
