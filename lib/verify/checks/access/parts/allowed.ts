import { decide } from '../../../access/decision';
import { missingTexts } from '../../../access/missing';
import { REGION, roleContext, usualValues } from '../../../access/role-context';
import type { ProjectIdentity } from '../../../cloud/project-identity';
import type { Evidence } from '../../../evidence';
import { partitionOfRole } from '../../../access/facts/role';
import type { KeyUse } from '../../../../model/storage/storage-keys';
import { fails, notKnown, type Judged, type Problem } from '../../../problem';
import { identitySubject } from './proven';

/** A request that has to work. */
export interface Wanted {
  readonly action: string;
  readonly resource: string;
  /** Keys that the request carries beside those of the session. */
  readonly context?: readonly (readonly [string, string | readonly string[]])[];
  /** What stops without it: `reads its data`. */
  readonly meaning: string;
}

/** A project's part of a bucket. */
export interface OwnPart {
  /** ARN. */
  readonly bucket: string;
  /** Ends with a slash. */
  readonly prefix: string;
}

/** Judges every role of a project by the requests that it makes of its parts of the buckets of a use. */
export function* requestsOfProjects(
  evidence: Evidence,
  use: KeyUse,
  wanted: (part: OwnPart) => readonly Wanted[],
): Generator<Judged> {
  const { cloud } = evidence;
  for (const identity of cloud.identities) {
    const requests = cloud.buckets
      .filter((bucket) => bucket.use === use && !bucket.isGuessed)
      .flatMap(({ name, prefixes }) => {
        const prefix = prefixes.get(identity.namespace);
        const bucket = `arn:${partitionOfRole(identity.role)}:s3:::${name}`;
        return prefix === undefined ? [] : wanted({ bucket, prefix });
      });
    if (requests.length > 0)
      yield { subject: identitySubject(identity), problems: allowedProblems(evidence, identity, requests) };
  }
}

/**
 * What requests of S3 say that SDKs sign
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html).
 */
const OF_SDKS: NonNullable<Wanted['context']> = [
  ['s3:TlsVersion', '1.3'],
  ['s3:signatureversion', 'AWS4-HMAC-SHA256'],
  ['s3:authType', 'REST-HEADER'],
];

/**
 * Problems of requests that the role, the resource or the endpoint withholds. AWS chooses the id of an endpoint: as long as
 * the plan does not know it, the description says by which one training asks.
 */
export function allowedProblems(
  { platform, cloud: { region } }: Pick<Evidence, 'platform' | 'cloud'>,
  { role, facts }: ProjectIdentity,
  wanted: readonly Wanted[],
): readonly Problem[] {
  const [endpoint] = facts.endpoints.filter(({ service }) => service === 's3');
  const endpointId = endpoint?.id ?? platform?.aws?.s3EndpointIds[0];
  return wanted.flatMap(({ action, resource, context = [], meaning }): readonly Problem[] => {
    const { account } = role;
    const given: NonNullable<Wanted['context']> = [
      // Training asks through the endpoint of its network, which is of its own account.
      ...(account === undefined ? [] : [['aws:VpceAccount', account] as const]),
      ...(endpointId === undefined ? [] : [['aws:SourceVpce', endpointId] as const]),
      ...(endpoint?.vpc === undefined ? [] : [['aws:SourceVpc', endpoint.vpc] as const]),
      // Buckets are in the region of training, which their ARNs do not name.
      ...(region === undefined ? [] : [[REGION, region] as const]),
      ...usualValues(resource),
      ...OF_SDKS,
      ...context,
    ];
    const request = {
      action,
      resource,
      context: roleContext(role, facts.podIdentities)
        .with(given)
        .withUnknown([
          'aws:SourceVpce',
          'aws:VpceAccount',
          'aws:SourceVpc',
          'aws:VpcSourceIp',
          'aws:SourceIp',
          'aws:VpceOrgID',
        ]),
    };
    const { outcome, withheldBy, applied, missing } = decide(facts, role, request);
    if (outcome === 'allowed') return [];
    const what = `${meaning}: ${action} on ${resource}`;
    if (outcome === 'unknown') return [notKnown(`perhaps not ${what}; not known: ${missingTexts(missing)}`)];
    const deny = applied.find(({ statement }) => statement.effect === 'Deny')?.statement;
    const by =
      outcome === 'explicitDeny'
        ? `denied by ${deny?.sid ?? deny?.policy.name ?? 'a policy'}`
        : `not allowed by ${withheldBy.join(', ')}`;
    const at = deny === undefined ? undefined : { document: deny.policy.document, path: deny.policy.path };
    return [fails(`does not ${what}, ${by}`, { at })];
  });
}
