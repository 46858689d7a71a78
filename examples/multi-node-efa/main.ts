import { App } from 'cdk8s';
import { PlatformIsolation, TrainingJob, TrainingProject } from 'training-isolation/kubernetes';
import { platform } from './platform';

const app = new App();

new PlatformIsolation(app, 'platform', { platform });
const foundation = new TrainingProject(app, 'foundation', { platform, project: 'foundation' });
const image = `registry.example.com/foundation/trainer@sha256:${'0123456789abcdef'.repeat(4)}`;

// 128 GPUs: whole nodes, every EFA card, huge pages, and a policy that opens the way between the ranks and no other.
new TrainingJob(foundation, 'pretrain', {
  image,
  nodes: 16,
  command: ['torchrun'],
  args: ['/app/pretrain.py', '--data=/data', '--checkpoint-dir=/checkpoints'],
  deadlineSeconds: 14 * 24 * 3600,
  gracePeriodSeconds: 900,
  fatalExitCodes: [42],
});

// The same with DeepSpeed's own launcher, on two nodes.
new TrainingJob(foundation, 'align', {
  image,
  nodes: 2,
  launcher: 'deepspeed',
  command: ['deepspeed'],
  args: ['/app/align.py', '--deepspeed_config=/config/ds.json'],
  configFiles: { 'ds.json': '{ "train_batch_size": 256 }\n' },
  priority: 'interruptible',
});

app.synth();
