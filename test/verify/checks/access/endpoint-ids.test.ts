import { platform } from '../../../../examples/document-1/platform';
import type { Platform } from '../../../../lib';
import { turnedTo, turnedByPlan, withPlan, type LoosePlan } from '../planned-example';

withPlan();

const ID = 'vpce-0a1b2c3d4e5f60718';
const OTHER = 'vpce-00000000000000001';
const described = { ...platform, aws: { ...platform.aws, s3EndpointIds: [ID] } } as Platform;

/** Lets data through endpoints by their ids alone. */
function named(plan: LoosePlan, ...ids: readonly string[]): void {
  for (const { type, inputs } of plan.resources) {
    if (!type.endsWith(':BucketPolicy') || !inputs.policy.includes('OnlyOurVpcEndpoints')) continue;
    const document = JSON.parse(inputs.policy);
    for (const { Sid, Condition } of document.Statement)
      if (Sid === 'OnlyOurVpcEndpoints') Condition.StringNotEquals = { 'aws:SourceVpce': ids };
    inputs.policy = JSON.stringify(document);
  }
}

describe('fences that name endpoints of S3 by id', () => {
  test('are decided by the ids of the description, before the plan knows that of its endpoint', () => {
    expect(turnedByPlan((plan) => named(plan, ID), { platform: described })).toEqual([]);
    expect(turnedByPlan((plan) => named(plan, ID, OTHER), { platform: described })).toEqual([]);
  });

  test('shut training out where they name another one', () => {
    const shut = ['access/reads-own-data', 'access/resumes'];
    expect(turnedByPlan((plan) => named(plan, OTHER), { platform: described })).toEqual(shut);
    const known = (plan: LoosePlan): void => {
      named(plan, ID);
      plan.resource('VpcEndpoint', 'ml-s3').id = OTHER;
      plan.resource('VpcEndpoint', 'ml-s3').outputs = { id: OTHER };
    };
    expect(turnedByPlan(known, { platform: described })).toEqual(shut);
  });

  test('are not known as long as nobody says an id', () => {
    expect(turnedTo((plan) => named(plan, ID))).toEqual(['access/reads-own-data unknown', 'access/resumes unknown']);
  });
});
