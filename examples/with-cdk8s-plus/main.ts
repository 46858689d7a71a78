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
});
new TrainingJob(ranking, 'train', {
  image: `registry.example.com/ranking/trainer@sha256:${'0123456789abcdef'.repeat(4)}`,
  command: ['python3'],
  args: ['/app/train.py', '--features=/features/features.txt'],
  launcher: 'none',
  mounts: [{ configMap: features, path: '/features' }],
});

// Ours as theirs: a Role of cdk8s-plus for the account that the project made.
const account = kplus.ServiceAccount.fromServiceAccountName(ranking, 'account', ranking.serviceAccountName, {
  namespaceName: ranking.namespace ?? '',
});
const role = new kplus.Role(ranking, 'read-features', { metadata: { name: 'read-features' } });
role.allow(['get'], features);
new kplus.RoleBinding(ranking, 'read-features-binding', { metadata: { name: 'read-features' }, role }).addSubjects(
  account,
);

app.synth();
