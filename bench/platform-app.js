// What the benches write and judge: a platform with many projects, each with three jobs of two nodes.
const { App } = require('cdk8s');
const { definePlatform } = require('../build');
const { PlatformIsolation, TrainingJob, TrainingProject } = require('../build/kubernetes');

module.exports = { platformApp, platformOf };

function platformOf(count) {
  const services = [
    { name: 'data-lake', namespace: 'ml-data', podLabels: { app: 'data-lake' }, port: 443, tenancy: 'authenticated' },
    { name: 'tracking', namespace: 'ml-platform', podLabels: { app: 'mlflow' }, port: 5000, tenancy: 'authenticated' },
  ];
  return definePlatform({
    name: 'ml',
    aws: { account: '111122223333', region: 'us-west-2', zones: ['us-west-2a', 'us-west-2b'], vpcCidr: '10.0.0.0/16' },
    pools: [{ name: 'p4d', instanceType: 'p4d.24xlarge', availabilityZone: 'us-west-2b', maxNodes: 8 * count }],
    storage: { datasets: 'training-data-bucket', checkpoints: 'model-checkpoints' },
    services,
    projects: Array.from({ length: count }, (_, index) => ({
      name: `project-${index}`,
      gpus: 32,
      uses: ['data-lake', 'tracking'],
    })),
  });
}

/** The constructs of the platform, which synthesize into a folder. */
function platformApp(count, folder) {
  const platform = platformOf(count);
  const app = new App({ outdir: folder });
  new PlatformIsolation(app, 'platform', { platform });
  for (const { name } of platform.projects) {
    const project = new TrainingProject(app, name, { platform, project: name });
    for (const job of ['pretrain', 'finetune', 'evaluate']) {
      new TrainingJob(project, job, {
        image: `111122223333.dkr.ecr.us-west-2.amazonaws.com/${name}/trainer@sha256:${'0123456789abcdef'.repeat(4)}`,
        command: ['torchrun'],
        args: ['/app/train.py'],
        nodes: 2,
      });
    }
  }
  return app;
}
