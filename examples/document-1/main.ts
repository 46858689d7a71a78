import { App } from 'cdk8s';
import { PlatformIsolation, TrainingJob, TrainingProject } from 'training-isolation/kubernetes';
import { platform } from './platform';

const app = new App();

new PlatformIsolation(app, 'platform', { platform });

const alpha = new TrainingProject(app, 'alpha', { platform, project: 'alpha' });
new TrainingJob(alpha, 'pretrain', {
  image: `${registry('alpha')}/trainer@sha256:${'0123456789abcdef'.repeat(4)}`,
  nodes: 2,
  command: ['torchrun'],
  args: ['/app/train.py', '--data=/data', '--checkpoint-dir=/checkpoints'],
});

const beta = new TrainingProject(app, 'beta', { platform, project: 'beta' });
new TrainingJob(beta, 'finetune', {
  image: `${registry('beta')}/trainer@sha256:${'fedcba9876543210'.repeat(4)}`,
  command: ['torchrun'],
  args: ['/app/finetune.py'],
});

app.synth();

function registry(project: string): string {
  return `${platform.aws?.account}.dkr.ecr.${platform.aws?.region}.amazonaws.com/${project}`;
}
