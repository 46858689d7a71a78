import type { Evidence } from '../../../evidence';
import { knownText } from '../../../input/pulumi/plan-value';
import type { PlanLinks } from '../../../input/pulumi/plan-links';
import { propertyOf, type PlannedResource } from '../../../input/pulumi/planned-resource';
import { fails, inputPlace, notKnown, type Problem } from '../../../problem';

const ASSOCIATION = 'aws:fsx/dataRepositoryAssociation:DataRepositoryAssociation';

/**
 * Buckets that a Lustre file system reads from and writes to, with rights of FSx and of no role of the project
 * (https://docs.aws.amazon.com/fsx/latest/LustreGuide/fsx-data-repositories.html).
 *
 * @param owner name of the project that the file system is of
 */
export function repositoryProblems(
  evidence: Evidence,
  links: PlanLinks,
  system: PlannedResource,
  owner: string | undefined,
): readonly Problem[] {
  const associations = links.of(ASSOCIATION).filter((item) => links.refersTo(item, 'fileSystemId', system));
  return [
    ...['importPath', 'exportPath'].map((property) => [system, property] as const),
    ...associations.map((item) => [item, 'dataRepositoryPath'] as const),
  ].flatMap(([resource, property]): readonly Problem[] => {
    const value = propertyOf(resource, property);
    if (value === undefined || value === null || value === '') return [];
    const at = inputPlace(resource, property);
    const text = knownText(value);
    return text === undefined
      ? [notKnown('which bucket it shows is not known', { at })]
      : judged(evidence, text, owner, at);
  });
}

function judged(
  { cloud, platform }: Evidence,
  text: string,
  owner: string | undefined,
  at: ReturnType<typeof inputPlace>,
): readonly Problem[] {
  const [, name = '', path = ''] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(text) ?? [];
  const bucket = cloud.buckets.find((item) => item.name === name);
  if (bucket === undefined) return [notKnown(`shows ${text}, and whose that is is not known`, { at })];
  const place = path === '' || path.endsWith('/') ? path : `${path}/`;
  const holders = [...bucket.prefixes].filter(([, prefix]) => place.startsWith(prefix)).map(([namespace]) => namespace);
  const namespace = platform?.projects.find((project) => project.name === owner)?.namespace;
  const [holder] = holders;
  if (holder === undefined)
    return [fails(`shows ${text}, which is not the part of one project of bucket ${name}`, { at })];
  if (holder === namespace) return [];
  return namespace === undefined
    ? [notKnown(`shows ${text} of ${holder}, and of which project it is is not known`, { at })]
    : [fails(`is of ${namespace} and shows ${text} of ${holder}`, { at })];
}
