import type { PolicyObject } from '../../../lib/policies';
import { EngineFault } from '../../engine-fault';
import type { Kubectl, KubeObject } from '../../rig/kubectl';
import { expectEqual, type Question } from '../question';

interface Warning {
  readonly fieldRef: string;
  readonly warning: string;
}

/** What the API server says of expressions before anything is asked. */
export function nativePolicyQuestions(kubectl: Kubectl, policies: readonly PolicyObject[]): Question[] {
  return [
    {
      title: 'the API server finds no type in any expression wrong',
      ask: async () => {
        const stored = await kubectl.list('validatingadmissionpolicies');
        const count = policies.filter(({ kind }) => kind === 'ValidatingAdmissionPolicy').length;
        expectEqual('policies', stored.length, count);
        const found = stored.flatMap(warningsOf);
        if (found.length > 0) throw new EngineFault(found.join('\n'));
        return `${count} policies checked`;
      },
    },
  ];
}

function warningsOf({ metadata, status }: KubeObject): string[] {
  const { typeChecking } = (status ?? {}) as { typeChecking?: { expressionWarnings?: readonly Warning[] } };
  return (typeChecking?.expressionWarnings ?? []).map(
    ({ fieldRef, warning }) => `${metadata.name}: ${fieldRef}: ${warning}`,
  );
}
