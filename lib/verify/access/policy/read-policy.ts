import { isRecord } from '../../record';
import { jsonFault } from '../../input/json-fault';
import type { InputFaults } from '../../input/input-fault';
import { UNKNOWN } from '../../input/pulumi/wire-value';
import { instant } from './instant';
import type { Condition, Patterns, Policy, PolicyPlace, Principals, Statement } from './policy';

const VERSIONS = ['2012-10-17', '2008-10-17'];
const OPERATOR =
  /^(?:(ForAllValues|ForAnyValue):)?(String(?:Not)?Equals(?:IgnoreCase)?|String(?:Not)?Like|Numeric(?:Not)?Equals|Numeric(?:LessThan|GreaterThan)(?:Equals)?|Date(?:Not)?Equals|Date(?:LessThan|GreaterThan)(?:Equals)?|Bool|BinaryEquals|(?:Not)?IpAddress|Arn(?:Not)?(?:Equals|Like)|Null(?!IfExists))(IfExists)?$/i;

/**
 * Reads a policy document (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html).
 *
 * @param value the document, or its JSON text as plans carry it
 * @returns `unknown` if the plan does not know the document; undefined, with the fault reported, if it is none
 */
export function readPolicy(value: unknown, place: PolicyPlace, faults: InputFaults): Policy | 'unknown' | undefined {
  if (value === UNKNOWN || containsUnknown(value)) return 'unknown';
  const refuse = (given: unknown, allowed: string, fix: string): undefined => {
    faults.inDocument(place.document, place.path, given, `${allowed} in ${place.name}`, fix);
    return undefined;
  };
  let document: unknown = value;
  if (typeof value === 'string') {
    try {
      document = JSON.parse(value);
    } catch {
      return refuse(value, 'a JSON document', 'repair the text of the policy');
    }
    const fault = jsonFault(value);
    if (fault !== undefined) return refuse(fault.given, fault.allowed, fault.fix);
  }
  if (!isRecord(document)) return refuse(document, 'a policy document', 'give Version and Statement');
  const version = document['Version'];
  if (version !== undefined && !VERSIONS.includes(version as string))
    return refuse(version, `Version ${VERSIONS.join(' or ')}`, 'write "2012-10-17"');
  const list = document['Statement'];
  if (list === undefined) return refuse(document, 'a Statement', 'a policy without statements is refused by AWS');
  const statements: Statement[] = [];
  for (const [index, item] of (Array.isArray(list) ? list : [list]).entries()) {
    const statement = readStatement(item, index, place, version === VERSIONS[0]);
    if (typeof statement === 'string') return refuse(item, statement, `correct statement ${index}`);
    statements.push(statement);
  }
  return { place, statements };
}

/** No wildcard stands for services, but for all of them. What follows IAM stores as it is; a name of no action matches none. */
const ACTION = /^(?:\*|[a-z0-9-]+:.*)$/is;

/** A statement, or what is wrong with it. */
function readStatement(value: unknown, index: number, place: PolicyPlace, variables: boolean): Statement | string {
  if (!isRecord(value)) return 'an object';
  const unknown = Object.keys(value).find((key) => !KEYS.has(key));
  if (unknown !== undefined) return `no element ${JSON.stringify(unknown)}`;
  const missing = place.demands?.find((name) => value[name] === undefined && value[`Not${name}`] === undefined);
  if (missing !== undefined) return `${missing} or Not${missing}`;
  const effect = value['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny') return 'Effect Allow or Deny';
  const actions = readPatterns(value, 'Action');
  if (typeof actions === 'string') return actions;
  if (actions === undefined) return 'Action or NotAction';
  const nameless = actions.patterns.find((pattern) => !ACTION.test(pattern));
  if (nameless !== undefined) return `* or a service and its action, not ${JSON.stringify(nameless)},`;
  const resources = readPatterns(value, 'Resource');
  if (typeof resources === 'string') return resources;
  const principals = readPrincipals(value);
  if (typeof principals === 'string') return principals;
  const conditions = readConditions(value['Condition']);
  if (typeof conditions === 'string') return conditions;
  const sid = value['Sid'];
  return {
    sid: typeof sid === 'string' && sid !== '' ? sid : undefined,
    index,
    effect,
    actions,
    resources,
    principals,
    conditions,
    policy: place,
    variables,
  };
}

const KEYS = new Set([
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Principal',
  'NotPrincipal',
  'Condition',
]);

function readPatterns(
  statement: Readonly<Record<string, unknown>>,
  name: 'Action' | 'Resource',
): Patterns | undefined | string {
  const [plain, negated] = [statement[name], statement[`Not${name}`]];
  if (plain !== undefined && negated !== undefined) return `${name} or Not${name}, not both`;
  const given = plain ?? negated;
  if (given === undefined) return undefined;
  const patterns = texts(given);
  if (patterns === undefined || patterns.length === 0) return `texts in ${name}`;
  const meant = name === 'Action' ? patterns.map((pattern) => (pattern === '*:*' ? '*' : pattern)) : patterns;
  return { patterns: meant, negated: plain === undefined };
}

function readPrincipals(statement: Readonly<Record<string, unknown>>): Principals | undefined | string {
  const [plain, negated] = [statement['Principal'], statement['NotPrincipal']];
  const given = plain ?? negated;
  if (given === undefined) return undefined;
  if (plain !== undefined && negated !== undefined) return 'Principal or NotPrincipal, not both';
  if (given === '*') return { everybody: true, byKind: new Map(), negated: plain === undefined };
  if (!isRecord(given)) return 'a Principal such as {"AWS": "..."}';
  const byKind = new Map<string, readonly string[]>();
  for (const [kind, value] of Object.entries(given)) {
    const names = texts(value);
    if (names === undefined) return `texts in Principal.${kind}`;
    byKind.set(kind, names);
  }
  return { everybody: byKind.get('AWS')?.includes('*') === true, byKind, negated: plain === undefined };
}

function readConditions(value: unknown): readonly Condition[] | string {
  if (value === undefined) return [];
  if (!isRecord(value)) return 'a Condition of operators, keys and values';
  const conditions: Condition[] = [];
  for (const [written, keys] of Object.entries(value)) {
    const match = OPERATOR.exec(written);
    if (match === null) return `a known operator, not ${written}`;
    if (!isRecord(keys)) return `keys and values under ${written}`;
    for (const [key, item] of Object.entries(keys)) {
      const values = texts(item);
      if (values === undefined) return `texts under ${written} ${key}`;
      const operator = canonical(match[2] as string);
      const undated = operator.startsWith('Date') ? values.find((text) => Number.isNaN(instant(text))) : undefined;
      if (undated !== undefined)
        return `a date such as 2026-01-31T00:00:00Z under ${written} ${key}, not ${JSON.stringify(undated)}`;
      conditions.push({
        operator,
        qualifier: match[1] === undefined ? undefined : /all/i.test(match[1]) ? 'ForAllValues' : 'ForAnyValue',
        ifExists: match[3] !== undefined,
        key: key.toLowerCase(),
        shownKey: key,
        values,
      });
    }
  }
  return conditions;
}

/** Operators are compared regardless of case. */
function canonical(operator: string): string {
  return OPERATORS.find((known) => known.toLowerCase() === operator.toLowerCase()) as string;
}

const OPERATORS = [
  'StringEquals StringNotEquals StringEqualsIgnoreCase StringNotEqualsIgnoreCase StringLike StringNotLike',
  'NumericEquals NumericNotEquals NumericLessThan NumericLessThanEquals NumericGreaterThan NumericGreaterThanEquals',
  'DateEquals DateNotEquals DateLessThan DateLessThanEquals DateGreaterThan DateGreaterThanEquals',
  'Bool BinaryEquals IpAddress NotIpAddress ArnEquals ArnNotEquals ArnLike ArnNotLike Null',
].flatMap((line) => line.split(' '));

/** A text or several; numbers and booleans are taken for their text, as AWS takes them. */
function texts(value: unknown): readonly string[] | undefined {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const plain = list.map((item) => (typeof item === 'number' || typeof item === 'boolean' ? String(item) : item));
  return plain.every((item) => typeof item === 'string') ? plain : undefined;
}

function containsUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(containsUnknown);
}
