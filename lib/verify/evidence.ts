import type { Platform } from '../model';
import { accessFacts } from './access/facts/access-facts';
import { Admission } from './admission/admission';
import type { AccessFacts } from './access/facts/role';
import { NO_ASSUMPTIONS, type Assumptions } from './assumptions';
import { Authority } from './authority/authority';
import type { Inputs } from './input/inputs';
import { ObjectIndex } from './input/object-index';
import { cloudScope, type CloudScope } from './cloud/cloud-scope';
import { plannedNodes, type PlannedNodes } from './cloud/planned-nodes';
import { linksOf, type PlanLinks } from './input/pulumi/plan-links';
import { Placement } from './placement/placement';
import { addressPlan, type AddressPlan } from './scope/address-plan';
import { claimsOf, type ClaimFacts } from './scope/claims';
import { ProjectNetwork } from './scope/project-network';
import { enforcement, type Enforcement } from './scope/enforcement';
import { engineNamespace } from './scope/engine-namespace';
import { installedGroups } from './scope/installed-groups';
import { TrainingNodes } from './scope/training-nodes';
import { trainingScope, type TrainingScope } from './scope/training-scope';
import { workloadsOf, type Workload } from './workload/workload';

export interface EvidenceOptions {
  /** The description that the input is said to come from. @default - none: the input is judged by itself */
  readonly platform?: Platform;
  /** Facts that no file shows. @default - none */
  readonly assumptions?: Assumptions;
  /** Namespaces that count as training whatever their labels say. @default - by labels and GPUs */
  readonly namespaces?: readonly string[];
}

/**
 * Everything that checks may look at: the input, and the evaluators over it. Each is made when the first check asks for
 * it, and once.
 */
export class Evidence {
  readonly platform: Platform | undefined;
  readonly assumptions: Assumptions;
  private readonly made = new Map<string, unknown>();

  constructor(
    readonly inputs: Inputs,
    private readonly options: EvidenceOptions = {},
  ) {
    this.platform = options.platform;
    this.assumptions = options.assumptions ?? NO_ASSUMPTIONS;
  }

  /** Whether the files hold everything of the cluster; a verdict is of these files otherwise. */
  get complete(): boolean {
    return this.assumptions.complete === true;
  }

  /** The objects of the input by kind, namespace and name. */
  get objects(): ObjectIndex {
    return this.once('objects', () => new ObjectIndex(this.inputs.objects));
  }

  get workloads(): readonly Workload[] {
    return this.once('workloads', () => {
      const workloads = workloadsOf(this.inputs);
      // What is broken is not asked of admission, which takes pods as they are.
      this.inputs.faults.refuse();
      return workloads;
    });
  }

  get scope(): TrainingScope {
    return this.once('scope', () =>
      trainingScope(this.inputs.objects, this.workloads, {
        platform: this.platform,
        ...(this.options.namespaces === undefined ? {} : { named: this.options.namespaces }),
      }),
    );
  }

  get enforcement(): Enforcement {
    return this.once('enforcement', () => enforcement(this.inputs, this.plans, this.assumptions));
  }

  /** API groups that the cluster has, as far as the input shows it. */
  get installedGroups(): ReadonlySet<string> {
    return this.once('installed groups', () => installedGroups(this.inputs.objects, this.enforcement.cni));
  }

  get addresses(): AddressPlan {
    return this.once('addresses', () => addressPlan(this.plans, this.platform));
  }

  get network(): ProjectNetwork {
    return this.once('network', () => new ProjectNetwork(this));
  }

  get claims(): ClaimFacts {
    return this.once('claims', () => claimsOf(this.inputs.objects, this.scope));
  }

  get authority(): Authority {
    return this.once('authority', () => new Authority(this.inputs));
  }

  get placement(): Placement {
    return this.once('placement', () => new Placement(this.inputs, this.workloads, { platform: this.platform }));
  }

  get nodes(): TrainingNodes {
    return this.once('nodes', () => new TrainingNodes(this));
  }

  get access(): AccessFacts {
    return this.once('access', () => accessFacts(this.inputs));
  }

  get admission(): Admission {
    return this.once('admission', () => new Admission(this.inputs, this.scope.keys, engineNamespace(this.platform)));
  }

  get cloud(): CloudScope {
    const { platform, plans, access, scope, claims } = this;
    return this.once('cloud', () =>
      cloudScope({ platform, plans, access, scope, claims, objects: this.inputs.objects }),
    );
  }

  get plannedNodes(): readonly PlannedNodes[] {
    return this.once('planned nodes', () => plannedNodes(this.plans, this.placement.pools, this.scope));
  }

  get plans(): readonly PlanLinks[] {
    return this.once('plans', () => this.inputs.plans.map(linksOf));
  }

  private once<T>(name: string, make: () => T): T {
    if (!this.made.has(name)) this.made.set(name, make());
    return this.made.get(name) as T;
  }
}
