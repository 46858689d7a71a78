import { findProject } from '../../../lib/model';
import { documentText, SESSION_TAGS, type PolicyDocument } from '../../../lib/model/iam';
import {
  ACCOUNT,
  ADMIN,
  asks,
  CHECKPOINTS,
  DATA,
  fenceOf,
  onAws,
  ownRequests,
  podOf,
  policyOf,
  type Caller,
  type S3Request,
} from './world';

const ROLE = `arn:aws:iam::${ACCOUNT}:role`;
const READER = `${ROLE}/registry`;
const LOADER = `${ROLE}/loader`;
const NAMESPACE = `aws:PrincipalTag/${SESSION_TAGS.namespace}`;
const CLUSTER = `aws:PrincipalTag/${SESSION_TAGS.cluster}`;

/** A role that was given all of S3 by mistake: whatever stops it is the fence. */
const EVERYTHING: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'All', Effect: 'Allow', Action: 's3:*', Resource: '*' }],
};

const platform = onAws(['alpha', 'beta', { name: 'gamma', prefix: 'research/gamma/' }], {
  createOnlyCheckpoints: { exceptFiles: ['latest'] },
  access: {
    administrators: [ADMIN],
    dataLoaders: [LOADER],
    checkpointReaders: [{ role: READER, reason: 'the registry scans what it takes before it publishes' }],
  },
});

const alpha = podOf(platform, 'alpha');
const gamma = podOf(platform, 'gamma');

function as(caller: Caller, changed: Record<string, string | undefined>, principal = caller.principal): Caller {
  const context = { ...caller.context, 'aws:PrincipalArn': principal, ...changed };
  const present = Object.entries(context).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { principal, context: Object.fromEntries(present) };
}

const own: S3Request = { action: 's3:GetObject', bucket: DATA, key: 'ml-alpha/x' };
const checkpoint = (key: string): S3Request => ({ action: 's3:PutObject', bucket: CHECKPOINTS, key });

/** For every statement a request that it alone stops, though the role may do everything. */
const stops: Readonly<Record<string, readonly [Caller, S3Request]>> = {
  TlsOnly: [as(alpha, { 'aws:SecureTransport': 'false' }), own],
  Tls12: [as(alpha, { 's3:TlsVersion': '1.1' }), own],
  OnlyOurAccount: [as(alpha, { 'aws:PrincipalAccount': '999999999999' }), own],
  OnlyOurVpcEndpoints: [as(alpha, { 'aws:VpceAccount': undefined, 'aws:SourceVpce': undefined }), own],
  OnlyTrainingRoles: [as(alpha, {}, `${ROLE}/production`), own],
  OnlyThisCluster: [as(alpha, { [CLUSTER]: `arn:aws:eks:eu-west-1:${ACCOUNT}:cluster/dev` }), own],
  TagRequired: [as(alpha, { [NAMESPACE]: undefined }), own],
  FenceObjects: [alpha, { action: 's3:GetObject', bucket: DATA, key: 'ml-beta/x' }],
  FenceLists: [alpha, { action: 's3:ListBucket', bucket: DATA, list: 'ml-beta/' }],
  // Someone made a namespace whose prefix lies above gamma's, and a role under our path for it.
  Fence0: [
    as(alpha, { [NAMESPACE]: 'research' }, `${ROLE}/training/train-1/ml-intruder`),
    { action: 's3:GetObject', bucket: DATA, key: 'research/gamma/x' },
  ],
  Confine0: [gamma, { action: 's3:GetObject', bucket: DATA, key: 'ml-beta/x' }],
  ConfineLists0: [gamma, { action: 's3:ListBucket', bucket: DATA, list: 'ml-beta/' }],
  ReadersWriteNothing: [as(alpha, { 's3:if-none-match': '*' }, READER), checkpoint('ml-alpha/step.pt')],
  CreateOnly: [as(alpha, { 's3:ObjectCreationOperation': 'true' }), checkpoint('ml-alpha/step.pt')],
};

const fence = (bucket: string): PolicyDocument => fenceOf(platform, bucket);

describe('the fence of a bucket', () => {
  it('has a request for every statement that only that statement stops', () => {
    const sids = [DATA, CHECKPOINTS].flatMap((bucket) => fence(bucket).Statement.map(({ Sid }) => Sid));
    expect([...new Set(sids)].sort()).toEqual(Object.keys(stops).sort());
  });

  it.each(Object.entries(stops))('%s stops what nothing else stops', async (sid, [caller, request]) => {
    const whole = fence(request.bucket);
    const without = { ...whole, Statement: whole.Statement.filter(({ Sid }) => Sid !== sid) };
    const layers = { identity: [EVERYTHING], endpoint: undefined };
    expect(await asks(platform, caller, request, { ...layers, fence: whole })).toBe('ExplicitlyDenied');
    expect(await asks(platform, caller, request, { ...layers, fence: without })).toBe('Allowed');
  });

  it('lets every project at its own, also one with another prefix than its namespace', async () => {
    for (const name of ['alpha', 'gamma']) {
      const caller = as(podOf(platform, name), { 's3:if-none-match': '*', 's3:ObjectCreationOperation': 'true' });
      for (const request of ownRequests(findProject(platform, name).prefix)) {
        const wanted = request.action === 's3:PutObject' ? caller : podOf(platform, name);
        expect(await asks(platform, wanted, request, { identity: [policyOf(platform, name)] })).toBe('Allowed');
      }
    }
  });

  it('holds a role that may do everything to its own prefix', async () => {
    for (const request of ownRequests('ml-beta/')) {
      const layers = { identity: [EVERYTHING], endpoint: undefined };
      expect(await asks(platform, alpha, request, layers)).toBe('ExplicitlyDenied');
    }
  });

  it('T16: keeps a cluster of the same namespace and role path out, and a session that names no cluster', async () => {
    for (const cluster of [`arn:aws:eks:eu-west-1:${ACCOUNT}:cluster/dev`, undefined]) {
      const result = await asks(platform, as(alpha, { [CLUSTER]: cluster }), own, {
        identity: [EVERYTHING],
        endpoint: undefined,
      });
      expect(result).toBe('ExplicitlyDenied');
    }
    expect(findProject(platform, 'alpha').role.path).toBe('/training/train-1/');
  });

  it('lets an administrator in from anywhere, and a loader at the datasets only', async () => {
    const outside = { [CLUSTER]: undefined, [NAMESPACE]: undefined, 'aws:VpceAccount': undefined };
    const layers = { identity: [EVERYTHING], endpoint: undefined };
    expect(await asks(platform, as(alpha, outside, ADMIN), own, layers)).toBe('Allowed');
    const load = { action: 's3:PutObject', bucket: DATA, key: 'ml-alpha/x' };
    expect(await asks(platform, as(alpha, outside, LOADER), load, layers)).toBe('Allowed');
    expect(await asks(platform, as(alpha, outside, LOADER), checkpoint('ml-alpha/x'), layers)).toBe('ExplicitlyDenied');
  });

  it('T18: lets a declared reader read checkpoints and nobody else, and says why it is declared', async () => {
    const outside = { [CLUSTER]: undefined, [NAMESPACE]: undefined, 'aws:VpceAccount': undefined };
    const layers = { identity: [EVERYTHING], endpoint: undefined };
    const read = { action: 's3:GetObject', bucket: CHECKPOINTS, key: 'ml-alpha/step.pt' };
    expect(await asks(platform, as(alpha, outside, READER), read, layers)).toBe('Allowed');
    expect(await asks(platform, as(alpha, outside, READER), own, layers)).toBe('ExplicitlyDenied');
    expect(await asks(platform, as(alpha, outside, `${ROLE}/production`), read, layers)).toBe('ExplicitlyDenied');
    expect(platform.acceptedRisks).toContainEqual({
      id: 'checkpoint-readers',
      path: 'aws.access.checkpointReaders[0]',
      reason: 'the registry scans what it takes before it publishes',
    });
  });

  it('T18: replaces no checkpoint, except a marker that the description names', async () => {
    const layers = { identity: [EVERYTHING], endpoint: undefined };
    const creates = as(alpha, { 's3:ObjectCreationOperation': 'true' });
    const part = as(alpha, { 's3:ObjectCreationOperation': 'false' });
    const conditional = as(alpha, { 's3:ObjectCreationOperation': 'true', 's3:if-none-match': '*' });
    expect(await asks(platform, creates, checkpoint('ml-alpha/run/step.pt'), layers)).toBe('ExplicitlyDenied');
    expect(await asks(platform, conditional, checkpoint('ml-alpha/run/step.pt'), layers)).toBe('Allowed');
    expect(await asks(platform, part, checkpoint('ml-alpha/run/step.pt'), layers)).toBe('Allowed');
    expect(await asks(platform, creates, checkpoint('ml-alpha/run/latest'), layers)).toBe('Allowed');
    expect(await asks(platform, creates, checkpoint('ml-beta/run/latest'), layers)).toBe('ExplicitlyDenied');
  });

  it('never denies what a deployer needs to read and mend it', () => {
    const configuration = fence(DATA).Statement.filter(({ Sid, Action }) => {
      const actions = [Action].flat().map(String);
      return actions.includes('s3:*') && !['TlsOnly', 'Tls12', 'OnlyOurAccount'].includes(Sid);
    });
    // The two that are left meet objects, or the bucket from the view of one project's role.
    expect(configuration.map(({ Sid }) => Sid)).toEqual(['Fence0', 'Confine0']);
  });

  it('narrows to the endpoints that the description names', () => {
    const narrowed = onAws(['alpha'], { s3EndpointIds: ['vpce-0a1b2c3d4e5f60718'] });
    const statement = fenceOf(narrowed, DATA).Statement.find(({ Sid }) => Sid === 'OnlyOurVpcEndpoints');
    expect(statement?.Condition?.['StringNotEquals']).toEqual({ 'aws:SourceVpce': ['vpce-0a1b2c3d4e5f60718'] });
  });

  it('has one size for any number of projects', () => {
    const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `project-${index}`);
    const [one, many] = [names(1), names(300)].map((projects) => documentText(fenceOf(onAws(projects), DATA)).length);
    expect(one).toBe(many);
    expect(one).toBeLessThan(4000);
  });

  it('looks like this', () => {
    expect(fenceOf(onAws(['alpha']), DATA)).toMatchSnapshot();
  });
});
