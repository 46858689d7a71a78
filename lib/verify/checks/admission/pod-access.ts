import type { Check } from '../check';
import { addedContainer, firstContainer, runningProbe, unchanged } from '../pod-probe';
import { eachProject, inProject, manifest, PROBE, type Probe } from '../probe';
import { writtenPolicy } from './parts/written-policy';

const DOORS = ['exec', 'attach', 'portforward', 'proxy'] as const;

export const podAccess: Check = {
  id: 'admission/pod-access',
  title: 'Whoever gets the right by mistake still enters no pod of a project',
  why: 'RBAC forgets everything as soon as somebody binds "edit": a shell has data, credentials and network of the project.',
  stops: ['A2'],
  control: 'an admission policy on CONNECT to pods and on debug containers',
  fix: writtenPolicy('pod-access'),
  *judge(evidence) {
    yield* eachProject(evidence, function* (namespace): Generator<Probe> {
      const pod = manifest('v1', 'Pod', { name: PROBE, namespace: namespace.name });
      for (const subresource of DOORS)
        yield {
          meaning: `pods/${subresource}`,
          request: inProject(namespace, { operation: 'CONNECT', object: pod, subresource }),
        };
      const service = manifest('v1', 'Service', { name: PROBE, namespace: namespace.name });
      yield {
        meaning: 'services/proxy',
        request: inProject(namespace, { operation: 'CONNECT', object: service, subresource: 'proxy' }),
      };
      yield runningProbe(
        evidence,
        namespace,
        { meaning: 'a debug container', change: addedContainer('ephemeralContainers', unchanged) },
        'ephemeralcontainers',
      );
      const withoutLimits = firstContainer((container) => ({ ...container, resources: {} }));
      yield runningProbe(
        evidence,
        namespace,
        { meaning: 'other limits of a running pod', rule: 'container-resources', change: withoutLimits },
        'resize',
      );
    });
  },
};
