import type { k8s } from '../../../lib/kubernetes';
import type { Project } from '../../../lib/model';
import type { Row } from '../../report/expected-behaviour';
import type { ApiRequest } from '../../rig/api-client';
import type { KubeObject } from '../../rig/kubectl';
import { renamed } from '../example';
import { neighbours } from './neighbours';
import { trainingJob } from './platform';
import type { Refuser } from './refuser';
import type { Setting } from './setting';

/** Something that one control of the API server refuses, and no other. */
export interface Attempt {
  /** Who tries what. */
  readonly what: string;
  readonly by: Refuser;
  readonly row?: Row;
  readonly request: ApiRequest;
}

/** Somebody who was given the role "edit" of every namespace: RBAC has forgotten the projects. */
export const sre = { user: 'sre@example.com', groups: ['system:authenticated'] };

export const sreRights: object = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  metadata: { name: 'sre-edit' },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit' },
  subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: sre.user }],
};

/** Who makes the pods of Jobs. */
export const jobController = {
  user: 'system:serviceaccount:kube-system:job-controller',
  groups: ['system:serviceaccounts', 'system:serviceaccounts:kube-system', 'system:authenticated'],
};

/** What is tried, with the names of this cluster. */
export function attemptsIn({ platform, objects, images, nodes }: Setting, rank: string): readonly Attempt[] {
  const [alpha, beta] = platform.projects as readonly [Project, Project];
  const job = objects.find(({ kind, metadata }) => kind === 'Job' && metadata.name === trainingJob);
  if (job === undefined) throw new Error('the library writes no training job');
  const engineer = { user: 'engineer@example.com', groups: [...alpha.groups.engineer, 'system:authenticated'] };
  const asJob = (edit: (spec: k8s.PodSpec) => void): ApiRequest =>
    creation('apis/batch/v1', 'jobs', edited(job, edit), engineer);
  const outside = (spec: object): ApiRequest =>
    creation('api/v1', 'pods', ordinaryPod(images.references.shell, spec), sre);
  const { key, value } = platform.taint;
  const theirClaim = beta.checkpoints?.name ?? '';
  return [
    {
      what: 'a pod of production tolerates the taint of training',
      by: 'training-taint',
      row: 'production-node',
      request: outside({ tolerations: [{ key, operator: 'Exists' }] }),
    },
    {
      what: 'a pod of production selects the nodes of training',
      by: 'node-selection',
      row: 'production-node',
      request: outside({ nodeSelector: { [key]: value } }),
    },
    {
      what: 'a pod of production names a node of training, past scheduler and taint',
      by: 'node-name',
      row: 'production-node',
      request: outside({ nodeName: nodes[0]?.name }),
    },
    {
      what: 'a pod of production asks for a GPU',
      by: 'gpu-requests',
      request: outside({
        containers: [
          { name: 'main', image: images.references.shell, resources: { limits: { 'nvidia.com/gpu': '1' } } },
        ],
      }),
    },
    {
      what: 'a Job of alpha is privileged',
      by: 'pod-security',
      row: 'privileged',
      request: asJob((spec) => privileged(spec)),
    },
    {
      what: `a Job of alpha names the claim ${theirClaim} of beta`,
      by: 'own-volumes',
      row: 'foreign-claim',
      request: asJob((spec) => mountClaim(spec, theirClaim)),
    },
    {
      what: "a claim in beta names the volume of alpha's data",
      by: 'claim-sources',
      row: 'foreign-claim',
      request: creation('api/v1', 'persistentvolumeclaims', claimOfVolume(beta.namespace, volumeNameOf(alpha)), sre),
    },
    {
      what: "a Job of alpha runs an image from beta's part of the registry",
      by: 'image-registry',
      request: asJob((spec) => (main(spec).image = images.references.trainer.replace('/shared/', '/beta/'))),
    },
    {
      what: 'a Job of alpha runs an image by tag',
      by: 'image-digest',
      request: asJob((spec) => (main(spec).image = images.references.trainer.replace(/@.*/, ':latest'))),
    },
    {
      what: 'a Job of alpha runs as another account',
      by: 'service-account',
      request: asJob((spec) => (spec.serviceAccountName = 'default')),
    },
    {
      what: "somebody with the role edit opens a shell in alpha's rank",
      by: 'pod-access',
      row: 'exec',
      request: {
        method: 'POST',
        path: `/api/v1/namespaces/${alpha.namespace}/pods/${rank}/exec?command=true&stdout=true`,
        as: sre,
      },
    },
    {
      what: "somebody with the role edit deletes alpha's default deny",
      by: 'project-guards',
      request: {
        method: 'DELETE',
        path: `/apis/networking.k8s.io/v1/namespaces/${alpha.namespace}/networkpolicies/default-deny?dryRun=All`,
        as: sre,
      },
    },
    {
      what: `the Job controller makes one more rank for alpha, which holds all its ${alpha.gpus} GPUs`,
      by: 'quota',
      request: creation('api/v1', 'pods', podOfJob(job, 'one-more'), jobController),
    },
  ];
}

/** A pod as the Job controller would make it. */
export function podOfJob(job: KubeObject, name: string, edit: (spec: k8s.PodSpec) => void = () => {}): KubeObject {
  const { metadata, spec } = edited(job, edit).spec.template;
  const owner = { apiVersion: job.apiVersion, kind: job.kind, name: job.metadata.name, uid: name, controller: true };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...metadata, name, namespace: job.metadata.namespace ?? '', ownerReferences: [owner] },
    spec,
  };
}

/** A request that stores nothing and is judged like the real thing. */
export function creation(root: string, resource: string, object: KubeObject, as: ApiRequest['as']): ApiRequest {
  const path = `/${root}/namespaces/${object.metadata.namespace}/${resource}?dryRun=All&fieldValidation=Strict`;
  return { method: 'POST', path, body: object, ...(as && { as }) };
}

/** The name that the volume behind a project's data has in this cluster. */
export const volumeNameOf = ({ namespace, data }: Project): string => `${namespace}-${data?.name}`;

/** A claim that asks for a volume by its name. */
export function claimOfVolume(namespace: string, volumeName: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'thief', namespace },
    spec: {
      storageClassName: '',
      volumeName,
      accessModes: ['ReadWriteMany'],
      resources: { requests: { storage: '1Gi' } },
    },
  };
}

export function privileged(spec: k8s.PodSpec): void {
  const container = main(spec);
  container.securityContext = { ...container.securityContext, privileged: true, allowPrivilegeEscalation: true };
}

/** Puts another claim in the place of the checkpoints. */
export function mountClaim(spec: k8s.PodSpec, claimName: string): void {
  const volume = spec.volumes?.find(({ name }) => name === 'checkpoints');
  if (volume?.persistentVolumeClaim === undefined) throw new Error('a rank mounts its checkpoints');
  volume.persistentVolumeClaim.claimName = claimName;
}

/** The same Job with other pods, under a name of its own. */
export function edited(job: KubeObject, edit: (spec: k8s.PodSpec) => void): ReturnType<typeof renamed> {
  const copy = renamed(job, 'attempt');
  if (copy.spec.template.spec === undefined) throw new Error('a Job has pods');
  edit(copy.spec.template.spec);
  return copy;
}

function main({ containers }: k8s.PodSpec): k8s.Container {
  const [container] = containers;
  if (container) return container;
  throw new Error('a rank has a container');
}

/** A pod of production, which has nothing to do with training. */
export function ordinaryPod(image: string, spec: object = {}): KubeObject {
  const { namespace } = neighbours.vault;
  const containers = [{ name: 'main', image, command: ['/bin/packets', 'serve'] }];
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'attempt', namespace }, spec: { containers, ...spec } };
}
