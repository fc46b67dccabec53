// Every state that the page can be in, and the way to bring a real page into it: `reach` gets a page that is ready, the
// relay to its server, and the server, and `says` is the status line of the state.
import { plainServer, refusingServer } from "./doubles.mjs";
import { brokenConnection, Page } from "./browser.mjs";
import { provingServer } from "./proving_server.mjs";
import { Relay, changeNumber } from "./relay.mjs";
import { Server } from "./server.mjs";

const live = async (page) => {
  await page.press();
  await page.numbers(3);
};

const received = ["--channel", "temperature=stdin,title=Temperature,unit=°C", "--history", "10"];

export const states = {
  "not started": { reach: async () => {}, says: /ready/ },
  connecting: { unanswered: true, reach: (page) => page.press(), says: /starting websocket communication: connecting/ },
  "told to wait": {
    refusal: { status: 503, text: "the server is full\n", retryAfter: 60 },
    reach: (page) => page.press(),
    says: /starting websocket communication, attempt 1: the server is full \(503\)/,
  },
  live: { reach: live, says: /live: every number is verified as it comes/ },
  "live, to be verified at its end": {
    hash: "#count=5000",
    reach: live,
    says: /live: a new number as it comes; this stream has more than 4096 numbers, which are verified at its end/,
  },
  paused: {
    reach: async (page) => {
      await live(page);
      await page.tab.click("#button_pause");
    },
    says: /paused: the display stands still/,
  },
  late: {
    reach: async (page, relay) => {
      await live(page);
      relay.stall();
    },
    says: /late: the next number is overdue/,
  },
  reconnecting: {
    reach: async (page, relay) => {
      await live(page);
      relay.break();
    },
    says: /reconnecting, attempt 1: the server or the network is gone/,
  },
  offline: {
    reach: async (page, relay) => {
      await live(page);
      await page.setOffline(true);
      relay.break();
    },
    says: /offline: reconnecting when the network is back/,
  },
  "stopped and verified": {
    reach: async (page) => {
      await live(page);
      await page.press();
    },
    says: /stopped by you after \d+ numbers; (\d+) of \1 numbers verified/,
  },
  "ended and verified": {
    options: ["--interval-ms", "10", "--count", "120"],
    reach: (page) => page.press(),
    says: /ended: all 120 numbers received; 120 of 120 numbers verified/,
  },
  refused: {
    hash: "#min=500", // above the server's default for the largest number
    reach: (page) => page.press(),
    says: /refused by the server: it does not allow what was asked for/,
  },
  "not to be trusted": {
    options: ["--interval-ms", "10", "--count", "20", "--max", "99"], // so that the changed number is still in range
    alter: changeNumber(7, (digits) => digits.replace(/\d$/, (digit) => (Number(digit) + 1) % 10)),
    reach: (page) => page.press(),
    says: /not to be trusted: number 7 is/,
  },
  "not to be trusted from the first": {
    lie: (message) => (message.type === "hello" ? { ...message, commitment: "0".repeat(64) } : message),
    reach: (page) => page.press(),
    says: /not to be trusted: the server committed to nothing: its commitment 0{8}… is not the hash of its roots/,
  },
  lost: {
    plain: true,
    reach: async (page, relay) => {
      await page.press();
      await page.statusBecomes(/live/);
      relay.close();
    },
    says: /lost: the server or the network is gone/,
  },
  "received, without a number": {
    options: received,
    reach: async () => {},
    says: /live: the source has not sent a number yet/,
  },
  received: {
    options: received,
    reach: async (page, relay, server) => {
      server.send([21.5, 22.25, -3]);
      await page.textBecomes("#div_websocket", /^-3.00$/);
    },
    says: /live: a new number as it comes/,
  },
  "received, with a gap": {
    options: received,
    reach: async (page, relay, server) => {
      server.send([21.5, 22.25, -3]);
      await page.textBecomes("#progress", /^number 2$/);
      relay.break();
      await page.statusBecomes(/reconnecting/);
      server.send(Array.from({ length: 30 }, (_, i) => i));
      relay.mend();
      await page.textBecomes("#progress", /^number 32$/);
    },
    says: /live: a new number as it comes; numbers 3 to 22 can no longer be had/,
  },
  "received, ended": {
    options: received,
    reach: async (page, relay, server) => {
      server.send([21.5, 22.25, -3]);
      server.endSource();
    },
    says: /ended: the source has ended, after 3 numbers/,
  },
};

// Calls `look(page, relay)` with a page in the state `name`.
export async function inState(browser, name, look, { prepare } = {}) {
  const state = states[name];
  const server = await Server.start(...(state.options ?? ["--interval-ms", "50"]));
  const double = state.unanswered ? { unanswered: true } : { messages: ['{"message": 41}'] };
  const relay = state.refusal
    ? await refusingServer(server, state.refusal)
    : state.lie
      ? await provingServer(server.url, { alter: state.lie })
      : state.plain || state.unanswered
        ? await plainServer(server.url, double)
        : await Relay.start(server.port, state.alter);
  const page = await Page.open(browser, relay.url + (state.hash ?? ""), {
    expected: [brokenConnection, /status (of )?503/],
    prepare,
  });
  await page.ready();
  await state.reach(page, relay, server);
  await page.statusBecomes(state.says);
  await look(page, relay, server);
  await page.close();
  relay.close();
  await server.stop("SIGKILL");
}
