/** A policy document of IAM, as data. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export interface PolicyDocument {
  /** Without it the language of 2008 applies, and `${...}` is literal text. */
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

export type Effect = 'Allow' | 'Deny';

/** Condition operator, key, value or values. */
export type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

export type Principal =
  '*' | { readonly AWS: string | readonly string[] } | { readonly Service: string } | { readonly Federated: string };

export interface Statement {
  /** Letters and digits, unique in its document. */
  readonly Sid: string;
  readonly Effect: Effect;
  /** In policies on resources and in trust policies only. */
  readonly Principal?: Principal;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Condition;
}

export function document(statements: readonly Statement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements };
}

/** The document as AWS takes it: JSON without blanks, in the order of its statements. */
export function documentText(policy: PolicyDocument): string {
  return JSON.stringify(policy);
}
