import { platform } from '../../../examples/document-1/platform';
import type { Readable } from '../../../lib/verify/relations/readable';
import { inputsOf } from '../../../lib/verify/input/inputs';
import { verify } from '../../../lib/verify/verify';
import { networkPolicy, reportedAfter } from './reported';
import { object } from '../checks/example';

const { summary } = reportedAfter(() => undefined);

test('the relations of the example are those of its description, and nothing else', () => {
  expect(
    summary.reachable.map(({ from, to, connections, status }) => `${from} ${to} ${connections} ${status}`),
  ).toEqual([
    'ml-alpha kube-system TCP 53,UDP 53 allowed',
    'ml-alpha ml-alpha All Connections allowed',
    'ml-alpha ml-data TCP 443 allowed',
    'ml-alpha ml-platform TCP 5000 allowed',
    'ml-alpha ml-registry TCP 443 allowed',
    'ml-alpha outside 10.0.240.0/24 TCP 443 allowed',
    'ml-alpha outside 10.0.241.0/24 TCP 443 allowed',
    'ml-alpha outside 169.254.170.23 TCP 80 allowed',
    'ml-beta kube-system TCP 53,UDP 53 allowed',
    'ml-beta ml-data TCP 443 allowed',
    'ml-beta outside 10.0.240.0/24 TCP 443 allowed',
    'ml-beta outside 10.0.241.0/24 TCP 443 allowed',
    'ml-beta outside 169.254.170.23 TCP 80 allowed',
  ]);
  expect(summary.readable.map(({ who, what, how }) => `${who} ${how} ${what}`)).toEqual([
    'ml-alpha reads, writes s3://model-checkpoints/ml-alpha/',
    'ml-alpha reads s3://training-data-bucket/ml-alpha/',
    'ml-beta reads, writes s3://model-checkpoints/ml-beta/',
    'ml-beta reads s3://training-data-bucket/ml-beta/',
  ]);
  expect(summary.allowed.map(({ who, may, where }) => `${who} may ${may} in ${where}`)).toEqual([
    'Group ml:alpha:engineers may run code in ml-alpha',
    'Group ml:alpha:scientists may run code in ml-alpha',
    'Group ml:beta:debuggers may enter running pods in ml-beta',
    'Group ml:beta:engineers may run code in ml-beta',
    'Group ml:beta:scientists may run code in ml-beta',
    'ml-alpha/pretrain[Job] may run on nodes in Node alpha-node',
    'ml-beta/finetune[Job] may run on nodes in Node beta-node',
  ]);
});

test('a rule for every namespace reaches whoever makes one; a volume of the whole bucket reads it all', () => {
  const opened = reportedAfter((objects) => {
    objects.push(
      networkPolicy({ podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [{ namespaceSelector: {} }] }] }),
    );
    const volume = object(objects, 'PersistentVolume', 'ml-beta--data');
    volume.spec.mountOptions = ['read-only'];
  }).summary;
  expect(opened.reachable).toContainEqual({
    from: 'ml-alpha',
    to: 'any other namespace',
    connections: 'All Connections',
    status: 'allowed',
    unmeant: true,
  });
  expect(opened.readable).toContainEqual(
    expect.objectContaining({ who: 'ml-beta', what: 's3://training-data-bucket/' }),
  );
});

/** Two roles of a plan, each with a statement for listing and one for reading, and a bucket with a policy. */
function rolesOf(betaObjects: string): readonly Readable[] {
  const role = (name: string, objects: string): object => ({
    urn: `urn:pulumi:dev::p::aws:iam/role:Role::${name}`,
    type: 'aws:iam/role:Role',
    inputs: {
      name,
      assumeRolePolicy: '{"Version":"2012-10-17","Statement":[]}',
      inlinePolicies: [
        {
          name: 'data',
          policy: JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Action: 's3:ListBucket',
                Resource: 'arn:aws:s3:::training-data-bucket',
                Condition: { StringLike: { 's3:prefix': `${name}/*` } },
              },
              { Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::training-data-bucket/${objects}` },
            ],
          }),
        },
      ],
    },
  });
  const bucketPolicy = {
    urn: 'urn:pulumi:dev::p::aws:s3/bucketPolicy:BucketPolicy::data',
    type: 'aws:s3/bucketPolicy:BucketPolicy',
    inputs: { bucket: 'training-data-bucket', policy: '{"Version":"2012-10-17","Statement":[]}' },
  };
  const resources = [role('ml-alpha', 'ml-alpha/*'), role('ml-beta', betaObjects), bucketPolicy];
  const text = JSON.stringify({ version: 3, deployment: { resources } });
  return verify(inputsOf([{ name: 'plan.json', text }]), { platform }).summary.readable;
}

test('a role is listed with its own prefix only, until its policy says more', () => {
  const shown = (rows: readonly Readable[]): readonly string[] =>
    rows.map(({ who, how, what, status }) => `${who} ${how} ${what} ${status}`);
  expect(shown(rolesOf('ml-beta/*'))).toEqual([
    'role ml-alpha reads, lists s3://training-data-bucket/ml-alpha/ allowed',
    'role ml-beta reads, lists s3://training-data-bucket/ml-beta/ allowed',
  ]);
  expect(shown(rolesOf('ml-*'))).toEqual([
    'role ml-alpha reads, lists s3://training-data-bucket/ml-alpha/ allowed',
    'role ml-beta reads s3://training-data-bucket/ml-alpha/ allowed',
    'role ml-beta reads, lists s3://training-data-bucket/ml-beta/ allowed',
  ]);
});

test('numbers in names of projects are ordered by their value in every relation', () => {
  const numbered = reportedAfter((objects) => {
    const binding = object(objects, 'RoleBinding', 'engineers', 'ml-alpha');
    for (const number of [10, 2, 1]) {
      const namespace = `ml-alpha-${number}`;
      const labels = { ...object(objects, 'Namespace', 'ml-alpha').metadata.labels };
      objects.push({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels } });
      objects.push({ ...binding, metadata: { ...binding.metadata, namespace } });
    }
  }).summary;
  const own = (names: readonly string[]): readonly string[] =>
    [...new Set(names)].filter((name) => /^ml-alpha-\d+$/.test(name));
  const ordered = ['ml-alpha-1', 'ml-alpha-2', 'ml-alpha-10'];
  expect(own(numbered.reachable.map(({ from }) => from))).toEqual(ordered);
  expect(own(numbered.allowed.map(({ where }) => where))).toEqual(ordered);
});
