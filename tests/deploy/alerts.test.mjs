// Every alert fires when its fault is there, and not a minute before: promtool computes the rules from the metrics that
// alert_faults.mjs has.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { parse, stringify } from "yaml";
import { faults } from "./alert_faults.mjs";

const file = fileURLToPath(new URL("../../backend/deploy/alerts.yml", import.meta.url));
const rules = parse(readFileSync(file, "utf8")).groups.flatMap((group) => group.rules);
const of_server = { job: "simplewebsocket", instance: "a" };
const prefix = "SimpleWebsocket";

const work = mkdtempSync(path.join(os.tmpdir(), "alerts-"));
after(() => rmSync(work, { recursive: true }));

// `up{job="x"}` gets the labels that it lacks.
function withLabels(series) {
  const [, name, inner = ""] = /^([a-z_]+)(?:\{(.*)\})?$/.exec(series);
  const given = inner.split(",").filter(Boolean);
  const added = Object.entries(of_server).filter(([label]) => !given.some((each) => each.startsWith(`${label}=`)));
  return `${name}{${[...given, ...added.map(([label, value]) => `${label}="${value}"`)].join(",")}}`;
}

function testOf(rule, { series, fires, labels, summary }) {
  const about = labels?.job ? labels : { ...of_server, ...labels };
  const annotations = { ...rule.annotations, summary };
  return {
    name: rule.alert,
    interval: "1m",
    input_series: Object.entries(series).map(([name, values]) => ({ series: withLabels(name), values })),
    alert_rule_test: [
      { eval_time: `${fires - 1}m`, alertname: rule.alert, exp_alerts: [] },
      {
        eval_time: `${fires}m`,
        alertname: rule.alert,
        exp_alerts: [{ exp_labels: { ...rule.labels, ...about }, exp_annotations: annotations }],
      },
    ],
  };
}

function promtool(name, contents, ...command) {
  const written = path.join(work, name);
  writeFileSync(written, contents);
  try {
    return { passes: true, output: execFileSync("promtool", [...command, written], { encoding: "utf8", stdio: "pipe" }) };
  } catch (error) {
    return { passes: false, output: `${error.stdout}${error.stderr}` };
  }
}

const run = (rule, fault) =>
  promtool("test.yml", stringify({ rule_files: [file], evaluation_interval: "1m", tests: [testOf(rule, fault)] }), "test", "rules");

test("every alert has a fault that is tested, and every fault an alert", () => {
  assert.deepEqual(rules.map(({ alert }) => alert).sort(), Object.keys(faults).map((name) => prefix + name).sort());
});

test("every alert says what happens, what to do, and how bad it is", () => {
  for (const { alert, labels, annotations } of rules) {
    assert.match(annotations.summary, /^[^]+\.$/, alert);
    assert.match(annotations.action, /^[^]+\.$/, alert);
    assert.ok(["critical", "warning"].includes(labels.severity), alert);
  }
});

for (const rule of rules) {
  test(`${rule.alert} fires when its fault is there, and not a minute before`, () => {
    const { passes, output } = run(rule, faults[rule.alert.slice(prefix.length)]);
    assert.ok(passes, output);
  });
}

test("a fault that does not come fires no alert, and the test notices it", () => {
  const rule = rules.find(({ alert }) => alert === `${prefix}Down`);
  const { passes, output } = run(rule, { ...faults.Down, series: { up: "1x20" } });
  assert.ok(!passes);
  assert.match(output, /got:\[\]/);
});
