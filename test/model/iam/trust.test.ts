import fc from 'fast-check';
import { findProject } from '../../../lib/model';
import { irsaTrust, podIdentityTrust, projectTrust, type PolicyDocument } from '../../../lib/model/iam';
import { decideUnfiltered } from './simulator';
import { ACCOUNT, CLUSTER, onAws, twoProjectNames } from './world';

const ISSUER = 'oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/training/train-1/ml-alpha`;

interface Pod {
  readonly cluster: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** Whether EKS may assume the role for a pod; it must be allowed to tag the session as well. */
function assumes(trust: PolicyDocument, pod: Pod): boolean {
  return ['sts:AssumeRole', 'sts:TagSession'].every(
    (action) =>
      decideUnfiltered({
        principal: 'pods.eks.amazonaws.com',
        action,
        resource: ROLE,
        resourceAccount: ACCOUNT,
        context: {
          'aws:RequestTag/eks-cluster-arn': pod.cluster,
          'aws:RequestTag/kubernetes-namespace': pod.namespace,
          'aws:RequestTag/kubernetes-service-account': pod.serviceAccount,
        },
        resourcePolicy: trust,
      }) === 'Allowed',
  );
}

function assumesByToken(trust: PolicyDocument, claims: { readonly aud: string; readonly sub: string }): boolean {
  return (
    decideUnfiltered({
      principal: `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}`,
      action: 'sts:AssumeRoleWithWebIdentity',
      resource: ROLE,
      resourceAccount: ACCOUNT,
      context: { [`${ISSUER}:aud`]: claims.aud, [`${ISSUER}:sub`]: claims.sub },
      resourcePolicy: trust,
    }) === 'Allowed'
  );
}

describe('the trust of a role by Pod Identity', () => {
  const pod = { cluster: CLUSTER, namespace: 'ml-alpha', serviceAccount: 'train' };
  const trust = projectTrust(onAws(['alpha']), findProject(onAws(['alpha']), 'alpha'));

  it('names one cluster, one namespace and one service account', () => {
    expect(trust).toMatchSnapshot();
  });

  it('lets exactly that service account in', () => {
    expect(assumes(trust, pod)).toBe(true);
    expect(assumes(trust, { ...pod, namespace: 'ml-alpha-2' })).toBe(false);
    expect(assumes(trust, { ...pod, namespace: 'default' })).toBe(false);
    expect(assumes(trust, { ...pod, serviceAccount: 'default' })).toBe(false);
    expect(assumes(trust, { ...pod, cluster: CLUSTER.replace('train-1', 'dev') })).toBe(false);
  });

  it.each(['eks-cluster-arn', 'kubernetes-namespace', 'kubernetes-service-account'])(
    'opens without its condition on %s',
    (tag) => {
      const [statement] = trust.Statement;
      const { [`aws:RequestTag/${tag}`]: _, ...rest } = statement?.Condition?.['StringEquals'] ?? {};
      const weakened = {
        ...trust,
        Statement: [{ ...statement, Condition: { StringEquals: rest } }],
      } as unknown as PolicyDocument;
      const strangers = {
        'eks-cluster-arn': { ...pod, cluster: CLUSTER.replace('train-1', 'dev') },
        'kubernetes-namespace': { ...pod, namespace: 'ml-beta' },
        'kubernetes-service-account': { ...pod, serviceAccount: 'default' },
      };
      const stranger = strangers[tag as keyof typeof strangers];
      expect(assumes(trust, stranger)).toBe(false);
      expect(assumes(weakened, stranger)).toBe(true);
    },
  );

  it('keeps projects apart whatever their names', () => {
    fc.assert(
      fc.property(twoProjectNames, ([a, b]) => {
        const platform = onAws([a, b]);
        const [mine, other] = [findProject(platform, a), findProject(platform, b)];
        const trusted = projectTrust(platform, mine);
        expect(assumes(trusted, { ...pod, namespace: mine.namespace })).toBe(true);
        expect(assumes(trusted, { ...pod, namespace: other.namespace })).toBe(false);
      }),
    );
  });

  it('T7: every trust names the namespace of a project of the description', () => {
    const platform = onAws(['alpha', 'beta']);
    const namespaces = platform.projects.map(
      (project) =>
        projectTrust(platform, project).Statement[0]?.Condition?.['StringEquals']?.[
          'aws:RequestTag/kubernetes-namespace'
        ],
    );
    expect(namespaces).toEqual(platform.projects.map(({ namespace }) => namespace));
  });

  it('of the one role of all projects leaves the namespace to the policies, and names cluster and account', () => {
    const shared = podIdentityTrust({ clusterArn: CLUSTER, serviceAccount: 'train' });
    expect(assumes(shared, { ...pod, namespace: 'ml-beta' })).toBe(true);
    expect(assumes(shared, { ...pod, serviceAccount: 'default' })).toBe(false);
    expect(assumes(shared, { ...pod, cluster: CLUSTER.replace('train-1', 'dev') })).toBe(false);
  });
});

describe('the trust of a role by OIDC', () => {
  const place = { partition: 'aws', region: 'eu-west-1', account: ACCOUNT } as const;
  const trust = irsaTrust(place, ISSUER, 'ml-alpha', 'train');
  const token = { aud: 'sts.amazonaws.com', sub: 'system:serviceaccount:ml-alpha:train' };

  it('names the issuer, the audience and one service account', () => {
    expect(trust).toMatchSnapshot();
  });

  it('lets exactly that service account in', () => {
    expect(assumesByToken(trust, token)).toBe(true);
    expect(assumesByToken(trust, { ...token, sub: 'system:serviceaccount:ml-alpha-2:train' })).toBe(false);
    expect(assumesByToken(trust, { ...token, sub: 'system:serviceaccount:ml-alpha:default' })).toBe(false);
    expect(assumesByToken(trust, { ...token, aud: 'other' })).toBe(false);
  });

  it('E1-05: the namespace stands in the trust and the prefix in the policy, and neither in the other', () => {
    const platform = onAws(['alpha'], { credentials: { kind: 'irsa', issuer: ISSUER } });
    const project = findProject(platform, 'alpha');
    expect(JSON.stringify(projectTrust(platform, project, ISSUER))).not.toContain('s3:');
    expect(JSON.stringify(projectTrust(platform, project, ISSUER))).toContain(project.namespace);
  });
});
