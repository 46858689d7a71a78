import { usedConfigMaps } from '../../workload/used-config-maps';
import type { TrainingNamespace } from '../../scope/training-scope';
import { namespaceSubject } from '../../scope/training-scope';
import type { Check } from '../check';
import type { Problem } from '../../problem';
import { inProject, likeness, manifest, probeProblems, type Probe } from '../probe';
import { writtenPolicy } from './parts/written-policy';

export const mountedCode: Check = {
  id: 'admission/mounted-code',
  title: 'Only the platform writes and removes the ConfigMaps that jobs mount, whatever RBAC says',
  why: 'An immutable ConfigMap cannot be changed, but removed and made again under its name: the next job runs what is in it then.',
  stops: ['A2', 'T19'],
  control: 'an admission policy on the ConfigMaps of projects that jobs mount',
  fix: writtenPolicy('library-files'),
  *judge(evidence) {
    const known = new Map<string, readonly Problem[]>();
    for (const namespace of evidence.scope.namespaces) {
      const names = usedIn(namespace);
      if (names.length === 0) continue;
      const key = likeness(evidence, namespace, names);
      const problems = known.get(key) ?? probeProblems(evidence, probes(namespace, names));
      known.set(key, problems);
      yield { subject: namespaceSubject(namespace), problems };
    }
  },
};

function usedIn({ workloads }: TrainingNamespace): readonly string[] {
  const names = workloads.flatMap(({ spec }) => (spec === undefined ? [] : usedConfigMaps(spec)));
  return [...new Set(names.map(({ value }) => String(value)))].sort();
}

function* probes(namespace: TrainingNamespace, names: readonly string[]): Generator<Probe> {
  for (const name of names) {
    const object = manifest('v1', 'ConfigMap', { name, namespace: namespace.name }, { data: {}, immutable: true });
    for (const operation of ['CREATE', 'DELETE'] as const)
      yield { meaning: `${operation} of ConfigMap ${name}`, request: inProject(namespace, { operation, object }) };
  }
}
