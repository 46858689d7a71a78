import { platform } from '../../../../examples/document-1/platform';
import type { Platform } from '../../../../lib';
import { UNKNOWN_TEXT } from '../../../../lib/model/pulumi-marks';
import { result } from '../example';
import { judgedPlan, withPlan } from '../planned-example';

withPlan();

test('a public API server that the description accepts is accepted, with its reason', () => {
  const verdict = judgedPlan((plan) => (plan.inputs('Cluster', 'ml').vpcConfig.endpointPublicAccess = true), {
    baseline: [{ check: 'node/private-endpoint', resource: 'Cluster/ml', reason: 'behind the firewall of the office' }],
  });
  const { status, findings } = result(verdict, 'node/private-endpoint');
  expect([status, findings.map(({ accepted }) => accepted)]).toEqual([
    'accepted',
    ['behind the firewall of the office (baseline)'],
  ]);
});

test('a public API server answers the addresses of the description and no others', () => {
  const cidrs = ['203.0.113.0/24', '198.51.100.0/24'];
  const aws = { ...platform.aws, unsafe: { ...platform.aws?.unsafe, publicApi: { reason: 'offices', cidrs } } };
  const acceptedRisks = [
    ...platform.acceptedRisks,
    { id: 'public-api-endpoint', path: 'aws.unsafe.publicApi', reason: 'offices' },
  ];
  const described = { ...platform, aws, acceptedRisks } as Platform;
  const answering = (publicAccessCidrs: unknown): unknown[] => {
    const verdict = judgedPlan(
      (plan) =>
        Object.assign(plan.inputs('Cluster', 'ml').vpcConfig, { endpointPublicAccess: true, publicAccessCidrs }),
      { platform: described },
    );
    return result(verdict, 'node/private-endpoint').findings.map(({ status, message }) => `${status}: ${message}`);
  };
  const accepted = 'accepted: answers on the internet';
  const foreign = (block: string): string =>
    `fail: answers ${block} on the internet, which the description does not name`;
  expect([
    answering(cidrs),
    answering(['203.0.113.64/26']),
    answering(['203.0.113.0/24', '192.0.2.0/24']),
    answering(['203.0.112.0/23']),
    answering(undefined),
    answering(UNKNOWN_TEXT),
  ]).toEqual([
    [accepted],
    [accepted],
    [accepted, foreign('192.0.2.0/24')],
    [accepted, foreign('203.0.112.0/23')],
    [accepted, foreign('0.0.0.0/0')],
    [accepted, 'unknown: to which addresses it answers on the internet is not known in the plan'],
  ]);
});
