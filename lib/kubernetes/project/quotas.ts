import { deviceBounds } from '../../model/project/device-bounds';
import { amount, gibibytes } from '../../model/kubernetes/quantity';
import type { ClaimSource, Platform, Project } from '../../model';
import type { ResourceQuota } from '../api';
import { projectMetadata, type Remarks } from '../metadata';
import { claimSizeGiB } from '../storage/claim-size';

/**
 * What the project may hold at once. Extended resources know only `requests.` keys
 * (https://kubernetes.io/docs/concepts/policy/resource-quotas/#quota-for-extended-resources); everything that can be
 * created without end has a count, so that one project cannot fill etcd for all.
 *
 * @param remarks what it says about the project where the namespace, which another tool writes, does not
 */
export function projectQuota(platform: Platform, project: Project, remarks?: Remarks): ResourceQuota {
  const { quota } = project;
  return {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: projectMetadata(platform, project, 'project', remarks),
    spec: {
      hard: {
        ...Object.fromEntries(
          [...deviceBounds(platform, project)].map(([resource, most]) => [`requests.${resource}`, amount(most)]),
        ),
        'requests.cpu': amount(quota.cpus),
        'limits.cpu': amount(quota.cpus),
        'requests.memory': gibibytes(quota.memoryGiB),
        'limits.memory': gibibytes(quota.memoryGiB),
        pods: amount(quota.pods),
        'count/jobs.batch': amount(quota.jobs),
        'count/cronjobs.batch': amount(quota.jobs),
        'count/deployments.apps': amount(quota.deployments),
        'count/statefulsets.apps': '0',
        'count/daemonsets.apps': '0',
        'count/configmaps': amount(quota.configMaps),
        'count/secrets': amount(quota.secrets),
        'count/services': amount(quota.services),
        'services.nodeports': '0',
        'services.loadbalancers': '0',
        ...dynamicResourceQuota(),
        ...storageQuota(platform, project),
      },
    },
  };
}

/**
 * Dynamic resource allocation reaches GPUs without the names that quotas and policies watch (KEP 4381), so no project
 * gets any claim.
 */
function dynamicResourceQuota(): Record<string, string> {
  return {
    'count/resourceclaims.resource.k8s.io': '0',
    'count/resourceclaimtemplates.resource.k8s.io': '0',
    'gpu.nvidia.com.deviceclass.resource.k8s.io/devices': '0',
  };
}

/** The allowed classes with their size, the known others with nothing, and a total for classes nobody named. */
function storageQuota({ storageClasses }: Platform, { data, checkpoints, quota }: Project): Record<string, string> {
  const sources = [data?.source, checkpoints?.source].filter((source): source is ClaimSource => source !== undefined);
  const sizes = new Map(storageClasses.allowed.map(({ name, perProjectGiB }) => [name, perProjectGiB]));
  let total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  for (const source of sources) {
    total += claimSizeGiB(source);
    if (source.kind === 'storage-class')
      sizes.set(source.storageClass, (sizes.get(source.storageClass) ?? 0) + source.sizeGiB);
  }
  const perClass = (name: string): string => `${name}.storageclass.storage.k8s.io/requests.storage`;
  return {
    persistentvolumeclaims: amount(quota.claims),
    'requests.storage': gibibytes(total),
    ...Object.fromEntries([...sizes].map(([name, size]) => [perClass(name), gibibytes(size)])),
    ...Object.fromEntries(
      storageClasses.denied.filter((name) => !sizes.has(name)).map((name) => [perClass(name), '0']),
    ),
  };
}

/**
 * Refuses pods of any priority class but the platform's two: a pod of a higher class ends the jobs of other projects.
 * A native guard, beside the admission rule.
 */
export function priorityQuota(platform: Platform, project: Project): ResourceQuota {
  const { training, interruptible } = platform.priorities;
  return {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: projectMetadata(platform, project, 'other-priorities', {
      purpose: `Pods of this project have the priority class ${training.name} or ${interruptible.name}.`,
    }),
    spec: {
      hard: { pods: '0' },
      scopeSelector: {
        matchExpressions: [
          { scopeName: 'PriorityClass', operator: 'NotIn', values: [interruptible.name, training.name] },
        ],
      },
    },
  };
}
