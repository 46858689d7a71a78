import { platform } from '../../../examples/document-1/platform';
import { objectsOf, runExample } from '../../../examples/run';
import type { Platform } from '../../../lib';
import { keep, kept } from '../../kept';
import { readAssumptions, type Assumptions } from '../../../lib/verify/assumptions';
import { CHECKS } from '../../../lib/verify/checks';
import { FAMILIES, type Family } from '../../../lib/verify/checks/check';
import { Evidence } from '../../../lib/verify/evidence';
import { inputsOf } from '../../../lib/verify/input/inputs';
import {
  judge,
  judgeBy,
  type CheckResult,
  type Verdict,
  type VerdictOptions,
} from '../../../lib/verify/verdict/verdict';

/** An object as a test changes it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Loose = any;

export const ASSUMED = ['cni=vpc-cni', 'strict', 'complete'];

/** Nodes of the example, as a dump of the cluster has them: one of each project, one of nobody. */
const NODES: readonly Loose[] = [
  ...['alpha', 'beta'].map((project) => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: `${project}-node`,
      labels: {
        'workload-type': 'ai-training',
        'training-isolation/pool': 'p4d',
        'training-isolation/project': project,
        'node.kubernetes.io/instance-type': 'p4d.24xlarge',
      },
    },
    spec: {
      taints: [
        { key: 'workload-type', value: 'ai-training', effect: 'NoSchedule' },
        { key: 'training-isolation/project', value: project, effect: 'NoSchedule' },
      ],
    },
  })),
  { apiVersion: 'v1', kind: 'Node', metadata: { name: 'other-node', labels: { purpose: 'production' } }, spec: {} },
];

const written = kept('document-1') ?? keep('document-1', JSON.stringify(objectsOf(runExample('document-1'))));

/** The example's objects, and nodes for them, fresh for each change. */
export function exampleObjects(): Loose[] {
  return [...(JSON.parse(written) as Loose[]), ...(structuredClone(NODES) as Loose[])];
}

export function object(objects: readonly Loose[], kind: string, name: string, namespace?: string): Loose {
  const found = objects.filter(
    (item) =>
      item.kind === kind &&
      item.metadata.name === name &&
      (namespace === undefined || item.metadata.namespace === namespace),
  );
  if (found.length !== 1) throw new Error(`${found.length} objects are ${kind} ${name}`);
  return found[0];
}

/** The pod template of alpha's job. */
export const podOf = (objects: readonly Loose[]): Loose => object(objects, 'Job', 'pretrain').spec.template;

export interface JudgeOptions extends VerdictOptions {
  readonly platform?: Platform | undefined;
  readonly assume?: readonly string[];
  readonly namespaces?: readonly string[];
}

export function judged(objects: readonly Loose[], options: JudgeOptions = {}): Verdict {
  return judgedText({ 'objects.json': listText(objects) }, options);
}

export function judgedText(texts: Readonly<Record<string, string>>, options: JudgeOptions = {}): Verdict {
  return judge(evidenceOf(texts, options), options);
}

/** What one check says of objects and of other files, without the others. */
export function judgedBy(
  id: string,
  objects: readonly Loose[],
  options: JudgeOptions = {},
  files: Readonly<Record<string, string>> = {},
): CheckResult {
  const check = CHECKS.find((one) => one.id === id);
  if (check === undefined) throw new Error(`no check ${id}`);
  return judgeBy(check, evidenceOf({ 'objects.json': listText(objects), ...files }, options), options);
}

const listText = (objects: readonly Loose[]): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });

function evidenceOf(texts: Readonly<Record<string, string>>, options: JudgeOptions): Evidence {
  const inputs = inputsOf(Object.entries(texts).map(([name, text]) => ({ name, text })));
  inputs.faults.refuse();
  const described = 'platform' in options ? options.platform : platform;
  return new Evidence(inputs, {
    assumptions: readAssumptions(options.assume ?? ASSUMED) as Assumptions,
    ...(described === undefined ? {} : { platform: described }),
    ...(options.namespaces === undefined ? {} : { namespaces: options.namespaces }),
  });
}

export function result({ results }: Verdict, id: string): CheckResult {
  const found = results.find(({ check }) => check.id === id);
  if (found === undefined) throw new Error(`no check ${id} was judged`);
  return found;
}

/**
 * Every family but admission: the policies of the example refuse most of what a test changes, so that one fault would turn
 * two checks, that of the object and that of the policies which no longer admit it.
 */
export const BUT_ADMISSION = (Object.keys(FAMILIES) as Family[]).filter((family) => family !== 'admission');

const known = new Map<string, ReadonlyMap<string, string>>();

/** What the example comes to before it is changed. */
function before(families: readonly Family[]): ReadonlyMap<string, string> {
  const key = families.join();
  const statuses =
    known.get(key) ??
    new Map(judged(exampleObjects(), { families }).results.map(({ check, status }) => [check.id as string, status]));
  known.set(key, statuses);
  return statuses;
}

/** Ids of the checks that a change of the example turns from good to something else; of all families but admission. */
export function turned(change: (objects: Loose[]) => void | Loose[], options: JudgeOptions = {}): readonly string[] {
  const objects = exampleObjects();
  const changed = change(objects) ?? objects;
  const { families = BUT_ADMISSION } = options;
  const earlier = before(families);
  return judged(changed, { ...options, families })
    .results.filter(
      ({ check, status }) => status !== earlier.get(check.id) && status !== 'pass' && status !== 'not-applicable',
    )
    .map(({ check }) => check.id);
}
