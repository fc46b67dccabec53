// The examples of README.md's section "Use it from your own page or program", as a reader copies them.
import { readFile } from "node:fs/promises";

export async function example(language, address) {
  const text = await readFile(new URL("../../README.md", import.meta.url), "utf8");
  const section = text.split("\n## Use it from your own page or program\n")[1].split("\n## ")[0];
  const [, code] = section.match(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "s"));
  return code.replaceAll("http://localhost:8000/", address);
}
