import type { Platform, PolicyExceptionProps, Pool, Project, ProjectClaim } from '../../model';
import { exceptionsFor, isAbout } from '../../model/policies';
import type { Field } from '../input/field';
import { onceFor } from '../once-for';
import type { RuledWork } from '../problem';

const byNamespace = onceFor(
  ({ projects }: Platform) => new Map(projects.map((project) => [project.namespace, project])),
);

/** The project that a description has in a namespace. */
export function describedProject(platform: Platform | undefined, namespace: string): Project | undefined {
  return platform && byNamespace(platform).get(namespace);
}

/** The pool of a description whose nodes a pod of its project selects. */
export function selectedPool(platform: Platform | undefined, namespace: string, spec: Field): Pool | undefined {
  if (platform === undefined) return undefined;
  const selected = spec.at('nodeSelector', platform.keys.pool)?.value;
  return describedProject(platform, namespace)?.nodeGroups.find(({ pool }) => pool.name === selected)?.pool;
}

/** The claim of a name that a description gives to the project of a namespace. */
export function describedClaim(
  platform: Platform | undefined,
  namespace: string,
  name: string,
): ProjectClaim | undefined {
  const project = describedProject(platform, namespace);
  return [project?.data, project?.checkpoints].find((claim) => claim?.name === name);
}

/** Whether a description excepts anything in a namespace, or some work there, from any rule. */
export function hasExceptions(platform: Platform | undefined, namespace: string, work?: string): boolean {
  const place = { name: describedProject(platform, namespace)?.name, namespace };
  return (platform?.policies.exceptions ?? []).some((exception) =>
    work === undefined ? isAbout(exception, place) : exceptionsFor([exception], exception.rule, place, work).length > 0,
  );
}

/** The exceptions of a description that let work pass a rule of admission, those that have run out among them. */
export function exceptionsOfWork(
  platform: Platform | undefined,
  { rule, namespace, work }: RuledWork,
): readonly PolicyExceptionProps[] {
  const place = { name: describedProject(platform, namespace)?.name, namespace };
  return exceptionsFor(platform?.policies.exceptions ?? [], rule, place, work);
}
