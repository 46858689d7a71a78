import { App } from 'cdk8s';
import { PlatformIsolation, ProjectSecrets, TrainingJob, TrainingProject } from 'training-isolation/kubernetes';
import { platform } from './platform';

const app = new App();

new PlatformIsolation(app, 'platform', { platform });
const speech = new TrainingProject(app, 'speech', { platform, project: 'speech' });

// Secrets come as files: the value of lab-speech/wandb lies at /var/run/secrets/training/wandb/api-key.
new ProjectSecrets(speech, 'secrets', {
  roleArn: 'arn:aws:iam::111122223333:role/lab-speech-secrets',
  secrets: { wandb: { 'api-key': { key: 'wandb', property: 'apiKey' } } },
});

new TrainingJob(speech, 'finetune', {
  image: `registry.example.com/speech/trainer@sha256:${'0123456789abcdef'.repeat(4)}`,
  command: ['python3'],
  args: ['/app/finetune.py', '--config=/config/finetune.json'],
  launcher: 'none',
  configFiles: { 'finetune.json': JSON.stringify({ epochs: 3, batchSize: 16 }) },
  mounts: [{ secret: 'wandb' }],
  env: { WANDB_API_KEY_FILE: '/var/run/secrets/training/wandb/api-key' },
});

app.synth();
