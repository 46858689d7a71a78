import type { Evidence } from '../../evidence';
import { operatorNamespaces } from '../../../model/component/operator-namespaces';
import { subjectText, type RbacSubject } from '../../authority/subject';
import { engineNamespace } from '../../scope/engine-namespace';
import { isEverybody, isPerson } from '../../scope/people';
import type { Check } from '../check';
import { namedSubject, type Judged } from '../../problem';
import { belongsTo, holders, holdingProblem } from './parts/holders';
import { namespacesOfPower } from './parts/powerful-accounts';
import {
  BECOME_ACCOUNTS,
  INTO_PODS,
  MAKE_SECRETS,
  READ_SECRETS,
  RUN_CODE,
  WRITE_ENGINE,
  WRITE_FENCES,
  WRITE_PODS,
} from '../../authority/rights';

/** With any of these somebody acts as the accounts of a namespace, or changes what its pods read and who reaches them. */
const TAKE_OVER = [
  ...INTO_PODS,
  ...READ_SECRETS,
  ...MAKE_SECRETS,
  ...BECOME_ACCOUNTS,
  ...WRITE_PODS,
  ...RUN_CODE,
  ...RUN_CODE.flatMap((right) => [
    { ...right, verb: 'update' },
    { ...right, verb: 'patch' },
  ]),
  ...WRITE_FENCES,
  ...WRITE_ENGINE,
];

export const componentNamespaces: Check = {
  id: 'authority/component-namespaces',
  title: "Nobody but the platform works where the cluster's components run, and no project where its services run",
  why: 'A pod or a token of kube-system has the rights of its controllers, its ConfigMaps say who is let in; whoever is in a service is past its tenancy.',
  stops: ['A2', 'T4', 'T6'],
  control:
    'no bindings of people in kube-system and in namespaces of components and of accounts with rights in every project, none of projects in those of services',
  fix: 'take the binding away: administrators need none there',
  openWorld: true,
  *judge(evidence) {
    const { scope, platform } = evidence;
    if (scope.namespaces.length === 0) return;
    const own = new Set([
      ...operatorNamespaces(platform ?? { components: [] }),
      engineNamespace(platform),
      ...namespacesOfPower(evidence),
    ]);
    const shared = new Set((platform?.services ?? []).map(({ namespace }) => namespace));
    const members = membersOf(evidence);
    const isOfProject = (subject: RbacSubject): boolean => isEverybody(subject) || members.has(subjectText(subject));
    for (const name of own) yield judged(evidence, name, (subject) => !belongsTo(name, subject));
    // Who else works on a service is its team, which no description names.
    for (const name of shared) if (!own.has(name) && !scope.contains(name)) yield judged(evidence, name, isOfProject);
  },
};

function judged(evidence: Evidence, namespace: string, isJudged: (subject: RbacSubject) => boolean): Judged {
  // Rights in the whole cluster are other checks' matter.
  const here = holders(
    evidence,
    TAKE_OVER,
    namespace,
    ({ subject, binding }) => binding.namespace !== undefined && isJudged(subject),
  );
  return { subject: namedSubject(`Namespace/${namespace}`), problems: here.map((holding) => holdingProblem(holding)) };
}

/** Everybody who works in some project, by the description or by a binding there. */
function membersOf(evidence: Evidence): ReadonlySet<string> {
  const { authority, platform, scope } = evidence;
  const described = (platform?.projects ?? []).flatMap(({ groups }) => Object.values(groups).flat());
  const bound = scope.namespaces
    .flatMap(({ name }) => authority.bindingsIn(name))
    .flatMap(({ subjects }) => subjects)
    .filter((subject) => isPerson(evidence, subject));
  return new Set([...described.map((name) => `Group ${name}`), ...bound.map(subjectText)]);
}
