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
  live: { reach: live, says: /live\. every number is verified as it arrives/ },
  "live, to be verified at its end": {
    hash: "#count=5000",
    reach: live,
    says: /live\. each number appears as it arrives\. more than 4,096 numbers are verified at the end/,
  },
  paused: {
    reach: async (page) => {
      await live(page);
      await page.tab.click("#button_pause");
    },
    says: /paused\. numbers keep arriving/,
  },
  late: {
    reach: async (page, relay) => {
      await live(page);
      relay.stall();
    },
    says: /late\. the next number is overdue/,
  },
  reconnecting: {
    reach: async (page, relay) => {
      await live(page);
      relay.break();
    },
    says: /reconnecting, attempt 1: the connection was lost/,
  },
  offline: {
    reach: async (page, relay) => {
      await live(page);
      await page.setOffline(true);
      relay.break();
    },
    says: /you seem to be offline\. still trying to reconnect/,
  },
  "stopped and verified": {
    reach: async (page) => {
      await live(page);
      await page.press();
    },
    says: /stopped after \d+ numbers\. all are verified/,
  },
  "ended and verified": {
    options: ["--interval-ms", "10", "--count", "120"],
    reach: (page) => page.press(),
    says: /complete\. all 120 numbers arrived\. all are verified/,
  },
  refused: {
    refusal: { status: 403, text: "pages of this Origin may not open streams here; see --allowed-origin\n" },
    reach: (page) => page.press(),
    says: /pages of this origin may not open streams here/,
  },
  "not started because of a setting": {
    hash: "#min=500", // above the server's default for the largest number
    reach: async (page) => {
      await page.tab.click("#details_settings summary");
      await page.press();
    },
    says: /not started\. the smallest number \(500\) must not be above the largest \(100\)/,
  },
  "not to be trusted": {
    options: ["--interval-ms", "10", "--count", "20", "--max", "99"], // so that the changed number is still in range
    alter: changeNumber(7, (digits) => digits.replace(/\d$/, (digit) => (Number(digit) + 1) % 10)),
    reach: (page) => page.press(),
    says: /this stream cannot be trusted: number 8 is/,
  },
  "not to be trusted from the first": {
    lie: (message) => (message.type === "hello" ? { ...message, commitment: "0".repeat(64) } : message),
    reach: (page) => page.press(),
    says: /this stream cannot be trusted: the server's commitment is not valid: it is 0{8}…, but the hash of its roots is/,
  },
  lost: {
    plain: true,
    reach: async (page, relay) => {
      relay.close();
      await page.press();
    },
    says: /not connected: the server cannot be reached/,
  },
  "received, without a number": {
    options: received,
    reach: async () => {},
    says: /live\. waiting for the first number/,
  },
  received: {
    options: received,
    reach: async (page, relay, server) => {
      server.send([21.5, 22.25, -3]);
      await page.textBecomes("#div_websocket", /^-3.00$/);
    },
    says: /live\. each number appears as it arrives/,
  },
  "received, with a gap": {
    options: received,
    reach: async (page, relay, server) => {
      server.send([21.5, 22.25, -3]);
      await page.textBecomes("#progress", /^number 3$/);
      relay.break();
      await page.statusBecomes(/reconnecting/);
      server.send(Array.from({ length: 30 }, (_, i) => i));
      relay.mend();
      await page.textBecomes("#progress", /^number 33$/);
    },
    says: /live\. each number appears as it arrives\. numbers 4 to 23 are no longer available/,
  },
  "received, ended": {
    options: received,
    reach: async (page, relay, server) => {
      server.send([21.5, 22.25, -3]);
      server.endSource();
    },
    says: /ended: the source finished after 3 numbers/,
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
    expected: [brokenConnection, /status (of )?(403|503)/],
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
