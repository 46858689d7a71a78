import type { k8s } from '../../../lib/kubernetes';
import type { Kubectl } from '../../rig/kubectl';
import { platform, projectNamed } from '../example';
import type { Question } from '../question';
import { acceptedQuestion, refusedQuestion, type Refused } from './refused';
import { ask, trainer, trainingPod } from './training-pod';

/** A priority class of somebody else's, which the suite creates. */
export const foreignPriority = {
  apiVersion: 'scheduling.k8s.io/v1',
  kind: 'PriorityClass',
  value: 1000,
  metadata: { name: 'web' },
};

/** What a project may hold at once, and in which proportions, is refused beyond that. */
export function quotaQuestions(kubectl: Kubectl): Question[] {
  return [
    acceptedQuestion(kubectl, "a pod as alpha's job has it is accepted", trainingPod('alpha', 'as-it-is')),
    acceptedQuestion(kubectl, 'a ClusterIP Service in alpha is accepted', service('ClusterIP')),
    ...refused().map((object) => refusedQuestion(kubectl, object)),
  ];
}

const { namespace, gpus, quota } = projectNamed('alpha');
const [deniedClass] = platform.storageClasses.denied;

const exceeds = (key: string): RegExp => new RegExp(`exceeded quota: project, requested: [^ ]*${key}`);
const pod = (edit: (spec: k8s.PodSpec) => void): object => trainingPod('alpha', 'attempt', edit);

const refused = (): readonly Refused[] => [
  {
    title: `a pod for ${gpus + 8} GPUs is refused: alpha may hold ${gpus}`,
    object: pod(ask('nvidia.com/gpu', String(gpus + 8))),
    by: exceeds('requests.nvidia.com/gpu'),
  },
  {
    title: `a pod for ${quota.efaDevices + 1} EFA devices is refused: alpha may hold ${quota.efaDevices}`,
    object: pod(ask('vpc.amazonaws.com/efa', String(quota.efaDevices + 1))),
    by: exceeds('requests.vpc.amazonaws.com/efa'),
  },
  {
    title: 'a GPU of another vendor is refused: alpha has none',
    object: pod(ask('amd.com/gpu', '1')),
    by: exceeds('requests.amd.com/gpu'),
  },
  {
    title: 'more processors than the nodes of the quota have are refused, spread over containers as they may be',
    object: pod((spec) => {
      spec.containers = Array.from({ length: 5 }, (_, index) => ({ ...trainer(spec), name: `trainer-${index}` }));
    }),
    by: exceeds('limits.cpu'),
  },
  {
    title: 'a pod of a priority class of others is refused: it would end the jobs of other projects',
    object: pod((spec) => (spec.priorityClassName = foreignPriority.metadata.name)),
    by: /exceeded quota: other-priorities/,
  },
  {
    title: 'so is a pod of no class',
    object: pod((spec) => delete spec.priorityClassName),
    by: /exceeded quota: other-priorities/,
  },
  { title: 'a NodePort Service is refused', object: service('NodePort'), by: exceeds('services.nodeports') },
  {
    title: 'a LoadBalancer Service is refused',
    object: service('LoadBalancer'),
    by: exceeds('services.(loadbalancers|nodeports)'),
  },
  {
    title: 'a claim on a device by dynamic resource allocation is refused: it would pass by the quota of GPUs',
    object: {
      apiVersion: 'resource.k8s.io/v1',
      kind: 'ResourceClaim',
      metadata: { name: 'gpu', namespace },
      spec: deviceRequest(),
    },
    by: exceeds('(count/resourceclaims.resource.k8s.io|gpu.nvidia.com.deviceclass.resource.k8s.io/devices)'),
  },
  {
    title: 'so is a template of such claims',
    object: {
      apiVersion: 'resource.k8s.io/v1',
      kind: 'ResourceClaimTemplate',
      metadata: { name: 'gpu', namespace },
      spec: { spec: deviceRequest() },
    },
    by: exceeds('count/resourceclaimtemplates.resource.k8s.io'),
  },
  {
    title: `a volume of the class ${deniedClass} is refused: the platform has an encrypted one`,
    object: claim(deniedClass ?? ''),
    by: exceeds(`${deniedClass}.storageclass.storage.k8s.io/requests.storage`),
  },
  { title: 'a StatefulSet is refused', object: controller('StatefulSet'), by: exceeds('count/statefulsets.apps') },
  { title: 'a DaemonSet is refused', object: controller('DaemonSet'), by: exceeds('count/daemonsets.apps') },
  {
    title: 'a container whose processor limit is above its request is refused',
    object: pod((spec) => limit(spec, 'cpu', '88', '1')),
    by: /cpu max limit to request ratio per Container is 1/,
  },
  {
    title: 'a container whose memory limit is above its request is refused',
    object: pod((spec) => limit(spec, 'memory', '960Gi', '1Gi')),
    by: /memory max limit to request ratio per Container is 1/,
  },
  {
    title: 'a container larger than any node of the project is refused',
    object: pod(ask('cpu', '96')),
    by: /maximum cpu usage per Container is 88/,
  },
];

function limit(spec: k8s.PodSpec, resource: string, limits: string, requests: string): void {
  ask(resource, limits)(spec);
  const { resources } = trainer(spec);
  if (resources?.requests) resources.requests = { ...resources.requests, [resource]: requests };
}

function service(type: string): object {
  const spec = { type, selector: { app: 'any' }, ports: [{ port: 80 }] };
  return { apiVersion: 'v1', kind: 'Service', metadata: { name: 'attempt', namespace }, spec };
}

function claim(storageClassName: string): object {
  const spec = { storageClassName, accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'attempt', namespace }, spec };
}

function controller(kind: 'StatefulSet' | 'DaemonSet'): object {
  const labels = { app: 'attempt' };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'web' }] } };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name: 'attempt', namespace },
    spec: { selector: { matchLabels: labels }, template, ...(kind === 'StatefulSet' && { serviceName: 'attempt' }) },
  };
}

function deviceRequest(): object {
  return { devices: { requests: [{ name: 'gpu', exactly: { deviceClassName: 'gpu.nvidia.com' } }] } };
}
