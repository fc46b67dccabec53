// Stands for the network between a browser and the server: a TCP relay on 127.0.0.1 that a test can cut and stall, and
// that can alter the server's bytes on their way.
import { once } from "node:events";
import net from "node:net";

// Returns an `alter` for Relay.start() that replaces number `seq` of a stream by `change(digits)`, whether the number comes
// alone or, on a busy machine, in a run. `change` must return as many digits as it gets.
export const changeNumber = (seq, change) => (chunk) =>
  chunk.replace(/(?<="seq":)(\d+)(,"messages?":\[?)([\d,]*\d)/g, (frame, first, between, numbers) => {
    const all = numbers.split(",");
    if (seq - first in all) all[seq - first] = change(all[seq - first]);
    return first + between + all.join();
  });

export class Relay {
  #sockets = new Set();
  #server;
  #broken = false;
  #stalled = false;
  #held = [];

  // `alter(chunk)` gets each chunk that the server sends, as latin1 text, and returns the chunk for the browser.
  static async start(port, alter = (chunk) => chunk) {
    const relay = new Relay();
    relay.#server = net.createServer((browser) => {
      if (relay.#broken) return browser.destroy();
      const server = net.connect(port, "127.0.0.1");
      browser.pipe(server);
      server.on("data", (chunk) => {
        const text = alter(chunk.toString("latin1"));
        if (!relay.#stalled) browser.write(text, "latin1");
        else relay.#held.push(() => browser.write(text, "latin1"));
      });
      server.on("end", () => browser.end());
      for (const [socket, other] of [[browser, server], [server, browser]]) {
        relay.#sockets.add(socket);
        socket.on("error", () => {});
        socket.on("close", () => {
          relay.#sockets.delete(socket);
          other.destroy();
        });
      }
    });
    relay.#server.listen(0, "127.0.0.1").unref();
    await once(relay.#server, "listening");
    relay.url = `http://127.0.0.1:${relay.#server.address().port}/`;
    return relay;
  }

  // Breaks every connection, and each new one too until mend() is called.
  break() {
    this.refuse();
    this.cut();
  }
  // Breaks each new connection until mend() is called.
  refuse() {
    this.#broken = true;
  }
  mend() {
    this.#broken = false;
  }
  // Holds the server's bytes back until flow() is called.
  stall() {
    this.#stalled = true;
  }
  flow() {
    this.#stalled = false;
    for (const write of this.#held.splice(0)) write();
  }
  // Breaks all connections, but not later ones.
  cut() {
    for (const socket of this.#sockets) socket.destroy();
  }
  close() {
    this.#server.close();
    this.cut();
  }
}
