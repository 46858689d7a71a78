import { App } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { TrainingJob, TrainingProject } from 'training-isolation/kubernetes';
import { platform } from './platform';

const app = new App();
const ranking = new TrainingProject(app, 'ranking', { platform, project: 'ranking', roles: 'namespace' });

// Theirs as ours: a ConfigMap of cdk8s-plus in the project's chart lands in the project's namespace and is mounted.
const features = new kplus.ConfigMap(ranking, 'features', {
  metadata: { name: 'features' },
  data: { 'features.txt': 'clicks\ndwell-time\n' },
  // What a job mounts, it runs or reads as its own: who could edit it would work as the project.
  immutable: true,
});
new TrainingJob(ranking, 'train', {
  image: `registry.example.com/ranking/trainer@sha256:${'0123456789abcdef'.repeat(4)}`,
  command: ['python3'],
  args: ['/app/train.py', '--features=/features/features.txt'],
  launcher: 'none',
  mounts: [{ configMap: features, path: '/features' }],
});

// Ours as theirs: a Role of cdk8s-plus on the claim that the project made, for the people on call.
const checkpoints = kplus.PersistentVolumeClaim.fromClaimName(
  ranking,
  'checkpoints',
  ranking.checkpointClaimName ?? '',
);
const role = new kplus.Role(ranking, 'see-checkpoints', { metadata: { name: 'see-checkpoints' } });
role.allow(['get'], checkpoints);
const binding = new kplus.RoleBinding(ranking, 'see-checkpoints-binding', {
  metadata: { name: 'see-checkpoints' },
  role,
});
binding.addSubjects(kplus.Group.fromName(ranking, 'on-call', 'on-call'));

app.synth();
