import type { KubeObject } from '../../../rig/kubectl';
import { casesOf } from '../case';
import { debugContainer, named, object, plainPod, pod } from '../objects';
import { debuggerOfBeta, engineer, platformAdmin, scheduler, strangeOperator } from '../people';
import { connect, create, update } from '../request';

const access = casesOf('pod-access');
const ofBeta = (): KubeObject => pod({ metadata: { namespace: 'ml-beta' } });
const service = object('v1', 'Service', 'rendezvous', 'ml-alpha', {
  spec: { selector: { a: 'b' }, ports: [{ port: 80 }] },
});

export const podAccess = [
  access.refused('a shell by an engineer of the project', connect(pod(), 'exec')),
  access.refused('an attached terminal', connect(pod(), 'attach')),
  access.refused('a forwarded port', connect(pod(), 'portforward')),
  access.refused('a proxy to a pod', connect(pod(), 'proxy')),
  access.refused('a proxy to a Service of the project', connect(service, 'proxy')),
  access.refused(
    'a debug container',
    update(pod(), { spec: { ephemeralContainers: [debugContainer()] } }, 'ephemeralcontainers'),
  ),
  access.refused("a shell by another project's debugger", connect(pod(), 'exec'), debuggerOfBeta),
  access.refused('a shell by an engineer in a project that has debuggers', connect(ofBeta(), 'exec'), engineer),
  access.allowed('a shell by a debugger of the project', connect(ofBeta(), 'exec'), debuggerOfBeta),
  access.allowed('a shell by the emergency group', connect(pod(), 'exec'), platformAdmin),
  access.allowed(
    'a debug container by the emergency group',
    update(pod(), { spec: { ephemeralContainers: [debugContainer()] } }, 'ephemeralcontainers'),
    platformAdmin,
  ),
  access.allowed('a shell outside the projects', connect(plainPod(), 'exec')),
];

const tokens = casesOf('account-tokens');
const account = (name: string, namespace: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name, namespace },
});
/** A request for a token is posted to the account that it is for. */
const token = (of: KubeObject, audience: string) =>
  create(
    {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      metadata: of.metadata,
      spec: { audiences: [audience] },
    },
    'token',
  );
const train = account('train', 'ml-alpha');

export const accountTokens = [
  tokens.refused('a token of the training account for the cloud, by an engineer', token(train, 'sts.amazonaws.com')),
  tokens.refused('a token for the API server', token(train, 'https://kubernetes.default.svc.cluster.local')),
  tokens.refused('a token by an operator that nobody listed', token(train, 'sts.amazonaws.com'), strangeOperator),
  tokens.allowed('a token by the platform', token(train, 'sts.amazonaws.com'), platformAdmin),
  tokens.allowed('a token of an account outside the projects', token(account('default', 'apps'), 'x')),
];

const node = (): KubeObject => ({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'gpu-0' } });
const proxy = casesOf('node-proxy');

export const nodeProxy = [
  proxy.refused('a command through the proxy to a node', connect(node(), 'proxy', 'run/ml-alpha/pretrain-0/trainer')),
  proxy.refused('the list of pods on a node', connect(node(), 'proxy', 'pods')),
  proxy.allowed('metrics through the proxy to a node', connect(node(), 'proxy', 'metrics/cadvisor')),
  proxy.allowed('the list of pods on a node, by the emergency group', connect(node(), 'proxy', 'pods'), platformAdmin),
];

const binding = casesOf('pod-binding');
const bind = () => {
  const target = named('waiting', plainPod());
  return create(
    {
      apiVersion: 'v1',
      kind: 'Binding',
      metadata: target.metadata,
      target: { apiVersion: 'v1', kind: 'Node', name: 'gpu-0' },
    },
    'binding',
    target,
  );
};

export const podBinding = [
  binding.refused('a pod that a person binds to a training node', bind()),
  binding.allowed('a pod that the scheduler binds', bind(), scheduler),
  binding.refused('a pod that an operator binds which nobody listed', bind(), strangeOperator),
];
