import { ApiObject, Chart, type ChartProps } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { written } from './written';

/**
 * A chart that synthesizes in time proportional to itself.
 *
 * cdk8s resolves dependencies and validates the whole app once for every chart of it, so an app with a chart per project
 * takes quadratic time (cdk8s `lib/app.ts`, `_synthChart`). This chart validates and lists its own part only; the app
 * still validates the whole once. With dependencies between constructs the stock path is taken: their order needs it.
 */
export class IsolationChart extends Chart {
  constructor(scope: Construct, id: string, props: ChartProps = {}) {
    super(scope, id, { ...props, disableResourceNameHashes: true });
  }

  /** Every object of the chart as it is written, in the order in which they are applied. */
  override toJson(): object[] {
    const constructs = this.node.findAll();
    if (constructs.some(({ node }) => node.dependencies.length > 0)) {
      return (super.toJson() as object[]).map((object) => written(object));
    }
    refuseInvalid(constructs);
    return constructs
      .filter((construct): construct is ApiObject => this.holds(construct))
      .map((object) => written(object.toJson() as object));
  }

  /** Objects of a chart inside this one belong to that chart. */
  private holds(construct: IConstruct): boolean {
    return ApiObject.isApiObject(construct) && Chart.of(construct) === this;
  }
}

function refuseInvalid(constructs: readonly IConstruct[]): void {
  const faults = constructs.flatMap(({ node }) => node.validate().map((fault) => `[${node.path}] ${fault}`));
  if (faults.length > 0) throw new Error(`validation failed:\n  ${faults.join('\n  ')}`);
}
