// Finds out which of the server's channels the page is for, and loads the program for it, which is C++ (frontend/*.cpp)
// compiled to Wasm: home.js for channels of random numbers, and channel.js for those whose numbers are the same for
// everybody. Until the program runs, this script notes a press of START for it, and if the program cannot run, it says so
// in the status line.
(() => {
  const longestLoad = 30000; // ms; the program has 50 kB, which take 8 s over a slow mobile network
  const longestList = 5000; // ms; without the list the page works for a channel of random numbers
  const here = (path) => new URL(path, location.origin + location.pathname).href;
  const wanted = (/[?&]channel=([a-z0-9_]{1,64})(&|$)/.exec(location.search) || [])[1];
  const address = here(`ws/${wanted || "some_url"}/`).replace("http", "ws");
  const terminal = ` You can also watch in a terminal: python3 -m websockets ${address}`;
  const buttons = ["button_startCommunication", "button_submit"].map((id) => document.getElementById(id));
  const enable = (isOn) => buttons.forEach((button) => (button.disabled = !isOn));
  const status = document.getElementById("status");
  const isLoading = () => document.body.dataset.connection === "loading"; // the program replaces this value
  const fail = (text) => {
    status.textContent = text + terminal;
    document.body.dataset.connection = "lost";
    enable(false);
  };
  const stopped = () => fail("The page failed to load or has stopped. Reload it to try again.");
  const isEmbedded = /^#embed(&|$)/.test(location.hash); // in a frame of another page: without controls, so it starts by itself
  if (isEmbedded) document.body.dataset.embed = document.documentElement.className = "embed";
  document.getElementById("overdue").remove(); // it is for the case that this script does not come
  if (typeof WebAssembly !== "object") {
    return fail("This page needs WebAssembly, which this browser does not support.");
  }
  if (typeof WebSocket !== "function") {
    return fail("This page needs WebSockets, which this browser does not support.");
  }
  const asked = fetch(here("channels.json")).then((answer) => answer.json());
  const overdueList = new Promise((_, reject) => setTimeout(reject, longestList));
  const channels = Promise.race([asked, overdueList]).catch(() => []); // another server may have no list
  window.Module = { isStartPressed: isEmbedded }; // for the program
  const start = (event) => {
    if (!isLoading()) return;
    event.preventDefault();
    Module.isStartPressed = true;
    status.textContent = "Loading… The stream starts as soon as the page is ready.";
  };
  buttons[0].addEventListener("click", start);
  document.getElementById("form_settings").addEventListener("submit", start);
  enable(true);

  const isForAll = ({ kind }) => kind === "received" || kind === "shared";
  const heading = ({ name, title, unit }) => (title || name) + (unit ? ` (${unit})` : "");
  // Names the channel, and links to all if there are others.
  const show = (channel, list) => {
    document.body.dataset.kind = channel.kind;
    if (isForAll(channel) || channel.title) {
      document.title = document.getElementById("title").textContent = heading(channel);
    }
    const links = list.map((one) => {
      const link = document.createElement("a");
      link.href = `?channel=${one.name}`;
      link.textContent = heading(one);
      if (one === channel) link.setAttribute("aria-current", "page");
      return link;
    });
    const nav = document.getElementById("channels");
    nav.append(...links);
    nav.hidden = list.every((one) => one === channel);
  };

  channels.then(async (answer) => {
    const list = Array.isArray(answer) ? answer.filter((one) => one && one.name) : [];
    // A channel that the list does not have is taken for one of random numbers.
    const unknown = { name: wanted || "some_url", kind: "random" };
    const channel = (wanted ? list.find((one) => one.name === wanted) : list[0]) || unknown;
    show(channel, list);
    Module.channel = { ...channel, ...channel.defaults };
    const [src, module] = isForAll(channel) ? ["channel.js", "channel.wasm"] : ["home.js", "home.wasm"];
    // The script comes beside the module, which it must find when it runs. Firefox would hold a request back that is not
    // preloaded, until the style sheets have come.
    const preload = (link) => document.head.append(Object.assign(document.createElement("link"), { rel: "preload" }, link));
    preload({ href: src, as: "script" });
    preload({ href: module, as: "fetch", crossOrigin: "" });
    Module.wasm = await (await fetch(module)).arrayBuffer();
    const script = Object.assign(document.createElement("script"), { src, onerror: stopped });
    // The file may be something else than the program, or the program may stop later.
    addEventListener("error", ({ filename, error }) => {
      if (filename === script.src || error instanceof WebAssembly.RuntimeError) stopped();
    });
    document.head.append(script);
  });
  // The request for the module may break, or what came may be something else.
  addEventListener("unhandledrejection", () => isLoading() && stopped());
  setTimeout(() => {
    if (isLoading()) fail(`The page did not load within ${longestLoad / 1000} s. Reload it to try again.`);
  }, longestLoad);
})();
