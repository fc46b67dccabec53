// The examples of frontend/client/README.md, as a reader copies them.
import { readFile } from "node:fs/promises";

export async function example(language, address) {
  const text = await readFile(new URL("../../frontend/client/README.md", import.meta.url), "utf8");
  const [, code] = text.match(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "s"));
  return code.replaceAll("http://localhost:8000/", address);
}
