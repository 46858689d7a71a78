import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { deploymentText, planProgram, planText, UNKNOWN, type Plan, type PlanProgramOptions } from '../../lib/plan';
import { plan as planForTests, promiseOf } from '../../lib/testing';

const plan = (program: () => unknown, options: PlanProgramOptions = {}): Promise<Plan> =>
  planProgram(program, { from: __filename, ...options });

const HUNTER = 'hunter2';

/** A program with all kinds of values: known, unknown, secret, nested, from another resource. */
function program(): Record<string, unknown> {
  class Pair extends pulumi.ComponentResource {
    constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
      super('test:index:Pair', name, {}, opts);
      const bucket = new aws.s3.Bucket(`${name}-a`, { bucket: 'known-name' }, { parent: this, protect: true });
      new aws.ssm.Parameter(
        `${name}-b`,
        { type: 'String', value: pulumi.secret(HUNTER), name: bucket.bucket, description: bucket.arn },
        { parent: this, retainOnDelete: true, ignoreChanges: ['tags'] },
      );
      this.registerOutputs({ arn: bucket.arn });
    }
  }
  new Pair('pair');
  const config = new pulumi.Config();
  return { greeting: config.get('greeting'), password: config.getSecret('password') };
}

const settings = {
  project: 'shop',
  stack: 'prod',
  config: { 'shop:greeting': 'hello', 'shop:password': HUNTER, 'aws:region': 'eu-west-1' },
  secretConfig: ['shop:password'],
};

describe('a plan', () => {
  let planned: Plan;
  beforeAll(async () => {
    planned = await plan(program, settings);
  });
  const resource = (name: string): Plan['resources'][number] => {
    const found = planned.resources.find((candidate) => candidate.name === name);
    if (found === undefined) throw new Error(`no ${name}`);
    return found;
  };

  it('names resources as the engine does, with the types of all their ancestors', () => {
    expect(planned.resources.map(({ urn }) => urn.replace('urn:pulumi:prod::shop::', ''))).toEqual([
      'pulumi:pulumi:Stack::shop-prod',
      'test:index:Pair::pair',
      'test:index:Pair$aws:s3/bucket:Bucket::pair-a',
      'test:index:Pair$aws:ssm/parameter:Parameter::pair-b',
      'pulumi:providers:aws::default_7_48_0',
    ]);
  });

  it('tells known values from those that only a cloud knows', () => {
    expect(resource('pair-b').inputs).toMatchObject({ name: 'known-name', description: UNKNOWN });
    expect(resource('pair').outputs).toEqual({ arn: UNKNOWN });
  });

  it('says which input comes from which resource', () => {
    expect(resource('pair-b').propertyDependencies).toEqual({
      description: [resource('pair-a').urn],
      name: [resource('pair-a').urn],
    });
  });

  it('carries protection and what is ignored', () => {
    expect(resource('pair-a')).toMatchObject({ protect: true, retainOnDelete: false });
    expect(resource('pair-b')).toMatchObject({ protect: false, retainOnDelete: true, ignoreChanges: ['tags'] });
  });

  it('configures the default provider from the stack', () => {
    expect(resource('default_7_48_0').inputs).toEqual({ region: 'eu-west-1', version: '7.48.0' });
  });

  it('holds no text of a secret, in any form', () => {
    expect(planned.outputs).toEqual({ greeting: 'hello', password: expect.anything() as unknown });
    for (const text of [deploymentText(planned), planText(planned), JSON.stringify(planned)])
      expect(text).not.toContain(HUNTER);
    expect(planText(planned)).toContain('value: [secret]');
    expect(planText(planned)).toContain('description: [unknown]');
  });

  it('is a document of `pulumi stack export`', () => {
    const { version, deployment } = JSON.parse(deploymentText(planned)) as {
      version: number;
      deployment: { manifest: object; resources: Record<string, unknown>[] };
    };
    expect(version).toBe(3);
    expect(deployment.manifest).toEqual({ time: '0001-01-01T00:00:00Z', magic: '', version: '' });
    expect(deployment.resources.find(({ urn }) => String(urn).endsWith('pair-b'))).toMatchSnapshot();
  });

  it('reads like this', () => {
    expect(planText(planned)).toMatchSnapshot();
  });

  it('is the same bytes every time', async () => {
    expect(deploymentText(await plan(program, settings))).toBe(deploymentText(planned));
  });
});

describe('a program that', () => {
  it('throws fails the plan once, with its own error', async () => {
    const boom = new Error('boom');
    await expect(
      plan(() => {
        throw boom;
      }),
    ).rejects.toBe(boom);
  });

  it('looks something up in the cloud is told so, unless the answer is given', async () => {
    const looksUp = async (): Promise<object> => ({ account: (await aws.getCallerIdentity()).accountId });
    await expect(plan(looksUp)).rejects.toThrow(/looks up aws:index\/getCallerIdentity:getCallerIdentity in the cloud/);
    const answered = await plan(looksUp, {
      lookups: { 'aws:index/getCallerIdentity:getCallerIdentity': () => ({ accountId: '111122223333' }) },
    });
    expect(answered.outputs).toEqual({ account: '111122223333' });
  });

  it('reads a resource that exists is planned, and its content called unseen', async () => {
    const planned = await plan(() => {
      aws.s3.Bucket.get('there', 'existing-bucket');
    });
    expect(planned.resources.find(({ name }) => name === 'there')).toMatchObject({ id: 'existing-bucket' });
    expect(planned.unseen).toEqual([
      expect.objectContaining({ how: '`pulumi preview` reads it' }) as Plan['unseen'][number],
    ]);
  });

  it('uses a component of another package is planned, and what that hides is called unseen', async () => {
    class Remote extends pulumi.ComponentResource {
      constructor(name: string) {
        super('eks:index:Cluster', name, { version: '1.36' }, {}, true);
      }
    }
    const planned = await plan(() => void new Remote('cluster'));
    expect(planned.unseen[0]?.what).toBe(
      'eks:index:Cluster makes its resources in a plug-in: neither they nor its outputs are known here',
    );
    expect(planText(planned)).toContain('not seen: urn:pulumi:dev::project::eks:index:Cluster::cluster');
  });

  it('makes a resource inside apply shows it in an update and not in a preview, as with the engine', async () => {
    const inside = (): void => {
      new aws.s3.Bucket('outer').arn.apply(() => void new aws.s3.Bucket('inner'));
    };
    const names = async (options: PlanProgramOptions): Promise<string[]> =>
      (await plan(inside, options)).resources.map(({ name }) => name);
    expect(await names({})).not.toContain('inner');
    expect(await names({ preview: false, outputs: () => ({ arn: 'arn' }) })).toContain('inner');
  });
});

describe('for tests of users', () => {
  it('there is the same plan, of their copy of the SDK, and the value of an Output', async () => {
    let known: Promise<string | undefined> | undefined;
    let unknown: Promise<string | undefined> | undefined;
    const planned = await planForTests(() => {
      const bucket = new aws.s3.Bucket('b', { bucket: 'name' });
      known = promiseOf(bucket.bucket);
      unknown = promiseOf(bucket.arn);
    });
    expect(planned.resources.map(({ name }) => name)).toContain('b');
    expect([await known, await unknown]).toEqual(['name', undefined]);
  });
});
