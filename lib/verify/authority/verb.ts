import { shown, suggestion } from '../../model/fault/fault';
import type { Rbac } from './read-rbac';

const OF_OBJECTS = 'get list watch create update patch delete deletecollection'.split(' ');
/** Verbs that only some kinds are asked for (https://kubernetes.io/docs/reference/access-authn-authz/authorization/). */
const OF_SOME = 'proxy use escalate bind approve sign attest impersonate'.split(' ');
/** https://kep.k8s.io/5284 */
const MODES = ['serviceaccount', 'user-info', 'arbitrary-node', 'associated-node'];
const VERBS = [
  '*',
  ...OF_OBJECTS,
  ...OF_SOME,
  ...MODES.flatMap((mode) => [
    `impersonate:${mode}`,
    ...['*', ...OF_OBJECTS, ...OF_SOME].map((verb) => `impersonate-on:${mode}:${verb}`),
  ]),
];

/** Verbs of constrained impersonation have parts: `impersonate:user-info`, `impersonate-on:user-info:list`. */
const PATTERN = /^(\*|[a-z]+(-[a-z]+)*(:[a-z]+(-[a-z]+)*)*)$/;

/** What is to be said of a verb that neither Kubernetes nor a role of the input has. */
export interface StrangeVerb {
  /** `did you mean "create"?`, or what verbs look like; undefined where it is like none. */
  readonly meant: string | undefined;
  readonly note: string;
}

/** Undefined for a verb that somebody is asked for, or that a role names: extensions have verbs of their own, any text. */
export function strangeVerb(verb: string, { roles }: Rbac): StrangeVerb | undefined {
  if (VERBS.includes(verb)) return undefined;
  if ([...roles.values()].some(({ rules }) => rules.some(({ verbs }) => verbs.includes(verb)))) return undefined;
  const meant = suggestion(verb, VERBS, '');
  const form = PATTERN.test(verb) ? undefined : 'give one in lower case, such as get or impersonate:user-info';
  return {
    meant: meant === '' ? form : meant,
    note: `no kind of Kubernetes itself has the verb ${shown(verb)}, and no role of the input names it`,
  };
}
