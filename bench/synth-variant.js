// One measured process: plain JavaScript on the built package, so that no loader's time is counted.
const { mkdtempSync, rmSync, writeFileSync, readdirSync, statSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { App, ApiObject, Chart } = require('cdk8s');
const { dump } = require('js-yaml');
const { platformApp } = require('./platform-app.js');

const [variant, count] = [process.argv[2], Number(process.argv[3])];
const folder = mkdtempSync(join(tmpdir(), 'bench-synth-'));
const WRITE = { ours, floor, stock };

try {
  // The floor and stock cdk8s get finished plain objects; making them is not their time.
  const charts = variant === 'ours' ? undefined : plainObjects();
  const before = process.cpuUsage();
  WRITE[variant](charts);
  const { user, system } = process.cpuUsage(before);
  const files = readdirSync(folder);
  process.stdout.write(
    JSON.stringify({
      objects: charts === undefined ? objects : charts.reduce((sum, chart) => sum + chart.length, 0),
      bytes: files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0),
      cpuSeconds: (user + system) / 1e6,
      peakMiB: process.resourceUsage().maxRSS / 1024,
    }),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Description, constructs, files: everything from the props to the disk. */
function ours() {
  const app = platformApp(count, folder);
  app.synth();
  global.objects = app.node.findAll().filter(ApiObject.isApiObject).length;
}

function floor(charts) {
  charts.forEach((chart, index) => {
    writeFileSync(join(folder, `${index}.yaml`), chart.map((object) => dump(object, { noRefs: true })).join('---\n'));
  });
}

function stock(charts) {
  const app = new App({ outdir: folder });
  charts.forEach((chart, index) => {
    const scope = new Chart(app, `chart-${index}`);
    chart.forEach((object, position) => new ApiObject(scope, `object-${position}`, object));
  });
  app.synth();
}

/** The same objects without constructs: one list a file. */
function plainObjects() {
  return JSON.parse(JSON.stringify(platformApp(count, folder).node.children.map((chart) => chart.toJson())));
}
