// Finds the JavaScript inside EM_JS(…) of the C++ files in frontend/shell/, so that it can be checked and run like other
// code.
import { readFileSync, readdirSync } from "node:fs";

const shell = new URL("../../frontend/shell/", import.meta.url);
const macro = /EM_JS\([^;{]*?, (\w+), \(([^)]*)\), \{(?:([^\n]*)|\n([\s\S]*?)\n)\}\);/g;

// Returns the functions of one file: name, parameters, body, and the line on which the body begins.
export function emJsFunctions(file, text) {
  const functions = [...text.matchAll(macro)].map(({ index, 1: name, 2: parameters, 3: line, 4: lines }) => ({
    file,
    name,
    parameters: parameters ? parameters.split(",").map((parameter) => parameter.match(/\w+$/)[0]) : [],
    body: line ?? lines,
    line: text.slice(0, index).split("\n").length + (line === undefined ? 1 : 0),
  }));
  const written = text.split(/\bEM_(?:JS|ASYNC_JS|ASM)\w*\(/).length - 1;
  if (written !== functions.length) throw new Error(`${file} has ${written} pieces of JavaScript, ${functions.length} were read`);
  return functions;
}

export const allEmJsFunctions = () =>
  readdirSync(shell)
    .filter((name) => name.endsWith(".cpp"))
    .flatMap((name) => emJsFunctions(`frontend/shell/${name}`, readFileSync(new URL(name, shell), "utf8")));

// Makes the function `name` of the shell callable. It sees `globals` in place of the browser's objects.
export function shellFunction(name, globals) {
  const found = allEmJsFunctions().find((one) => one.name === name);
  if (!found) throw new Error(`there is no EM_JS function ${name}`);
  const run = new Function(...Object.keys(globals), ...found.parameters, found.body);
  return (...values) => run(...Object.values(globals), ...values);
}
