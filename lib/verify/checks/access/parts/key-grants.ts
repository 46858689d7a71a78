import { accountOfArn } from '../../../../model/aws/arn';
import { findRole } from '../../../access/facts/role';
import { KEYS } from '../../../access/facts/key-resources';
import type { Evidence } from '../../../evidence';
import { knownList, knownText } from '../../../input/pulumi/plan-value';
import { propertyOf, type PlannedResource } from '../../../input/pulumi/planned-resource';
import { fails, notKnown, resourceSubject, type Judged, type Problem } from '../../../problem';

/**
 * Grants on keys, which open them beside their policies
 * (https://docs.aws.amazon.com/kms/latest/developerguide/grants.html).
 */
export function* keyGrants(evidence: Pick<Evidence, 'plans' | 'access' | 'cloud' | 'platform'>): Generator<Judged> {
  for (const links of evidence.plans) {
    for (const grant of links.of('aws:kms/grant:Grant')) {
      const [key] = links.targets(grant, 'keyId', ...KEYS);
      const of = key?.name ?? knownText(propertyOf(grant, 'keyId')) ?? 'a key that is not known';
      yield { subject: resourceSubject(grant), problems: grantProblems(evidence, grant, of) };
    }
  }
}

function grantProblems(
  { access, cloud, platform }: Pick<Evidence, 'access' | 'cloud' | 'platform'>,
  grant: PlannedResource,
  of: string,
): readonly Problem[] {
  const given = knownText(propertyOf(grant, 'granteePrincipal'));
  if (given === undefined) return [notKnown(`opens ${of} for a principal that is not known`)];
  const account = accountOfArn(given);
  if (cloud.account !== undefined && account !== undefined && account !== cloud.account)
    return [fails(`opens ${of} for ${given} of another account`)];
  const { administrators = [], nodeLaunchers = [], dataLoaders = [] } = platform?.aws?.access ?? {};
  if ([...administrators, ...nodeLaunchers, ...dataLoaders].includes(given)) return [];
  const operations = knownList(propertyOf(grant, 'operations')).flatMap((item) => knownText(item) ?? []);
  const who = findRole(access.roles, given) === undefined ? 'who is not in the files' : 'beside its policies';
  return [notKnown(`opens ${of} for ${given}, ${who}: ${operations.join(', ')}, and what that gives is not judged`)];
}
