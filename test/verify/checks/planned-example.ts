import { deploymentText, planProgram } from '../../../lib/plan';
import { keep, kept } from '../../kept';
import type { CheckResult, Verdict } from '../../../lib/verify/verdict/verdict';
import { ASSUMED, BUT_ADMISSION, exampleObjects, judgedText, type JudgeOptions, type Loose } from './example';

let text: string | undefined;

/** Plans the infrastructure of the example before the tests of a file; a first load of the SDK takes seconds. */
export function withPlan(): void {
  beforeAll(planExample, 120_000);
}

async function planExample(): Promise<void> {
  text = kept('plan') ?? keep('plan', await planText());
}

async function planText(): Promise<string> {
  const plan = await planProgram(() => void jest.requireActual('../../../examples/new-cluster/index'), {
    from: __filename,
    project: 'training-cluster',
    stack: 'dev',
    config: { 'training-cluster:deletionProtection': 'true' },
  });
  return deploymentText(plan);
}

/** A plan as a test changes it. */
export class LoosePlan {
  readonly document: Loose;
  /** Resources of a further stack, which lies in a file of its own. */
  readonly elsewhere: Loose[] = [];

  constructor() {
    if (text === undefined) throw new Error('the test has to wait for planExample() first');
    this.document = JSON.parse(text);
    // What a provider would report repeats what the program gave, and is believed first: a test changes both.
    for (const { inputs = {}, outputs = {} } of this.resources)
      for (const key of Object.keys(inputs)) delete outputs[key];
  }

  get resources(): Loose[] {
    return this.document.deployment.resources;
  }

  /** The resource of a kind and a name: `NodeGroup`, `p4d-alpha`. */
  resource(kind: string, name: string): Loose {
    const found = this.resources.filter(({ type, urn }) => type.endsWith(`:${kind}`) && urn.endsWith(`::${name}`));
    if (found.length !== 1) throw new Error(`${found.length} resources are ${kind} ${name}`);
    return found[0];
  }

  inputs(kind: string, name: string): Loose {
    return this.resource(kind, name).inputs;
  }

  /** Changes a policy, which stands in a resource as text. */
  policy(kind: string, name: string, change: (policy: Loose) => void, property = 'policy'): void {
    const inputs = this.inputs(kind, name);
    const policy = JSON.parse(inputs[property]);
    change(policy);
    inputs[property] = JSON.stringify(policy);
  }

  remove(kind: string, name: string): void {
    this.resources.splice(this.resources.indexOf(this.resource(kind, name)), 1);
  }

  /** Adds a copy of a resource under another name. */
  copy(kind: string, name: string, as: string): Loose {
    const added = structuredClone(this.resource(kind, name));
    added.urn = added.urn.replace(/[^:]+$/, as);
    this.resources.push(added);
    return added;
  }
}

const stackText = (resources: readonly Loose[]): string => JSON.stringify({ version: 3, deployment: { resources } });

/** Manifests of the example without nodes: the plan has them. */
const manifests = (): Loose[] => exampleObjects().filter(({ kind }) => kind !== 'Node');

export function judgedPlan(change: (plan: LoosePlan, objects: Loose[]) => void, options: JudgeOptions = {}): Verdict {
  const plan = new LoosePlan();
  const objects = manifests();
  change(plan, objects);
  return judgedText(
    {
      'objects.json': JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }),
      'plan.json': JSON.stringify(plan.document),
      ...(plan.elsewhere.length === 0 ? {} : { 'elsewhere.json': stackText(plan.elsewhere) }),
    },
    { assume: ASSUMED, ...options },
  );
}

let before: ReadonlyMap<string, string> | undefined;

/** Ids of the checks that a change of the plan turns from good to something else, sorted. */
export function turnedByPlan(
  change: (plan: LoosePlan, objects: Loose[]) => void,
  options: JudgeOptions = {},
): readonly string[] {
  return turnedResults(change, options).map(({ check }) => check.id);
}

/** The same with what they turn to: `access/unread unknown`. */
export function turnedTo(change: (plan: LoosePlan, objects: Loose[]) => void): readonly string[] {
  return turnedResults(change, {}).map(({ check, status }) => `${check.id} ${status}`);
}

function turnedResults(
  change: (plan: LoosePlan, objects: Loose[]) => void,
  options: JudgeOptions,
): readonly CheckResult[] {
  before ??= new Map(
    judgedPlan(() => undefined, { families: BUT_ADMISSION }).results.map(({ check, status }) => [check.id, status]),
  );
  return judgedPlan(change, { families: BUT_ADMISSION, ...options })
    .results.filter(
      ({ check, status }) => status !== before?.get(check.id) && status !== 'pass' && status !== 'not-applicable',
    )
    .sort((a, b) => (a.check.id < b.check.id ? -1 : 1));
}
