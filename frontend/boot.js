// Loads the page's program, which is C++ (frontend/*.cpp) compiled to Wasm. Until the program runs, this script notes a
// press of START for it, and if the program cannot run, it says so in the status line.
(() => {
  const longestLoad = 30000; // ms; the program has 60 kB, which take 10 s over a slow mobile network
  const address = new URL("ws/some_url/", location.origin + location.pathname).href.replace("http", "ws");
  const terminal = ` A terminal shows the numbers too: python3 -m websockets ${address}`;
  const buttons = ["button_startCommunication", "button_submit"].map((id) => document.getElementById(id));
  const enable = (isOn) => buttons.forEach((button) => (button.disabled = !isOn));
  const status = document.getElementById("status");
  const isLoading = () => document.body.dataset.connection === "loading"; // the program replaces this value
  const fail = (text) => {
    status.textContent = text + terminal;
    document.body.dataset.connection = "lost";
    enable(false);
  };
  const stopped = () => fail("The page's program could not be loaded or has stopped. Reload the page to try again.");
  document.getElementById("overdue").remove(); // it is for the case that this script does not come
  if (typeof WebAssembly !== "object") {
    return fail("This page is a WebAssembly program, and this browser does not run WebAssembly.");
  }
  if (typeof WebSocket !== "function") {
    return fail("This page receives its numbers over a WebSocket, and this browser has none.");
  }
  window.Module = { onAbort: stopped };
  const start = (event) => {
    if (!isLoading()) return;
    event.preventDefault();
    Module.isStartPressed = true;
    status.textContent = "Loading. START is noted: the stream begins as soon as the page's program has come";
  };
  buttons[0].addEventListener("click", start);
  document.getElementById("form_settings").addEventListener("submit", start);
  enable(true);

  const program = document.createElement("script");
  program.src = "home.js";
  program.onerror = stopped;
  // The file may be something else than the program, or the program may stop later.
  addEventListener("error", ({ filename, error }) => {
    if (filename === program.src || error instanceof WebAssembly.RuntimeError) stopped();
  });
  // The file home.js itself does not handle that the request for home.wasm breaks.
  addEventListener("unhandledrejection", () => isLoading() && stopped());
  setTimeout(() => {
    if (isLoading()) fail(`The page's program has not come within ${longestLoad / 1000} s. Reload the page to try again.`);
  }, longestLoad);
  document.head.append(program);
})();
