import { isInvalidInput, type Platform } from '../../../lib/model';
import { readAssumptions, type Assumptions } from '../../../lib/verify/assumptions';
import type { Family } from '../../../lib/verify/checks/check';
import { Evidence } from '../../../lib/verify/evidence';
import { inputsOf, type Inputs } from '../../../lib/verify/input/inputs';
import { checksFor, judgeBy, type VerdictOptions } from '../../../lib/verify/verdict/verdict';
import type { Mutable } from './mutable';
import type { Mutant } from './mutant';
import { Reads } from './reads';

/** What is mutated, and how it is judged. */
export interface TrialOf {
  readonly objects: readonly Mutable[];
  readonly resources: readonly Mutable[];
  readonly platform: Platform;
  readonly assume: readonly string[];
  /** Whose checks may see a mutant. @default - all */
  readonly families?: readonly Family[];
}

/** Instead of the id of a check, where the input itself is refused. */
const REFUSED = 'the input is refused';

/** A check that is not good, and what it finds. */
interface BadCheck {
  readonly id: string;
  readonly findings: ReadonlySet<string>;
}

interface Asked {
  readonly without?: Mutable | undefined;
  /** Ids of the checks to ask first. */
  readonly first?: readonly string[];
  /** Ids of the checks not to ask. */
  readonly known?: readonly string[];
}

/** Asks of mutants whether the verdict sees them. */
export class Trial {
  /** What checks find before any change, by their id; of those that find something, only more counts. */
  private readonly before: ReadonlyMap<string, ReadonlySet<string>>;
  /** Ids of checks by what they saw last, the last first: neighbours are mostly seen by the same. */
  private readonly lastKillers = new Map<string, string[]>();

  private readonly reads = new Map<string, Reads>();
  private readonly options: VerdictOptions;
  readonly things: readonly Mutable[];

  constructor(private readonly of: TrialOf) {
    this.things = [...of.objects, ...of.resources];
    this.options = of.families === undefined ? {} : { families: of.families };
    this.before = new Map([...this.badChecks()].map(({ id, findings }) => [id, findings]));
  }

  /** Ids of the checks that are not good before any change. */
  get badBefore(): readonly string[] {
    return [...this.before.keys()];
  }

  /** Notes what each check looks at, so that it need not be asked about anything else. Worth it for hundreds of mutants. */
  watchChecks(): void {
    const checks = checksFor(this.evidence(undefined), this.options).checks;
    for (const check of checks) {
      const reads = new Reads();
      judgeBy(
        check,
        this.evidence(undefined, (inputs) => reads.watched(inputs)),
      );
      this.reads.set(check.id, reads);
    }
  }

  /**
   * Id of a check that finds something with the change that it does not find without; undefined if the mutant survives all
   * of them. The checks are asked one by one, and no further than the first that sees it.
   */
  killer(mutant: Mutant): string | undefined {
    const first = this.firstOf(kindOf(mutant.of));
    const thing = this.things.indexOf(mutant.of);
    const unconcerned = [...this.reads].flatMap(([id, reads]) => (reads.concern(mutant, thing) ? [] : [id]));
    const found = mutant.applied((without) => {
      for (const { id, findings } of this.badChecks({ without, first, known: unconcerned })) {
        const known = this.before.get(id);
        if (known === undefined || [...findings].some((finding) => !known.has(finding))) return id;
      }
      return undefined;
    });
    if (found !== undefined) first.splice(0, first.length, found, ...first.filter((id) => id !== found));
    return found;
  }

  /** Whether everything is as it was before the first change. */
  isRestored(): boolean {
    return [...this.badChecks()].map(({ id }) => id).join() === this.badBefore.join();
  }

  private firstOf(kind: string): string[] {
    const known = this.lastKillers.get(kind) ?? [];
    this.lastKillers.set(kind, known);
    return known;
  }

  /** The checks that are not good, each as it is found. The statuses are those of the verdict. */
  private *badChecks({ without, first = [], known = [] }: Asked = {}): Generator<BadCheck> {
    try {
      const evidence = this.evidence(without);
      const { checks } = checksFor(evidence, this.options);
      const rank = new Map(first.map((id, position) => [id, position]));
      const rankOf = (id: string): number => rank.get(id) ?? rank.size;
      for (const check of [...checks].sort((a, b) => rankOf(a.id) - rankOf(b.id))) {
        if (known.includes(check.id)) continue;
        const { status, findings } = judgeBy(check, evidence);
        if (status !== 'fail' && status !== 'unknown') continue;
        const texts = findings.map(({ status, resource, path, message }) => [status, resource, path, message].join());
        yield { id: check.id, findings: new Set(texts) };
      }
      evidence.inputs.faults.refuse();
    } catch (error) {
      if (!isInvalidInput(error)) throw error;
      yield { id: REFUSED, findings: new Set() };
    }
  }

  private evidence(without: Mutable | undefined, changed = (inputs: Inputs): Inputs => inputs): Evidence {
    const { objects, resources, platform, assume } = this.of;
    const wholes = (list: readonly Mutable[]): object[] =>
      list.flatMap((item) => (item === without ? [] : [item.whole]));
    const files = [
      { name: 'objects.json', text: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: wholes(objects) }) },
      ...(resources.length === 0
        ? []
        : [{ name: 'plan.json', text: JSON.stringify({ version: 3, deployment: { resources: wholes(resources) } }) }]),
    ];
    const inputs = inputsOf(files);
    inputs.faults.refuse();
    return new Evidence(changed(inputs), { platform, assumptions: readAssumptions([...assume]) as Assumptions });
  }
}

/** `Job` of `Job ml-alpha/pretrain`. */
export function kindOf({ name }: Mutable): string {
  return name.slice(0, name.indexOf(' '));
}
