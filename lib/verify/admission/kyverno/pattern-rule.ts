import type { Field } from '../../input/field';
import type { Match } from '../../match';
import { onceFor } from '../../once-for';
import type { Ruling } from '../admission-policy';
import type { AdmissionRequest } from '../admission-request';
import { completedObject } from '../completed-object';
import { isRecord } from '../../record';
import { withContext, withRoot } from './context';
import { conditionsHold } from './conditions';
import { NotEvaluated } from './not-evaluated';
import { patternSays } from './pattern';
import { NOT_FOUND, queried, type QueryRoots } from './query';
import { filledIn } from './variables';

type Json = Readonly<Record<string, unknown>>;
/** What a rule says that does not fail. */
type Said = Exclude<Ruling, 'unknown'>;

/** Parts of `validate` that are evaluated here. */
const EVALUATED = ['deny', 'pattern', 'anyPattern', 'foreach'] as const;

/** Parts of a rule that keep it from a request, and what they read, without which it fails. */
const CONDITIONS = ['preconditions', 'celPreconditions', 'context'] as const;

/** Whether a rule says what it demands as patterns or conditions. */
export function hasPatterns(validate: Field | undefined): boolean {
  return EVALUATED.some((part) => validate?.get(part) !== undefined);
}

/** A rule as far as it says whom it means and what it demands in patterns and conditions. */
export class PatternRule {
  private readonly reasons = new Set<string>();

  private readonly rule: Json;

  constructor(rule: unknown) {
    this.rule = isRecord(rule) ? rule : {};
  }

  /** What it asked for so far that is not evaluated here. */
  get notEvaluated(): readonly string[] {
    return [...this.reasons];
  }

  /** Whether its preconditions hold, and so it is applied to a request at all. */
  means(request: AdmissionRequest): Match {
    if (CONDITIONS.every((part) => this.rule[part] === undefined)) return 'yes';
    return this.onBoth(request, (one) => (isMeant(this.rule, rootsFor(this.rule, one)) ? 'yes' : 'no')) ?? 'maybe';
  }

  /**
   * What its body says of a request (https://kyverno.io/docs/policy-types/cluster-policy/validate/). Unknown where it asks for
   * what is not evaluated here, where the rule itself fails, and where it hangs on what the API server adds to the object.
   */
  ruling(request: AdmissionRequest): Ruling {
    return this.onBoth(request, (one) => ruleSays(this.rule, one)) ?? 'unknown';
  }

  /** What is found of a request as it is written and as the API server completes it; undefined where these differ. */
  private onBoth<T>(request: AdmissionRequest, find: (request: AdmissionRequest) => T): T | undefined {
    try {
      const written = find(request);
      if (find(completedRequest(request)) === written) return written;
      this.reasons.add('what the API server adds to the object');
    } catch (error) {
      if (!(error instanceof NotEvaluated)) throw error;
      this.reasons.add(error.message);
    }
    return undefined;
  }
}

/** Made once for all rules that hear of it. */
const completedRequest = onceFor((request: AdmissionRequest): AdmissionRequest => {
  const { operation, object, oldObject } = request;
  if (operation === 'CONNECT') return request;
  return {
    ...request,
    object: object && completedObject(object),
    oldObject: oldObject && completedObject(oldObject),
  };
});

function isMeant(rule: Json, roots: QueryRoots): boolean {
  if (rule['celPreconditions'] !== undefined) throw new NotEvaluated('celPreconditions of a rule');
  return conditionsHold(rule['preconditions'], roots);
}

function ruleSays(rule: Json, request: AdmissionRequest): Said {
  const roots = rootsFor(rule, request);
  const { validate } = rule;
  return isMeant(rule, roots) && isRecord(validate) ? bodySays(validate, roots, request) : 'holds';
}

const rootsFor = (rule: Json, request: AdmissionRequest): QueryRoots => withContext(rootsOf(request), rule['context']);

/** What the body of a rule says, or that of a `foreach` about one element. */
function bodySays(body: Json, roots: QueryRoots, request: AdmissionRequest, element?: Json): Said {
  const { deny, pattern, anyPattern, foreach } = body;
  if (deny !== undefined)
    return conditionsHold(isRecord(deny) ? deny['conditions'] : undefined, roots) ? 'refuses' : 'holds';
  if (pattern === undefined && anyPattern === undefined) return eachSays(foreach, roots, request);
  const subject = element ?? subjectOf(request);
  // What is removed is as it was.
  if (subject === undefined) return 'holds';
  if (pattern !== undefined) {
    const answer = patternSays(subject, filledIn(pattern, roots));
    if (answer === 'error') throw new NotEvaluated('a field in brackets that the object does not have');
    return answer === 'differs' ? 'refuses' : 'holds';
  }
  if (!Array.isArray(anyPattern)) throw new NotEvaluated('an anyPattern that is no list');
  const answers = anyPattern.map((one) => patternSays(subject, filledIn(one, roots)));
  if (answers.includes('fits')) return 'holds';
  return answers.every((answer) => answer === 'not meant') ? 'holds' : 'refuses';
}

function subjectOf({ operation, object }: AdmissionRequest): Json | undefined {
  if (operation === 'CONNECT') throw new NotEvaluated('a pattern for a connection');
  return object ?? undefined;
}

/** Elements that are null, or that preconditions leave out, say nothing. */
function eachSays(foreach: unknown, roots: QueryRoots, request: AdmissionRequest): Said {
  if (request.operation === 'DELETE' || request.operation === 'CONNECT')
    throw new NotEvaluated('a foreach about what is removed or connected to');
  for (const entry of Array.isArray(foreach) ? foreach : []) {
    if (!isRecord(entry) || typeof entry['list'] !== 'string') throw new NotEvaluated('a foreach without a list');
    if (UNREAD.some((key) => entry[key] !== undefined)) throw new NotEvaluated('a foreach with one inside, or a scope');
    const found = queried(entry['list'], roots);
    if (found === NOT_FOUND) continue;
    for (const [index, element] of (Array.isArray(found) ? found : [found]).entries()) {
      if (element === null) continue;
      const inside = withContext(withElement(roots, element, index), entry['context']);
      if (!conditionsHold(entry['preconditions'], inside)) continue;
      if (bodySays(entry, inside, request, isRecord(element) ? element : undefined) === 'refuses') return 'refuses';
    }
  }
  return 'holds';
}

const UNREAD = ['foreach', 'elementScope'] as const;

function withElement(roots: QueryRoots, element: unknown, index: number): QueryRoots {
  const values = { element, element0: element, elementIndex: index, elementIndex0: index };
  return Object.entries(values).reduce((all, [name, value]) => withRoot(all, name, () => value), roots);
}

/** What variables may read of a request; of what else there is no file says anything. */
function rootsOf(request: AdmissionRequest): QueryRoots {
  const { operation, group, version, kind, resource, subresource, name, namespace, who } = request;
  const { username, groups, extra } = who;
  // Where something is removed, Kyverno reads the object as it was.
  const object = operation === 'DELETE' ? request.oldObject : request.object;
  const userInfo = { username, groups, ...(extra === undefined ? {} : { extra }) };
  const asked = {
    operation,
    kind: { group, version, kind },
    resource: { group, version, resource },
    userInfo,
    object,
    oldObject: request.oldObject,
    ...(subresource === '' ? {} : { subResource: subresource }),
    ...(name === '' ? {} : { name }),
    ...(namespace === undefined ? {} : { namespace }),
  };
  const value = { request: asked };
  return { value, partly: new Set<unknown>([value, asked, userInfo, ...(operation === 'CONNECT' ? [object] : [])]) };
}
