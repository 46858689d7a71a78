import type { Role } from './facts/role';
import type { Condition, Statement } from './policy/policy';
import { actionMatches } from './policy/statement-match';

/** A value that a trust demands: exactly these texts, or patterns that more than one text matches. */
export type Demanded =
  | { readonly kind: 'exactly'; readonly texts: readonly string[] }
  | { readonly kind: 'pattern'; readonly texts: readonly string[] }
  | { readonly kind: 'anything' };

/** Somebody who may take a role on. */
export type Trusted =
  | {
      readonly kind: 'pod-identity';
      readonly cluster: Demanded;
      readonly namespace: Demanded;
      readonly serviceAccount: Demanded;
      readonly statement: Statement;
    }
  | {
      readonly kind: 'irsa';
      /** ARN of the identity provider of one cluster. */
      readonly provider: string;
      readonly audience: Demanded;
      /** `system:serviceaccount:<namespace>:<service account>`. */
      readonly subject: Demanded;
      readonly statement: Statement;
    }
  /** Services of AWS, accounts, roles, users: whoever else is named. */
  | { readonly kind: 'other'; readonly principal: string; readonly statement: Statement };

/** `oidc.eks.us-west-2.amazonaws.com/id/EXAMPLE` of the ARN of a provider. */
export const issuerOf = (provider: string): string => provider.slice(provider.indexOf('/') + 1);

/** The agent takes roles on in this name. */
export const POD_IDENTITY = 'pods.eks.amazonaws.com';
const PROVIDER = /^arn:[^:]+:iam::\d{12}:oidc-provider\/(.+)$/;

/**
 * Who may take a role on, by its trust policy: the service account of which cluster and namespace, or others.
 *
 * Pod Identity names them in tags of the request
 * (https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html), IRSA in the token's subject
 * (https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html). A condition that is not there
 * demands nothing.
 */
export function trusted({ trust }: Pick<Role, 'trust'>): readonly Trusted[] {
  return (trust?.statements ?? []).filter(({ effect }) => effect === 'Allow').flatMap(trustedBy);
}

function trustedBy(statement: Statement): readonly Trusted[] {
  const { principals, actions } = statement;
  const assumes = ['sts:AssumeRole', 'sts:AssumeRoleWithWebIdentity', 'sts:AssumeRoleWithSAML'];
  if (!assumes.some((action) => actionMatches(actions, action))) return [];
  if (principals === undefined || principals.everybody || principals.negated) {
    return [{ kind: 'other', principal: principals?.negated === true ? 'everybody but some' : '*', statement }];
  }
  return [...principals.byKind].flatMap(([kind, names]) =>
    names.map((name): Trusted => {
      if (kind === 'Service' && name === POD_IDENTITY) {
        const tag = (key: string): Demanded => demanded(statement, `aws:requesttag/${key}`);
        return {
          kind: 'pod-identity',
          cluster: tag('eks-cluster-arn'),
          namespace: tag('kubernetes-namespace'),
          serviceAccount: tag('kubernetes-service-account'),
          statement,
        };
      }
      const issuer = kind === 'Federated' ? PROVIDER.exec(name)?.[1]?.toLowerCase() : undefined;
      if (issuer === undefined) return { kind: 'other', principal: `${kind} ${name}`, statement };
      return {
        kind: 'irsa',
        provider: name,
        audience: demanded(statement, `${issuer}:aud`),
        subject: demanded(statement, `${issuer}:sub`),
        statement,
      };
    }),
  );
}

/** What the conditions of a statement demand of a key. Several conditions narrow it down; the narrowest is told. */
function demanded({ conditions }: Statement, key: string): Demanded {
  const all = conditions.filter((condition) => condition.key === key).map(demandOf);
  return (
    all.find(({ kind }) => kind === 'exactly') ?? all.find(({ kind }) => kind === 'pattern') ?? { kind: 'anything' }
  );
}

function demandOf({ operator, qualifier, ifExists, values }: Condition): Demanded {
  const narrows = !ifExists && qualifier !== 'ForAllValues';
  if (!narrows) return { kind: 'anything' };
  switch (operator) {
    case 'StringEquals':
      // A star is a star here; a variable is whatever the request says.
      return values.some((value) => value.includes('${'))
        ? { kind: 'pattern', texts: values }
        : { kind: 'exactly', texts: values };
    case 'ArnEquals':
    case 'ArnLike':
    case 'StringLike':
      return { kind: values.some((value) => /[*?]|\$\{/.test(value)) ? 'pattern' : 'exactly', texts: values };
    case 'StringEqualsIgnoreCase':
      return { kind: 'pattern', texts: values };
    default:
      return { kind: 'anything' };
  }
}
