// The network between a browser and the server, as a test wants it: a TCP relay on 127.0.0.1 that can be cut, and that
// can alter what the server says on the way.
import { once } from "node:events";
import net from "node:net";

// For Relay.start(): has number `seq` of a stream changed by `change(digits)`, as many digits as before, whether it comes
// alone or, because the machine is busy, in a run.
export const changeNumber = (seq, change) => (chunk) =>
  chunk.replace(/(?<="seq":)(\d+)(,"messages?":\[?)([\d,]+)/g, (frame, first, between, numbers) => {
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

  // `alter(chunk)` gets what the server sends as latin1 text, and answers with what the browser is to receive.
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

  // Breaks every connection, and each new one until mend().
  break() {
    this.#broken = true;
    this.cut();
  }
  mend() {
    this.#broken = false;
  }
  // Holds back what the server says, until flow().
  stall() {
    this.#stalled = true;
  }
  flow() {
    this.#stalled = false;
    for (const write of this.#held.splice(0)) write();
  }
  // Breaks the connections there are.
  cut() {
    for (const socket of this.#sockets) socket.destroy();
  }
  close() {
    this.#server.close();
    this.cut();
  }
}
