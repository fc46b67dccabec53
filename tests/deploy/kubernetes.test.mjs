// The Kubernetes manifests are right: by the schemas of the API, by each other, and by the server that they start.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { faults, folder, read } from "./manifests.mjs";

const binary = process.env.SIMPLEWEBSOCKET_BINARY;
const [kustomization] = read("kustomization.yaml");
const manifests = kustomization.resources.flatMap(read);
const of = (kind) => manifests.find((manifest) => manifest.kind === kind);
const deployment = of("Deployment");
const pod = deployment.spec.template.spec;
const [container] = pod.containers;
const [settings] = kustomization.configMapGenerator;
const configuration = readFileSync(path.join(folder, settings.files[0]), "utf8");
const value = (name) => new RegExp(`^${name} *= *(\\S+)`, "m").exec(configuration)?.[1];
const margin = 10; // seconds: kStopMargin of the server

test("every manifest is what the API expects", async () => {
  for (const manifest of manifests) assert.deepEqual(await faults(manifest), [], manifest.kind);
  assert.deepEqual(manifests.map(({ kind }) => kind).sort(),
    ["Deployment", "HorizontalPodAutoscaler", "NetworkPolicy", "PodDisruptionBudget", "Service"]);
});

test("a wrong manifest is noticed", async () => {
  const changed = (change) => {
    const copy = structuredClone(deployment);
    change(copy.spec.template.spec, copy);
    return faults(copy);
  };
  assert.match(String(await changed((spec) => (spec.terminationGracePeriodSeconds = "50"))), /must be integer/);
  assert.match(String(await changed((spec) => delete spec.containers)), /containers/);
  assert.deepEqual(await changed((spec) => (spec.enableServiceLink = false)),
    ["Deployment.spec.template.spec.enableServiceLink is unknown"]);
  assert.deepEqual(await changed((spec) => (spec.containers[0].livenesProbe = {})),
    ["Deployment.spec.template.spec.containers.0.livenesProbe is unknown"]);
  assert.deepEqual(await changed((_, whole) => (whole.replicas = 3)), ["Deployment.replicas is unknown"]);
  await assert.rejects(changed((_, whole) => (whole.kind = "Deploiment")), /no Deploiment in apps\/v1/);
});

test("kustomize accepts them", (context) => {
  try {
    execFileSync("kubectl", ["version", "--client"], { stdio: "ignore" });
  } catch {
    return context.skip("there is no kubectl here");
  }
  const rendered = execFileSync("kubectl", ["kustomize", folder], { encoding: "utf8" });
  assert.equal(rendered.match(/^kind: /gm).length, manifests.length + 1);
  assert.match(rendered, /name: simplewebsocket-settings-[a-z0-9]+\n/);
});

test("they fit together", () => {
  const { labels } = deployment.spec.template.metadata;
  const selectors = [deployment.spec.selector.matchLabels, of("Service").spec.selector,
    of("PodDisruptionBudget").spec.selector.matchLabels, of("NetworkPolicy").spec.podSelector.matchLabels,
    pod.topologySpreadConstraints[0].labelSelector.matchLabels];
  for (const selector of selectors) assert.deepEqual(selector, labels);
  const target = of("HorizontalPodAutoscaler").spec.scaleTargetRef;
  assert.deepEqual(target, { apiVersion: deployment.apiVersion, kind: deployment.kind, name: deployment.metadata.name });
  const volumes = new Map(pod.volumes.map((volume) => [volume.name, volume]));
  for (const mount of container.volumeMounts) assert.ok(volumes.has(mount.name), mount.name);
  assert.equal(volumes.get("settings").configMap.name, settings.name);
  assert.ok(kustomization.images.some(({ name }) => name === container.image));
});

test("the pod has no more rights than it needs", () => {
  assert.equal(pod.enableServiceLinks, false);
  assert.equal(pod.automountServiceAccountToken, false);
  assert.equal(pod.securityContext.runAsNonRoot, true);
  assert.notEqual(pod.securityContext.runAsUser, 0);
  assert.equal(pod.securityContext.seccompProfile.type, "RuntimeDefault");
  assert.equal(container.securityContext.readOnlyRootFilesystem, true);
  assert.equal(container.securityContext.allowPrivilegeEscalation, false);
  assert.deepEqual(container.securityContext.capabilities, { drop: ["ALL"] });
  assert.equal(pod.volumes.find(({ secret }) => secret).secret.defaultMode, 0o400);
});

test("ports are those of the settings", () => {
  const ports = Object.fromEntries(container.ports.map(({ name, containerPort }) => [name, containerPort]));
  assert.equal(value("address"), "0.0.0.0");
  assert.equal(Number(value("port")), ports.http);
  assert.equal(value("admin"), `0.0.0.0:${ports.admin}`);
  for (const { targetPort } of of("Service").spec.ports) assert.ok(targetPort in ports, targetPort);
  for (const probe of ["startupProbe", "readinessProbe", "livenessProbe"]) assert.equal(container[probe].httpGet.port, "admin");
  assert.deepEqual(of("NetworkPolicy").spec.ingress.map((rule) => rule.ports[0].port), [ports.http, ports.admin]);
  assert.equal(deployment.spec.template.metadata.annotations["prometheus.io/port"], String(ports.admin));
});

test("a pod has time to drain", () => {
  const needed = Number(value("drain-delay")) + Number(value("drain-period")) + margin;
  assert.ok(pod.terminationGracePeriodSeconds > Number(value("drain-delay")) + Number(value("drain-period")));
  assert.ok(pod.terminationGracePeriodSeconds >= needed, `${needed} s are needed`);
});

test("nodes are added before they are full", () => {
  const { averageValue } = of("HorizontalPodAutoscaler").spec.metrics[0].pods.target;
  assert.ok(Number(averageValue) <= Number(value("max-connections")) / 2);
});

// The folders that the pod mounts, as folders of this machine.
function mounted() {
  const root = mkdtempSync(path.join(os.tmpdir(), "pod-"));
  after(() => rmSync(root, { recursive: true }));
  const here = (text) => container.volumeMounts.reduce(
    (changed, { mountPath }) => changed.replaceAll(mountPath, path.join(root, mountPath)), text);
  for (const { name, mountPath } of container.volumeMounts) {
    const volume = pod.volumes.find((each) => each.name === name);
    const at = path.join(root, mountPath);
    mkdirSync(at, { recursive: true });
    if (volume.configMap) for (const file of settings.files) writeFileSync(path.join(at, file), here(configuration));
    for (const item of volume.secret?.items ?? []) writeFileSync(path.join(at, item.path), "a".repeat(64), { mode: 0o400 });
  }
  return container.args.map(here);
}

// The server as the pod starts it, but on free ports.
async function start(context) {
  const options = ["--address", "127.0.0.1", "--port", "0", "--admin", "127.0.0.1:0", "--threads", "1"];
  const child = spawn(binary, [...mounted(), ...options], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.on("exit", (status) => resolve(`it ended with ${status}`)));
  context.after(() => child.kill("SIGKILL"));
  let lines = "";
  const operating = new Promise((resolve) => child.stdout.on("data", (text) => {
    lines += text;
    const address = /^Operating (http:\/\/[^/]+)/m.exec(lines);
    if (address) resolve(address[1]);
  }));
  const admin = await Promise.race([operating, ended]);
  assert.match(admin, /^http/);
  return admin;
}

test("the server knows every flag, and finds every file where the pod has it", async (context) => {
  const help = execFileSync(binary, ["--help"], { encoding: "utf8" });
  for (const flag of container.args.filter((word) => word.startsWith("--"))) assert.ok(help.includes(`${flag} `), flag);
  const unit = readFileSync(path.join(folder, "../simplewebsocket.service"), "utf8");
  assert.ok(unit.includes(`ExecStart=${container.command[0]} `), "the program is where the unit has it");
  const admin = await start(context);
  for (const probe of ["startupProbe", "readinessProbe", "livenessProbe"]) {
    const response = await fetch(admin + container[probe].httpGet.path);
    assert.equal(response.status, 200, container[probe].httpGet.path);
  }
  const metricsPath = deployment.spec.template.metadata.annotations["prometheus.io/path"];
  const metrics = await (await fetch(admin + metricsPath)).text();
  for (const { pods } of of("HorizontalPodAutoscaler").spec.metrics) {
    assert.match(metrics, new RegExp(`^${pods.metric.name} `, "m"));
  }
  assert.ok(readFileSync(path.join(folder, "README.md"), "utf8").includes("seriesQuery: simplewebsocket_connections{"));
});
