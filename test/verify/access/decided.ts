import { accessFacts } from '../../../lib/verify/access/facts/access-facts';
import { decide, type Decision } from '../../../lib/verify/access/decision';
import { roleAsked } from '../../../lib/verify/access/facts/role-asked';
import { roleContext } from '../../../lib/verify/access/role-context';
import type { AccessFacts, Role } from '../../../lib/verify/access/facts/role';
import { inputsOfText } from '../inputs-of';
import { ACCOUNT, ROLE_ARN, type Case } from './simulator';

export interface Asked {
  readonly facts: AccessFacts;
  readonly role: Role;
}

/** The facts of a case, as a plan would state them. */
export function planned({
  identity,
  bucket,
  boundary,
  endpoint,
}: Omit<Case, 'action' | 'resource' | 'context'>): Asked {
  const resource = (type: string, name: string, inputs: object): object => ({
    urn: `urn:pulumi:dev::p::${type}::${name}`,
    type,
    inputs,
  });
  const resources = [
    resource('aws:iam/role:Role', 'alpha', {
      name: 'ml-alpha',
      path: '/training/',
      arn: ROLE_ARN,
      assumeRolePolicy: '{"Version":"2012-10-17","Statement":[]}',
      ...(boundary === undefined ? {} : { permissionsBoundary: `arn:aws:iam::${ACCOUNT}:policy/boundary` }),
    }),
    ...identity.map((policy, index) =>
      resource('aws:iam/rolePolicy:RolePolicy', `p${index}`, {
        name: `p${index}`,
        role: 'ml-alpha',
        policy: JSON.stringify(policy),
      }),
    ),
    ...(boundary === undefined
      ? []
      : [
          resource('aws:iam/policy:Policy', 'boundary', {
            name: 'boundary',
            arn: `arn:aws:iam::${ACCOUNT}:policy/boundary`,
            policy: JSON.stringify(boundary),
          }),
        ]),
    ...(bucket === undefined
      ? []
      : [resource('aws:s3/bucketPolicy:BucketPolicy', 'data', { bucket: 'data', policy: JSON.stringify(bucket) })]),
    ...(endpoint === undefined
      ? []
      : [
          resource('aws:ec2/vpcEndpoint:VpcEndpoint', 's3', {
            serviceName: 'com.amazonaws.eu-west-1.s3',
            policy: JSON.stringify(endpoint),
          }),
        ]),
  ];
  const facts = accessFacts(inputsOfText(JSON.stringify({ version: 3, deployment: { resources } }), 'plan.json'));
  const role = roleAsked(facts, 'ml-alpha');
  if (typeof role === 'string') throw new Error(role);
  return { facts, role };
}

export function decided({ action, resource, context, ...policies }: Case): Decision {
  const { facts, role } = planned(policies);
  return decide(facts, role, { action, resource, context: roleContext(role, []).with(Object.entries(context)) });
}
