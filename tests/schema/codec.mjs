// Runs the codec, as a program.
import { execFileSync } from "node:child_process";

const program = process.env.SCHEMA_CODEC;
const lines = (words, input) => execFileSync(program, words, { input, encoding: "utf8", maxBuffer: 1 << 28 }).trimEnd().split("\n");

// Messages that the codec writes, each with the name of its type.
export const samples = () => lines(["samples"], "").map((line) => line.split("\t")).map(([name, text]) => ({ name, text }));

// For each text the name of the type that the decoder reads in it; or "refused: " and why.
export function decode(decoder, texts) {
  const results = lines([], texts.map((text) => `${decoder}\t${text}\n`).join(""));
  if (results.length !== texts.length) throw new Error(`${results.length} results of ${texts.length} texts`);
  return results;
}
