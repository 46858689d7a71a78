// One measured process: plain JavaScript on the built package, so that no loader's time is counted.
const { readdirSync, readFileSync, statSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { loadAll } = require('js-yaml');
const { readInputs } = require('../build/verify');
const { readAssumptions } = require('../build/verify/assumptions');
const { Evidence } = require('../build/verify/evidence');
const { reportOf } = require('../build/verify/reports/report');
const { judge } = require('../build/verify/verdict/verdict');
const { platformApp, platformOf } = require('./platform-app.js');

const [variant, count, folder] = [process.argv[2], Number(process.argv[3]), process.argv[4]];
const VARIANTS = { write, verdict, floor };

const before = process.cpuUsage();
const start = process.hrtime.bigint();
const result = VARIANTS[variant]();
const { user, system } = process.cpuUsage(before);
process.stdout.write(
  JSON.stringify({
    ...result,
    cpuSeconds: (user + system) / 1e6,
    seconds: Number(process.hrtime.bigint() - start) / 1e9,
    peakMiB: process.resourceUsage().maxRSS / 1024,
  }),
);

/** What both others read: the manifests, one file a project. */
function write() {
  const app = platformApp(count, folder);
  app.synth();
  writeFileSync(join(folder, 'nodes.yaml'), nodes());
  return {};
}

/** One node of each project, as a dump of the cluster has them. */
function nodes() {
  return platformOf(count)
    .projects.map(
      ({ name }) => `---
apiVersion: v1
kind: Node
metadata:
  name: ${name}-node
  labels:
    workload-type: ai-training
    training-isolation/pool: p4d
    training-isolation/project: ${name}
    node.kubernetes.io/instance-type: p4d.24xlarge
spec:
  taints:
    - { key: workload-type, value: ai-training, effect: NoSchedule }
    - { key: training-isolation/project, value: ${name}, effect: NoSchedule }
`,
    )
    .join('');
}

/** Files to report: reading, all checks, every pair of projects. */
function verdict() {
  const inputs = readInputs([folder]);
  const evidence = new Evidence(inputs, {
    platform: platformOf(count),
    assumptions: readAssumptions(['cni=vpc-cni', 'strict', 'complete']),
  });
  const report = reportOf(evidence, judge(evidence));
  JSON.stringify(report);
  return { objects: inputs.objects.length, verdict: report.summary.verdict };
}

/** The same bytes through js-yaml, and nothing done with them. */
function floor() {
  let objects = 0;
  let bytes = 0;
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (!name.endsWith('.yaml')) continue;
    bytes += statSync(path).size;
    objects += loadAll(readFileSync(path, 'utf8')).length;
  }
  return { objects, bytes };
}
