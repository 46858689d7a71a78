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

interface Asked {
  readonly without?: Mutable | undefined;
  /** Ids of the checks to ask first. */
  readonly first?: readonly string[];
  /** Ids of the checks not to ask. */
  readonly known?: readonly string[];
}

/** Asks of mutants whether the verdict sees them. */
export class Trial {
  /** Ids of the checks that are not good before any change; they can see nothing. */
  readonly badBefore: readonly string[];
  /** Ids of checks by what they saw last, the last first: neighbours are mostly seen by the same. */
  private readonly lastKillers = new Map<string, string[]>();

  private readonly reads = new Map<string, Reads>();
  private readonly options: VerdictOptions;
  readonly things: readonly Mutable[];

  constructor(private readonly of: TrialOf) {
    this.things = [...of.objects, ...of.resources];
    this.options = of.families === undefined ? {} : { families: of.families };
    this.badBefore = [...this.badChecks()];
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
   * Id of the check that is good without the change and is not with it; undefined if the mutant survives all of them. The
   * checks are asked one by one, and no further than the first that sees it.
   */
  killer(mutant: Mutant): string | undefined {
    const first = this.firstOf(kindOf(mutant.of));
    const thing = this.things.indexOf(mutant.of);
    const unconcerned = [...this.reads].flatMap(([id, reads]) => (reads.concern(mutant, thing) ? [] : [id]));
    const found = mutant.applied((without) => {
      for (const id of this.badChecks({ without, first, known: [...this.badBefore, ...unconcerned] })) return id;
      return undefined;
    });
    if (found !== undefined) first.splice(0, first.length, found, ...first.filter((id) => id !== found));
    return found;
  }

  /** Whether everything is as it was before the first change. */
  isRestored(): boolean {
    return [...this.badChecks()].join() === this.badBefore.join();
  }

  private firstOf(kind: string): string[] {
    const known = this.lastKillers.get(kind) ?? [];
    this.lastKillers.set(kind, known);
    return known;
  }

  /** Ids of the checks that are not good, each as it is found. The statuses are those of the verdict. */
  private *badChecks({ without, first = [], known = [] }: Asked = {}): Generator<string> {
    try {
      const evidence = this.evidence(without);
      const { checks } = checksFor(evidence, this.options);
      const rank = new Map(first.map((id, position) => [id, position]));
      const rankOf = (id: string): number => rank.get(id) ?? rank.size;
      for (const check of [...checks].sort((a, b) => rankOf(a.id) - rankOf(b.id))) {
        if (known.includes(check.id)) continue;
        const { status } = judgeBy(check, evidence);
        if (status === 'fail' || status === 'unknown') yield check.id;
      }
      evidence.inputs.faults.refuse();
    } catch (error) {
      if (!isInvalidInput(error)) throw error;
      yield REFUSED;
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
