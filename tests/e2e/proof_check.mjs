// Takes the file that the page offers, and lets simplewebsocket-verify check it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { rm } from "node:fs/promises";
import path from "node:path";

async function check(page, folder) {
  const { name, text } = await page.download(folder, "#button_proof");
  assert.match(name, /^simplewebsocket-[0-9a-f]{8}\.json$/);
  const file = path.join(folder, name);
  const { status, stdout, stderr } = spawnSync(process.env.SIMPLEWEBSOCKET_VERIFY, [file], { encoding: "utf8" });
  await rm(file); // so that the next file about the same stream gets the same name
  return { proof: JSON.parse(text), status, stdout, stderr };
}

// The page offers a proof that holds. Returns it.
export async function expectProof(page, folder, numbers) {
  assert.equal(await page.text("#button_proof"), "Save proof");
  const { proof, status, stdout, stderr } = await check(page, folder);
  assert.equal(status, 0, stderr);
  const count = proof.numbers.length.toLocaleString("en");
  assert.match(stdout, new RegExp(`${count} of ${count} numbers verified`));
  if (numbers) assert.equal(proof.numbers.length, numbers);
  return proof;
}

// The page offers evidence of `fault`.
export async function expectEvidence(page, folder, fault) {
  assert.equal(await page.text("#button_proof"), "Save evidence");
  const { status, stderr } = await check(page, folder);
  assert.equal(status, 1, stderr);
  assert.match(stderr, fault);
}
