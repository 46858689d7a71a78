import { App } from 'cdk8s';
import { TrainingJob, TrainingProject } from '../../../lib/kubernetes';
import type { KubeObject } from '../../rig/kubectl';
import { platform } from './platform';
import { changed, type Change } from './request';

export const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;
/** An image that project alpha may run. */
export const IMAGE = `registry.example.com/alpha/trainer@${DIGEST}`;

/** The Job that the library writes for project alpha: it passes every rule. */
const libraryJob = ((): KubeObject => {
  const project = new TrainingProject(new App(), 'alpha', { platform, project: 'alpha' });
  const { job } = new TrainingJob(project, 'pretrain', {
    image: IMAGE,
    pool: 'p4d',
    nodes: 2,
    command: ['torchrun'],
    args: ['/app/train.py'],
  });
  return structuredClone(job.manifest) as unknown as KubeObject;
})();

interface Template {
  readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
  readonly spec: Readonly<Record<string, unknown>>;
}

const template = (libraryJob['spec'] as { template: Template }).template;

const JOB_NAME_LABEL = 'batch.kubernetes.io/job-name';

let count = 0;

/** Every object of a case has a name of its own: all of them can stand in one cluster. */
const numbered = (name: string): string => `${name}-${++count}`;

/** A pod as the Job controller makes it from the library's Job, with a change. */
export function pod(change?: Change, name = 'pretrain'): KubeObject {
  return changed(
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: numbered(name),
        namespace: 'ml-alpha',
        labels: template.metadata?.labels ?? {},
        ownerReferences: [
          {
            apiVersion: 'batch/v1',
            kind: 'Job',
            name: 'pretrain',
            uid: '00000000-0000-4000-8000-000000000000',
            controller: true,
          },
        ],
      },
      spec: template.spec,
    },
    change,
  );
}

/** The library's Job with a change of its pod. */
export function job(change?: Change, ofJob?: Change): KubeObject {
  const name = numbered('pretrain');
  const own = { metadata: { name }, spec: { template: { metadata: { labels: { [JOB_NAME_LABEL]: name } } } } };
  return changed(changed(changed(libraryJob, own), ofJob), { spec: { template: change ?? {} } });
}

/** The same work every night. */
export function cronJob(change?: Change): KubeObject {
  // Each Job of it gets a name of its own.
  const nameless = { spec: { template: { metadata: { labels: { [JOB_NAME_LABEL]: null } } } } };
  const { spec } = changed(job(change), nameless) as unknown as { spec: object };
  const name = numbered('nightly');
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name, namespace: 'ml-alpha' },
    spec: { schedule: '0 0 * * *', jobTemplate: { spec } },
  };
}

/** The same pod in a Deployment, which restarts what ends. */
export function deployment(change?: Change): KubeObject {
  const name = numbered('serve');
  const labels = { app: name };
  const base = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'ml-alpha' },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { ...template.spec, restartPolicy: 'Always' } },
    },
  };
  return changed(base, { spec: { template: change ?? {} } });
}

/** A pod of somebody outside the projects, as plain as they are. */
export function plainPod(change?: Change, namespace = 'apps'): KubeObject {
  const base = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: numbered('web'), namespace },
    spec: { containers: [{ name: 'web', image: 'nginx' }] },
  };
  return changed(base, change);
}

/** A container beside the trainer, as hardened as it. */
export const container = (name: string, change?: Change): object =>
  changed({ ...(template.spec['containers'] as object[])[0], name, volumeMounts: [], ports: [] }, change);

/** A debug container as `kubectl debug --profile=restricted` writes it. */
export const debugContainer = (change?: Change): object =>
  changed(
    {
      name: 'debugger',
      image: `registry.example.com/shared/tools@${DIGEST}`,
      stdin: true,
      tty: true,
      securityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      },
    },
    change,
  );

/** Any object of a project, or of the cluster where the namespace is left out. */
export function object(
  apiVersion: string,
  kind: string,
  name: string,
  namespace: string | undefined,
  rest: object = {},
): KubeObject {
  return {
    apiVersion,
    kind,
    metadata: { name: numbered(name), ...(namespace === undefined ? {} : { namespace }) },
    ...rest,
  };
}

/** An object whose name is what matters. */
export const named = (name: string, of: KubeObject): KubeObject => ({ ...of, metadata: { ...of.metadata, name } });
