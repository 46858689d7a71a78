import type { Applied, Decision } from '../verify/access/decision';
import type { Role } from '../verify/access/facts/role';
import { missingText } from '../verify/access/missing';
import { statementName, type Statement } from '../verify/access/policy/policy';
import type { Escalation } from '../verify/access/proof/escalation';
import type { Proof, Witness } from '../verify/access/proof/proof';
import type { Context } from '../verify/access/request';
import { lineOf } from '../verify/input/line-of';

export function decisionText({ outcome, applied, missing }: Decision): string {
  return [
    outcome,
    ...applied.map(
      ({ statement, match }) => `  ${match === 'yes' ? '' : 'perhaps '}${statement.effect} by ${named(statement)}`,
    ),
    ...missing.map((item) => `  not known: ${missingText(item)}`),
  ].join('\n');
}

/** Why it is not allowed, in a line. */
export function decisionReason({ outcome, withheldBy, missing }: Decision): string {
  if (outcome === 'unknown') return `not known: ${missing.map(missingText).join('; ')}`;
  return outcome === 'implicitDeny' ? `not allowed by ${withheldBy.join(', ')}` : 'denied';
}

export function decisionJson(
  role: Role,
  action: string,
  resource: string,
  context: Context,
  decision: Decision,
): string {
  const { outcome, applied, withheldBy, missing } = decision;
  const keys = context.entries().map(([key, values]) => [key, values.length === 1 ? values[0] : values]);
  return json({
    role: role.arn ?? role.name,
    action,
    resource,
    decision: outcome,
    statements: applied.map(({ statement, match }: Applied) => ({
      ...statementJson(statement),
      certain: match === 'yes',
    })),
    withheldBy,
    missing: missing.map(missingText),
    context: Object.fromEntries(keys) as object,
  });
}

export function proofText(proof: Proof): string {
  return [proof.verdict, ...details(proof)].join('\n');
}

export function proofJson(proof: Proof): string {
  return json(proofObject(proof));
}

export function escalationsText(found: readonly Escalation[]): string {
  if (found.length === 0) return 'no escalation';
  return found
    .map(({ action, meaning, proof }) =>
      [`${action}: ${proof.verdict === 'leak' ? '' : 'perhaps '}${meaning}`, ...details(proof)].join('\n'),
    )
    .join('\n');
}

export function escalationsJson(found: readonly Escalation[]): string {
  return json(found.map(({ action, meaning, proof }) => ({ action, meaning, ...proofObject(proof) })));
}

function details(proof: Proof): readonly string[] {
  if (proof.verdict === 'proved') return [];
  const missing = proof.verdict === 'unknown' ? proof.missing.map((item) => `  not known: ${missingText(item)}`) : [];
  const { witness } = proof;
  if (witness === undefined) return missing;
  const context = [...witness.context].map(([key, value]) => `${key}=${value}`);
  // Where the resource does not matter, the witness has none.
  const request = [witness.action, witness.resource, ...context].filter((part) => part !== '').join(' ');
  return [
    ...missing,
    `  ${witness.meaning}: ${request}`,
    ...witness.allowedBy.map((statement) => `  allowed by ${named(statement)}`),
  ];
}

function proofObject(proof: Proof): object {
  if (proof.verdict === 'proved') return { verdict: proof.verdict };
  const witness = proof.witness === undefined ? {} : { witness: witnessObject(proof.witness) };
  return {
    verdict: proof.verdict,
    ...witness,
    ...(proof.verdict === 'unknown' ? { missing: proof.missing.map(missingText) } : {}),
  };
}

function witnessObject({ meaning, action, resource, context, allowedBy }: Witness): object {
  return { meaning, action, resource, context: Object.fromEntries(context), allowedBy: allowedBy.map(statementJson) };
}

function statementJson({ sid, index, effect, policy }: Statement): object {
  const { document, path, name } = policy;
  const place = { file: document.file.name, line: lineOf(document, path) };
  return { effect, ...(sid === undefined ? {} : { sid }), statement: index, policy: name, ...place };
}

function named(statement: Statement): string {
  const { document, path } = statement.policy;
  return `${statementName(statement)} (${document.file.name}:${lineOf(document, path)})`;
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
