import { App } from 'cdk8s';
import { PlatformIsolation, TrainingJob, TrainingProject } from 'training-isolation/kubernetes';
import { platform } from './platform';

const app = new App();

new PlatformIsolation(app, 'platform', { platform });

const climate = new TrainingProject(app, 'climate', { platform, project: 'climate' });
new TrainingJob(climate, 'downscale', {
  image: `registry.example.org/climate/trainer@sha256:${'0123456789abcdef'.repeat(4)}`,
  nodes: 4,
  launcher: 'jax',
  command: ['python3'],
  args: ['/app/downscale.py'],
});

new TrainingProject(app, 'genomics', { platform, project: 'genomics' });

app.synth();
