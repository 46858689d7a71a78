import { missingTexts } from '../../../access/missing';
import { statementName } from '../../../access/policy/policy';
import type { Proof, Witness } from '../../../access/proof/proof';
import type { ProjectIdentity } from '../../../cloud/project-identity';
import {
  fails,
  notKnown,
  resourceSubject,
  type Place,
  type Problem,
  type Subject,
  type Weakened,
} from '../../../problem';
import { policySubject } from './policy-subject';

/** What a proof that something is impossible comes to. */
export function proven(proof: Proof, weakened?: Weakened): readonly Problem[] {
  switch (proof.verdict) {
    case 'proved':
      return [];
    case 'leak':
      return [fails(witnessText(proof.witness), { at: placeOfWitness(proof.witness), weakened })];
    case 'unknown': {
      const may = proof.witness === undefined ? '' : `may be that it ${witnessText(proof.witness)}; `;
      const at = proof.witness === undefined ? undefined : placeOfWitness(proof.witness);
      return [notKnown(`${may}not known: ${missingTexts(proof.missing)}`, { at, weakened })];
    }
  }
}

/** `touches objects of data: s3:GetObject on arn:... by Everything of inline policy storage of role ml-alpha`. */
export function witnessText({ meaning, action, resource, context, allowedBy }: Witness): string {
  const keys = [...context].map(([key, value]) => `${key}=${value}`).join(' ');
  const by = [...new Set(allowedBy.map(statementName))].join(' and ');
  return `${meaning}: ${action} on ${resource}${keys === '' ? '' : ` with ${keys}`}, by ${by}`;
}

export function placeOfWitness({ allowedBy }: Witness): Place | undefined {
  const policy = allowedBy[0]?.policy;
  return policy === undefined ? undefined : { document: policy.document, path: policy.path };
}

/** A role as the thing that was judged. */
export function identitySubject({
  role,
  resource,
  namespace,
}: Pick<ProjectIdentity, 'role' | 'resource' | 'namespace'>): Subject {
  const subject =
    resource === undefined
      ? policySubject(`Role/${role.name}`, role.trust ?? role.identity[0])
      : resourceSubject(resource);
  return { ...subject, namespace };
}
