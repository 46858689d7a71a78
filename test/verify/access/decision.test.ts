import { accessFacts } from '../../../lib/verify/access/facts/access-facts';
import { decide } from '../../../lib/verify/access/decision';
import { roleAsked } from '../../../lib/verify/access/facts/role-asked';
import { roleContext } from '../../../lib/verify/access/role-context';
import { inputsOf } from '../../../lib/verify/input/inputs';
import { decided } from './decided';
import { ACCOUNT, ROLE_ARN } from './simulator';

const statement = (Effect: string, Action: string, Resource: string, rest: object = {}): object => ({
  Version: '2012-10-17',
  Statement: [{ Effect, Action, Resource, ...rest }],
});

/** The answer for the role, to which an identity policy gives everything, beside other documents. */
function answer(action: string, resource: string, ...others: readonly object[]): string {
  const files = [statement('Allow', '*', '*'), ...others];
  const facts = accessFacts(
    inputsOf(files.map((value, index) => ({ name: `${index}.json`, text: JSON.stringify(value) }))),
  );
  const role = roleAsked(facts, ROLE_ARN);
  if (typeof role === 'string') throw new Error(role);
  return decide(facts, role, { action, resource, context: roleContext(role, []) }).outcome;
}

test('a gateway endpoint carries requests of everybody; of an account it carries those of the root user alone', () => {
  const endpoint = (Principal: unknown): object => statement('Allow', 's3:*', '*', { Principal });
  const through = (VpcEndpointType: string, Principal: unknown): string =>
    answer('s3:GetObject', 'arn:aws:s3:::data/x', {
      VpcEndpoints: [
        {
          VpcEndpointId: 'vpce-1',
          VpcEndpointType,
          ServiceName: 'com.amazonaws.eu-west-1.s3',
          PolicyDocument: JSON.stringify(endpoint(Principal)),
        },
      ],
    });
  const planned = (Principal: unknown): string =>
    decided({
      identity: [statement('Allow', 's3:*', '*')],
      endpoint: endpoint(Principal),
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::data/x',
      context: {},
    }).outcome;
  expect(
    ['*', { AWS: '*' }, { AWS: ACCOUNT }, { AWS: ROLE_ARN }, { AWS: '999999999999' }].map((principal) => [
      planned(principal),
      through('Gateway', principal),
      through('Interface', principal),
    ]),
  ).toEqual([
    ['allowed', 'allowed', 'allowed'],
    ['allowed', 'allowed', 'allowed'],
    ['implicitDeny', 'implicitDeny', 'allowed'],
    ['unknown', 'unknown', 'allowed'],
    ['implicitDeny', 'implicitDeny', 'implicitDeny'],
  ]);
});
