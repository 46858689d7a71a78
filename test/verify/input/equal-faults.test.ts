import { inputsOf } from '../../../lib/verify/input/inputs';
import { verify } from '../../../lib/verify/verify';
import { faultsOf } from '../../faults-of';

interface Constraints {
  readonly selector: readonly string[];
  readonly resources: readonly string[];
}

/** As cdk8s writes it, block under block: equal blocks are one value. */
function policy(name: string, { selector, resources }: Constraints): string {
  return [
    'apiVersion: admissionregistration.k8s.io/v1',
    'kind: ValidatingAdmissionPolicy',
    'metadata:',
    `  name: ${name}`,
    'spec:',
    '  matchConstraints:',
    ...selector.map((line) => `    ${line}`),
    '    resourceRules:',
    '      - apiGroups:',
    "          - ''",
    '        apiVersions:',
    '          - v1',
    '        operations:',
    '          - CREATE',
    '        resources:',
    ...resources.map((line) => `          - ${line}`),
    '  validations:',
    '    - expression: "false"',
    '---',
    'apiVersion: admissionregistration.k8s.io/v1',
    'kind: ValidatingAdmissionPolicyBinding',
    'metadata:',
    `  name: ${name}`,
    'spec:',
    `  policyName: ${name}`,
    '  validationActions:',
    '    - Deny',
  ].join('\n');
}

test.each<[string, Constraints, string]>([
  ['a list', { selector: [], resources: ['7', 'pods'] }, 'spec.matchConstraints.resourceRules[0].resources[0]'],
  [
    'a selector',
    {
      selector: ['namespaceSelector:', '  matchExpressions:', '    - key: a', '      operator: Inn'],
      resources: ['pods'],
    },
    'spec.matchConstraints.namespaceSelector.matchExpressions[0].operator',
  ],
])('the same fault of %s in two objects is told at both, at each once', (_, constraints, path) => {
  const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ml-alpha';
  const text = [namespace, policy('one', constraints), policy('two', constraints)].join('\n---\n');
  const lines = text.split('\n').flatMap((line, index) => (/- 7$|Inn$/.test(line) ? index + 1 : []));
  const faults = faultsOf(() => verify(inputsOf([{ name: 'a.yaml', text }]), { namespaces: ['ml-alpha'] }));
  expect(lines).toHaveLength(2);
  expect(faults.map((fault) => fault.path)).toEqual(lines.map((line) => `a.yaml:${line} ${path}`));
});
