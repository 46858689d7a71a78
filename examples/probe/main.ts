import { App } from 'cdk8s';
import { ProbeJob, TrainingProject } from 'training-isolation/kubernetes';
import { platform } from './platform';

const app = new App();

// For a cluster that the platform of document-1 has been applied to: the project stands there already.
const alpha = new TrainingProject(app, 'alpha', { platform, project: 'alpha' });

// Apply it, then read what it found: kubectl logs -n ml-alpha job/probe; kubectl logs -n default job/probe--control
new ProbeJob(alpha, 'probe', {
  image: `111122223333.dkr.ecr.us-west-2.amazonaws.com/alpha/trainer@sha256:${'0123456789abcdef'.repeat(4)}`,
  open: { tracking: 'tracking.ml-platform.svc.cluster.local:5000' },
  shut: { 'vault of production': 'vault.production.svc.cluster.local:8200' },
});

app.synth();
