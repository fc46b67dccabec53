// Loads the page's program, which is C++ (frontend/*.cpp) compiled to Wasm: home.js for channels of random numbers, and
// channel.js for those whose numbers are the same for everybody. Until the program runs, this script notes a press of
// START for it, and if the program cannot run, it says so in the status line.
(() => {
  const longestLoad = 30000; // ms; the program has 50 kB, which take 8 s over a slow mobile network
  const longestList = 5000; // ms; without the list the page works for a channel of random numbers
  const here = (path) => new URL(path, location.origin + location.pathname).href;
  const wanted = (/[?&]channel=([^&]+)/.exec(location.search) || [])[1];
  const address = here(`ws/${encodeURIComponent(wanted || "some_url")}/`).replace("http", "ws");
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
  // The program takes the list when it comes. It may be without: another server may have none.
  const channels = Promise.race([asked, overdueList]).catch(() => []);
  window.Module = { isStartPressed: isEmbedded, channels };
  const start = (event) => {
    if (!isLoading()) return;
    event.preventDefault();
    Module.isStartPressed = true;
    status.textContent = "Loading… The stream starts as soon as the page is ready.";
  };
  buttons[0].addEventListener("click", start);
  document.getElementById("form_settings").addEventListener("submit", start);
  enable(true);

  // Without a list, the channel is taken for one of random numbers.
  channels.then(async (list) => {
    const channel = Array.isArray(list) && (wanted ? list.find((one) => one && one.name === wanted) : list[0]);
    const isForAll = channel && ["received", "shared"].includes(channel.kind);
    const [src, module] = isForAll ? ["channel.js", "channel.wasm"] : ["home.js", "home.wasm"];
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
