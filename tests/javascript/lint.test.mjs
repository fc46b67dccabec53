// Checks all JavaScript of the project: that it can be read, and that its names are declared and used.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";
import { allEmJsFunctions, emJsFunctions } from "./em_js.mjs";
import { faults } from "./scopes.mjs";

const root = new URL("../../", import.meta.url);
const names = (text) => text.trim().split(/\s+/);

const language = vm.runInNewContext("Object.getOwnPropertyNames(globalThis)");
// As far as the project uses them; a name that is missing here may be a slip of the pen.
const browser = names(`AbortController Blob CanvasRenderingContext2D ErrorEvent Event EventSource HTMLElement InputEvent
  IntersectionObserver KeyboardEvent MessageChannel MouseEvent MutationObserver Node PerformanceObserver PointerEvent Range
  ResizeObserver TextDecoder TextEncoder TouchEvent URL URLSearchParams WebSocket Worker addEventListener arguments
  cancelAnimationFrame clearInterval clearTimeout console crypto devicePixelRatio dispatchEvent document fetch
  getComputedStyle getSelection history innerHeight innerWidth isSecureContext localStorage location matchMedia navigator
  performance queueMicrotask removeEventListener requestAnimationFrame screen scrollBy scrollTo scrollX scrollY
  setInterval setTimeout structuredClone visualViewport window`);
const emscripten = names(`HEAPF32 HEAPU8 Module UTF8ToString WS _malloc wasmTable`);

test("the check finds what it looks for", () => {
  const globals = new Set(["document"]);
  const expect = (text, ...found) => assert.deepEqual(faults(text, globals), found, text);
  expect("document.title = 'a';");
  expect("documnet.title = 'a';", "line 1: documnet is not declared");
  expect("const c = 1;\nexport const b = ({ a }, [c = a], ...d) => { for (const e of d) c(e, f); };", "line 2: f is not declared", "line 1: c is not used");
  expect("let a = 1;\na = 2;", "line 1: a is not used");
  expect("const a = 1;\na = 2;\nexport { a };", "line 2: a is a constant");
  expect("import { a } from 'b';", "line 1: a is not used");
  expect("export function f(unused) { try { g(); } catch (error) {} }\nfunction g() {}", "line 1: error is not used");
  expect("export class A { #p = 1; m() { return { n: this.#p, o: this.n }; } }");
  expect("export const f = (a) => { for (;;) { if (a) break; } { var b = a; } return b; };");
  expect("export const f = ({ b, ...c }) => ({ b, c, [d]: 1 });", "line 1: d is not declared");
  assert.match(faults("const = 1", globals)[0], /^is not JavaScript/);
});

test("no piece of JavaScript inside C++ is overlooked", () => {
  assert.deepEqual(emJsFunctions("a.cpp", 'EM_JS(int, f, (const char* a, int b), { return a + b; });\nEM_JS(void, g, (), {\n  h(() => {\n  });\n});\n'), [
    { file: "a.cpp", name: "f", parameters: ["a", "b"], body: " return a + b; ", line: 1 },
    { file: "a.cpp", name: "g", parameters: [], body: "  h(() => {\n  });", line: 3 },
  ]);
  assert.throws(() => emJsFunctions("a.cpp", "EM_ASM({ f(); });"), /a.cpp has 1 pieces of JavaScript, 0 were read/);
  assert.ok(allEmJsFunctions().length > 20);
});

test("the JavaScript inside C++ declares and uses its names", () => {
  const functions = allEmJsFunctions(); // which may call each other
  const globals = new Set([...language, ...browser, ...emscripten, ...functions.map(({ name }) => name)]);
  for (const { file, name, parameters, body, line } of functions) {
    const whole = `${"\n".repeat(line - 2)}export function ${name}(${parameters}) {\n${body}\n}`;
    assert.deepEqual(faults(whole, globals), [], `${name} in ${file}`);
    for (const parameter of parameters) assert.match(body, new RegExp(`\\b${parameter}\\b`), `${name} in ${file} uses ${parameter}`);
  }
});

test("all other JavaScript declares and uses its names", () => {
  const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "*.js", "*.mjs"], { cwd: root, encoding: "utf8" });
  const inNode = new Set([...language, ...browser, ...emscripten, ...Object.getOwnPropertyNames(globalThis), "Bun"]);
  const inBrowser = new Set([...language, ...browser, "Module", "WebAssembly"]);
  const found = {};
  let checked = 0;
  for (const file of files.trim().split("\n")) {
    if (file.startsWith("tests/e2e/original/")) continue; // as the tutorial has it
    const text = readFileSync(new URL(file, root), "utf8");
    const set = [...text.matchAll(/\b(?:globalThis|window)\.(\w+) = /g)].map(([, name]) => name);
    const globals = new Set([...(file.startsWith("frontend/") ? inBrowser : inNode), ...set]);
    const some = faults(text, globals, { sourceType: file.endsWith(".mjs") ? "module" : "script" });
    if (some.length > 0) found[file] = some;
    ++checked;
  }
  assert.deepEqual(found, {});
  assert.ok(checked > 20);
});
