import { exampleObjects, judgedBy, type Loose } from '../example';

/** Pod Security by Kyverno, whose webhook is sent only what its condition lets through. */
const policy = (expression: string): Loose => ({
  apiVersion: 'kyverno.io/v1',
  kind: 'ClusterPolicy',
  metadata: { name: 'restricted' },
  spec: {
    webhookConfiguration: { failurePolicy: 'Fail', matchConditions: [{ name: 'some', expression }] },
    rules: [
      {
        name: 'restricted',
        match: { any: [{ resources: { kinds: ['Pod'] } }] },
        validate: {
          failureAction: 'Enforce',
          allowExistingViolations: false,
          podSecurity: { level: 'restricted', version: 'latest' },
        },
      },
    ],
  },
});

/** What that policy lets past, since it alone judges. */
function open(expression: string): string {
  const alone = exampleObjects().filter(({ kind }) => !/Policy(?:Binding)?$/.test(kind) || kind === 'NetworkPolicy');
  const { status, findings } = judgedBy('admission/pod-security', [...alone, policy(expression)]);
  return `${status}: ${findings.map(({ message }) => message).join('; ')}`;
}

test('what a webhook is not sent by the spec of a pod is not refused, whichever pod was asked about before', () => {
  expect(open('!has(object.spec) || !has(object.spec.hostNetwork)')).toMatch(
    /^fail: .*no policy refuses .*a pod on the network of its node/,
  );
  expect(open('!has(object.spec) || !has(object.spec.hostPID)')).toMatch(
    /^fail: .*no policy refuses .*a pod with the processes of its node/,
  );
});
