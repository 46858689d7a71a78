import { partitionOf } from '../../../model/aws/arn';
import { BUCKETS } from '../../input/pulumi/bucket-setting';
import { ANYTHING, arnGlob, concat, glob, literal } from '../../glob/glob';
import { noneOf } from '../../glob/language';
import { prove, type Proof } from '../../access/proof/proof';
import { PRESENT } from '../../access/proof/requirement';
import { conditionHolds } from '../../access/policy/condition';
import type { Policy } from '../../access/policy/policy';
import { Context } from '../../access/request';
import type { EndpointFacts, Role } from '../../access/facts/role';
import { strangeAccount, supposedRole } from '../../access/supposed-role';
import type { Evidence } from '../../evidence';
import { knownText } from '../../input/pulumi/plan-value';
import { propertyOf } from '../../input/pulumi/planned-resource';
import type { Check } from '../check';
import { cloudUnknown } from '../cloud-unknown';
import { fails, notKnown, resourceSubject, type Problem, type Subject } from '../../problem';
import { foreignPrincipals } from './parts/intruders';
import { policySubject } from './parts/policy-subject';
import { proven } from './parts/proven';
import { ENDPOINT } from '../../input/pulumi/resource-types';

export const endpointPolicies: Check = {
  id: 'access/endpoint-policies',
  title:
    'No endpoint of the network carries data to another account, with that account’s own keys or to a service of its own',
  why: 'A network policy sees addresses of a service, not whose data goes there: a script with keys of a stranger sends what it likes.',
  stops: ['A1', 'T3'],
  control: 'policy of every VPC endpoint: own principals, own resources',
  fix: 'allow with aws:PrincipalAccount and, where the service knows it, aws:ResourceAccount of the own account',
  *judge(evidence) {
    for (const endpoint of evidence.access.endpoints) {
      yield { subject: endpointSubject(evidence, endpoint), problems: endpointProblems(evidence, endpoint) };
    }
  },
};

function endpointSubject({ plans }: Evidence, { name, policy }: EndpointFacts): Subject {
  const planned = plans.flatMap((links) => links.of(ENDPOINT)).find((resource) => resource.name === name);
  return planned === undefined ? policySubject(`VpcEndpoint/${name}`, policy) : resourceSubject(planned);
}

function endpointProblems(evidence: Evidence, endpoint: EndpointFacts): readonly Problem[] {
  const { hasPolicy, policy, service, leadsTo = '', isOfAws } = endpoint;
  // Who answers there decides what becomes of the data, whatever a policy says of keys.
  if (isOfAws === false)
    return [
      fails(`leads to ${leadsTo}, which is no service of AWS: data goes there by the network alone`, { fix: FIX }),
    ];
  if (isOfAws === undefined) return [notKnown('which service it leads to is not known in the plan')];
  if (!hasPolicy) return [fails(`has no policy: it carries everything to ${service}, with any keys`)];
  const { account } = evidence.cloud;
  if (policy === undefined) return [notKnown('its policy is not known in the plan')];
  if (account === undefined) return [cloudUnknown('the account')];
  const stranger = supposedRole('stranger', strangeAccount(account), {});
  const sends = (meaning: string, carried: Policy, who: Role = stranger): Proof =>
    prove({ ...evidence.access, podIdentities: [] }, { ...who, identity: [carried] }, [
      {
        meaning,
        actions: actionsOf(carried),
        resource: noneOf([...ours(evidence, account), LAYERS]),
        keys: new Map([['aws:resourceaccount', { ...PRESENT, text: noneOf([literal(account)]) }]]),
        resourcePolicy: undefined,
      },
    ]);
  const foreign = foreignPrincipals(policy, partitionOf(evidence.cloud.region ?? ''), account);
  const anybody = proven(sends('a stranger sends data', policy));
  const named = foreign.flatMap(({ role, written }) => proven(sends(`${written} sends data`, policy, role)));
  const problems = anybody.length > 0 ? anybody : named;
  if (problems.length > 0 || !UNSIGNED.has(service)) return problems;
  return proven(sends('somebody without keys sends data', withoutKeys(policy)));
}

/** Services that answer requests which nobody signed, where a resource is open to everybody. */
const UNSIGNED: ReadonlySet<string> = new Set(['s3', 'sts']);

const OF_SIGNERS = /^aws:(?:principal.*|userid|username|federatedprovider|tokenissuetime|multifactorauth.*)$/;

/** What a policy says of requests that nobody signed: they have none of the keys that tell who somebody is. */
function withoutKeys({ place, statements }: Policy): Policy {
  const nobody = new Context([]);
  return {
    place,
    statements: statements.flatMap((statement) => {
      const { conditions, variables } = statement;
      const ofSigners = conditions.filter(({ key }) => OF_SIGNERS.test(key));
      if (ofSigners.some((condition) => conditionHolds(condition, variables, nobody) === 'no')) return [];
      return [{ ...statement, conditions: conditions.filter((condition) => !ofSigners.includes(condition)) }];
    }),
  };
}

const FIX = 'take the endpoint out of the network that training pods reach';

/** Layers of images lie in buckets of AWS, which nobody else writes. */
const LAYERS = arnGlob(glob('arn:*:s3:::prod-*-starport-layer-bucket/*'));

/** Actions that stand for all that a policy allows, and for what its denies spare: each as it is written, wildcards filled in. */
function actionsOf({ statements }: Policy): readonly string[] {
  return statements.flatMap(({ effect, actions: { negated, patterns } }) => {
    if (effect === 'Allow' && negated) return ['any:Thing'];
    if (effect === 'Deny' && !negated) return [];
    return patterns.map((pattern) => pattern.replace(/\*/g, 'Anything').replace(/\?/g, 'A'));
  });
}

/** ARNs of the own account, and of the buckets that the plan makes, which have no account in theirs. */
function* ours({ plans, cloud }: Evidence, account: string): Generator<ReturnType<typeof literal>> {
  yield arnGlob(glob(`arn:*:*:*:${account}:*`));
  const made = plans.flatMap((links) => links.of(...BUCKETS));
  const names = new Set([
    ...cloud.buckets.map(({ name }) => name),
    ...made.flatMap((item) => knownText(propertyOf(item, 'bucket')) ?? []),
  ]);
  for (const name of names) {
    for (const partition of ['aws', 'aws-us-gov', 'aws-cn']) {
      yield literal(`arn:${partition}:s3:::${name}`);
      yield concat(literal(`arn:${partition}:s3:::${name}/`), ANYTHING);
    }
  }
}
