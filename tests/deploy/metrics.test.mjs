// The metrics of a live server, as promtool, Prometheus, the alerts, the dashboard and the tables of the documents see them.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { MeasuredServer, Prometheus, until } from "./metrics_server.mjs";

const at = (name) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const read = (name) => readFileSync(at(name), "utf8");
const rules = parse(read("backend/deploy/alerts.yml")).groups.flatMap((group) => group.rules);
const dashboard = JSON.parse(read("backend/deploy/grafana.json"));
const panels = dashboard.panels.filter(({ type }) => type !== "row");
const names_in = (expression) => expression.match(/\b(?:simplewebsocket|process)_[a-z_]+/g) ?? [];
const expressions = [...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)), ...rules.map(({ expr }) => expr)];

// This machine may have no limit of memory.
const absent_without_need = new Set(["simplewebsocket_memory_limit_bytes"]);

let measured, prometheus, text;

// Node 18 does not tell a test that before() has failed, so every resource is there to be stopped or undefined.
before(async () => {
  measured = await MeasuredServer.start();
  prometheus = await Prometheus.start(new URL(measured.admin).host, at("backend/deploy/alerts.yml"));
  await until("numbers of all channels in the metrics, scraped twice", async () => {
    const [scrapes] = await prometheus.query("min(count_over_time(simplewebsocket_ready[1m]))");
    const [channels] = await prometheus.query("count(count_over_time(simplewebsocket_channel_last_number_timestamp_seconds[1m]) >= 3)");
    return Number(scrapes?.value[1]) >= 3 && Number(channels?.value[1]) === 2;
  });
  text = await measured.metrics();
});
after(async () => {
  await prometheus?.stop();
  await measured?.stop();
});

test("the metrics are as Prometheus wants them", () => {
  const { status, stdout, stderr } = spawnSync("promtool", ["check", "metrics"], { input: text, encoding: "utf8" });
  assert.equal(`${stdout}${stderr}`, "");
  assert.equal(status, 0);
});

test("every metric of an alert or of the dashboard is one that the server has", async () => {
  const known = new Set(await prometheus.get("label/__name__/values"));
  for (const expression of expressions) {
    assert.notDeepEqual([...names_in(expression), ...(expression.match(/\bup\b/) ?? [])], [], expression);
    for (const name of names_in(expression)) {
      assert.ok(known.has(name) || absent_without_need.has(name), `${name} in ${expression}`);
    }
  }
});

test("the dashboard asks for nothing but one job and its servers, from one data source", () => {
  assert.deepEqual(dashboard.templating.list.map(({ name }) => name), ["datasource", "job", "instance"]);
  for (const { title, datasource, targets } of panels) {
    assert.equal(datasource.uid, "${datasource}", title);
    for (const { expr } of targets) {
      const selectors = expr.match(/\b(?:simplewebsocket|process)_[a-z_]+(\{[^}]*\})?/g);
      for (const selector of selectors) assert.match(selector, /job=~"\$job",instance=~"\$instance"\}$/, title);
    }
  }
});

test("its panels have their own places and numbers", () => {
  const places = new Set();
  for (const { id, gridPos: { x, y, w, h } } of dashboard.panels) {
    assert.ok(x >= 0 && x + w <= 24, `panel ${id} is on the page`);
    for (let column = x; column < x + w; ++column) {
      for (let line = y; line < y + h; ++line) {
        assert.ok(!places.has(`${column} ${line}`), `panel ${id} covers no other`);
        places.add(`${column} ${line}`);
      }
    }
  }
  assert.equal(new Set(dashboard.panels.map(({ id }) => id)).size, dashboard.panels.length);
});

for (const { title, id, targets } of panels) {
  test(`panel ${id}, ${title}, shows something`, async () => {
    for (const { expr } of targets) {
      const asked = expr.replaceAll("$job", ".*").replaceAll("$instance", ".*").replaceAll("$__rate_interval", "1m");
      assert.doesNotMatch(asked, /=~"\$|\[\$/, "no other variable is left");
      const series = await prometheus.query(asked);
      const may_be_empty = names_in(asked).every((name) => absent_without_need.has(name));
      assert.ok(series.length > 0 || may_be_empty, `no series: ${asked}`);
      for (const { value } of series) assert.notEqual(value[1], "NaN", asked);
    }
  });
}

test("the variables of the dashboard have values", async () => {
  for (const { name, query } of dashboard.templating.list.slice(1)) {
    const [, series, label] = /^label_values\((.*), (\w+)\)$/.exec(query.query);
    const values = await prometheus.get(`label/${label}/values`, { "match[]": series.replace("$job", ".*") });
    assert.equal(values.length, 1, name);
  }
});

test("Prometheus computes every alert, and a healthy server fires none", async () => {
  await until("all alerts", async () => {
    const { groups } = await prometheus.get("rules");
    const all = groups.flatMap((group) => group.rules);
    for (const { name, lastError } of all) assert.equal(lastError, undefined, name);
    return all.length === rules.length && all.every(({ health }) => health === "ok");
  });
  const firing = await prometheus.query('ALERTS{alertstate="firing"}');
  assert.deepEqual(firing.map(({ metric }) => metric.alertname), []);
});

test("a fault of the live server fires its alert", async () => {
  assert.equal((await measured.push("twenty-one")).status, 400);
  const firing = await until("the alert", async () => {
    const found = await prometheus.query('ALERTS{alertname="SimpleWebsocketChannelBadLines",alertstate="firing"}');
    return found.length > 0 && found;
  });
  assert.equal(firing[0].metric.channel, "pushed");
});

// The rows of the tables in OPERATING.md whose first cell is a name in code: [name, last cell].
const rows = [...read("backend/OPERATING.md").matchAll(/^\| `(\w+)(?:\{[^}]*\})?` \|(?:.*\|)? (.*) \|$/gm)].map(([, ...cells]) => cells);

test("the table of metrics has all of them, and no other", () => {
  const names = rows.map(([name]) => name).filter((name) => /^(simplewebsocket|process)_/.test(name));
  const has = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
  assert.deepEqual(names.sort(), [...new Set([...has, ...absent_without_need])].sort());
});

test("the table of alerts has all of them, and says how bad they are", () => {
  const alerts = rows.filter(([name]) => name.startsWith("SimpleWebsocket"));
  assert.deepEqual(alerts, rules.map(({ alert, labels }) => [alert, labels.severity]));
});
