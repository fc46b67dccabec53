// Loads the page's program, which is C++ (frontend/*.cpp) compiled to Wasm. If the program cannot run, this script
// says so in the status line.
(() => {
  const terminal = ` A terminal shows the numbers too: websocat ${location.origin.replace("http", "ws")}/ws/some_url/`;
  const say = (text) => {
    document.getElementById("status").textContent = text;
    document.body.dataset.connection = "lost";
  };
  const failed = "The page's program could not be loaded or has stopped. Reload the page to try again." + terminal;
  if (typeof WebAssembly !== "object") {
    return say("This page is a WebAssembly program, and this browser does not run WebAssembly." + terminal);
  }
  if (typeof WebSocket !== "function") {
    return say("This page receives its numbers over a WebSocket, and this browser has none." + terminal);
  }
  window.Module = { onAbort: () => say(failed) };
  const program = document.createElement("script");
  program.src = "home.js";
  program.onerror = () => say(failed);
  document.head.append(program);
})();
