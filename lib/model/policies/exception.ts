import * as v from 'valibot';
import { weakeningFaults, type Weakening } from '../risk/accepted-risk';
import { A_DAY, isDay } from '../day';
import type { Fault } from '../fault/fault';
import { shown, suggestion } from '../fault/fault';
import { isDnsSubdomain, LABEL_SIZE, namespaceNameFaults } from '../names';
import { optionalText, shape, text, type Draft } from '../fault/shape';
import { isRuleId, RULE_IDS, type RuleId } from './rule-ids';

/** Work that one rule does not judge, for a time, with somebody who answers for it. */
export interface PolicyExceptionProps extends Weakening {
  /** The rule that does not judge the work; `docs/policies.md` lists them. */
  readonly rule: RuleId;
  /** The project whose work is excepted. Required for rules about training pods. */
  readonly project?: string;
  /** The namespace whose work is excepted, for rules about everybody's pods. */
  readonly namespace?: string;
  /**
   * Names of Jobs or other workloads. Each stands for the object of this name and for everything whose name goes on with
   * a dash: `debug` covers `debug-0-x7k2p`, the pod of Job `debug`, and a Job `debug-2` as well.
   * @default - all work of the project or namespace
   */
  readonly names?: readonly string[];
  /** Who answers for it: a person or a team that can be asked. */
  readonly owner: string;
  /**
   * Last day, such as "2027-01-31". Kyverno's newer kind ends the exception by itself at the end of that day (UTC); the
   * other two kinds know no clock, there it stands as an annotation for the verifier.
   */
  readonly expires: string;
}

export const exceptionShape = shape<PolicyExceptionProps>({
  rule: v.picklist(Object.keys(RULE_IDS)),
  project: optionalText,
  namespace: optionalText,
  names: v.optional(v.array(text)),
  reason: text,
  owner: text,
  expires: text,
});

/** Where work is, as exceptions name it. */
export interface WorkPlace {
  /** Name of the project; undefined outside the projects. */
  readonly name: string | undefined;
  readonly namespace: string;
}

/** Whether an exception is about work of a place. */
export function isAbout({ project, namespace }: PolicyExceptionProps, place: WorkPlace): boolean {
  return project === undefined ? namespace === place.namespace : project === place.name;
}

/**
 * The exceptions that let work of this name pass a rule.
 *
 * @param work name of the object; undefined for all work of the place
 */
export function exceptionsFor(
  exceptions: readonly PolicyExceptionProps[],
  rule: RuleId,
  place: WorkPlace,
  work: string | undefined,
): readonly PolicyExceptionProps[] {
  const isNamed = (one: string): boolean => work !== undefined && (work === one || work.startsWith(`${one}-`));
  return exceptions.filter(
    (exception) =>
      exception.rule === rule &&
      isAbout(exception, place) &&
      (exception.names === undefined || exception.names.some(isNamed)),
  );
}

/** Whether an exception lets a project's work of this name pass a rule. */
export function isExcepted(
  exceptions: readonly PolicyExceptionProps[],
  rule: RuleId,
  place: WorkPlace,
  work: string,
): boolean {
  return exceptionsFor(exceptions, rule, place, work).length > 0;
}

export function exceptionFaults(
  given: Draft<PolicyExceptionProps>,
  path: string,
  projects: readonly string[],
): Fault[] {
  const faults = [
    ...weakeningFaults(given, path),
    ...namespaceNameFaults(given.namespace, `${path}.namespace`),
    ...whereFaults(given, path, projects),
  ];
  const check = (field: string, value: string | undefined, good: (value: string) => boolean, allowed: string): void => {
    if (value === undefined || good(value)) return;
    faults.push({ path: `${path}.${field}`, given: shown(value), allowed, fix: 'correct it' });
  };
  given.names?.forEach((name, index) =>
    check(`names[${index}]`, name, (one) => isDnsSubdomain(one) && one.length <= LABEL_SIZE, 'the name of an object'),
  );
  check('owner', given.owner, (owner) => /^[^\r\n]{2,100}$/.test(owner), 'a person or team that can be asked');
  check('expires', given.expires, isDay, A_DAY);
  if (given.names?.length === 0) {
    faults.push({ path: `${path}.names`, given: '[]', allowed: 'at least one name', fix: 'leave it out for all work' });
  }
  return faults;
}

/** An exception names the project of a rule about training, the namespace of a rule about others. */
function whereFaults(
  { rule, project, namespace }: Draft<PolicyExceptionProps>,
  path: string,
  projects: readonly string[],
): Fault[] {
  if (rule === undefined || !isRuleId(rule)) return [];
  const refuse = (field: string, value: unknown, allowed: string, fix: string): Fault[] => [
    { path: `${path}.${field}`, given: shown(value), allowed, fix },
  ];
  const wanted = RULE_IDS[rule];
  if (wanted === 'nothing') {
    return refuse(
      'rule',
      rule,
      'a rule about work: this one is about who does something',
      'list the group in policies.platformGroups, policies.breakGlassGroups or policies.controllers',
    );
  }
  const [given, other, unwanted] =
    wanted === 'project' ? [project, namespace, 'namespace'] : [namespace, project, 'project'];
  return [
    ...(given === undefined ? refuse(wanted, given, `the ${wanted} that is excepted`, 'name it') : []),
    ...(other === undefined
      ? []
      : refuse(unwanted, other, `nothing: rule ${rule} is excepted by ${wanted}`, 'remove it')),
    ...(wanted !== 'project' || project === undefined || projects.includes(project)
      ? []
      : refuse(
          'project',
          project,
          `one of ${projects.join(', ')}`,
          suggestion(project, projects, 'name a project of the description'),
        )),
  ];
}
