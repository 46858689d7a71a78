import { App } from 'cdk8s';
import { TrainingJob, TrainingProject } from 'training-isolation/kubernetes';
import { platform } from './platform';

const app = new App();

// The namespace belongs to another tool, so only its labels are checked; the personas' roles stay inside it.
const vision = TrainingProject.fromExisting(app, 'vision', {
  platform,
  project: 'vision',
  roles: 'namespace',
  namespaceLabels: {
    'training-isolation/tier': 'training',
    'training-isolation/project': 'vision',
    'pod-security.kubernetes.io/enforce': 'restricted',
    'pod-security.kubernetes.io/enforce-version': 'v1.36',
    'pod-security.kubernetes.io/audit': 'restricted',
    'pod-security.kubernetes.io/audit-version': 'v1.36',
    'pod-security.kubernetes.io/warn': 'restricted',
    'pod-security.kubernetes.io/warn-version': 'v1.36',
  },
});

new TrainingJob(vision, 'segment', {
  image: `registry.example.com/vision/trainer@sha256:${'0123456789abcdef'.repeat(4)}`,
  nodes: 2,
  command: ['torchrun'],
  args: ['/app/segment.py', '--data=/data', '--checkpoint-dir=/checkpoints'],
});

app.synth();
