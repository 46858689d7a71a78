import type { Construct, IConstruct } from 'constructs';
import * as v from 'valibot';
import { findProject } from '../../model';
import type { Platform, Project } from '../../model';
import type { Fault } from '../../model/fault/fault';
import { refuseFaults, shown } from '../../model/fault/fault';
import { unknownProjectFaults } from '../../model/project/find-project';
import { inheritedRisks } from '../../model/risk/risk-owner';
import { PERSONAS } from '../../model/people/persona';
import { inputFaults, shape, stringMap, text, type Draft } from '../../model/fault/shape';
import { givenPlatform } from '../../model/platform/given-platform';
import { IsolationChart } from '../manifest/isolation-chart';
import { addAll } from '../manifest/add-all';
import type { Resource } from '../manifest/manifest';
import { namedShape, nameOf, type Named } from '../named';
import { projectPolicies } from '../network/project-policies';
import { debuggers } from '../rbac/debuggers';
import { personaBinding, personaNamespacedRole } from '../rbac/persona-roles';
import { projectClaims } from '../storage/project-claims';
import { projectLimitRange } from './limit-range';
import { namespaceLabels, projectNamespaceObject } from './namespace';
import { priorityQuota, projectQuota } from './quotas';
import { trainingServiceAccount } from './service-account';

/** One project of a platform. */
export interface TrainingProjectProps {
  /** What `definePlatform` returned. */
  readonly platform: Platform;
  /** Name of a project of the platform. */
  readonly project: string;
  /**
   * Where the personas' roles live: in the cluster, written once by `PlatformIsolation`, or in this namespace, for a
   * project that stands alone in a foreign cluster.
   * @default "cluster"
   */
  readonly roles?: 'cluster' | 'namespace';
  /**
   * The account of training pods, where another construct writes it, such as one of cdk8s-plus. Its name is fixed by the
   * description, since trust policies name it.
   * @default - the project writes it, unless the description says that it exists
   */
  readonly serviceAccount?: Named;
  /**
   * Labels that the namespace carries, where another tool writes it: no Namespace is written then. Those that isolate it
   * must be among them; the fault names what is missing.
   * @default - the project writes its Namespace
   */
  readonly namespaceLabels?: Readonly<Record<string, string>>;
}

/** A project whose namespace another tool writes: its labels are required. */
export type ExistingTrainingProjectProps = TrainingProjectProps &
  Required<Pick<TrainingProjectProps, 'namespaceLabels'>>;

const TRAINING_PROJECT = Symbol.for('training-isolation.TrainingProject');

/**
 * One project: its namespace, identity, quotas, policies, roles and claims. Jobs are added to it:
 * `new TrainingJob(project, 'pretrain', ...)`.
 *
 * @throws InvalidInputError with every fault of the props, such as a project that the platform does not have
 */
export class TrainingProject extends IsolationChart {
  /**
   * A project in a namespace that another tool owns: no Namespace object is written.
   *
   * @throws InvalidInputError if the namespace's labels would let anything through
   */
  static fromExisting(scope: Construct, id: string, props: ExistingTrainingProjectProps): TrainingProject {
    // Whoever has no labels to give has none: a Namespace must not be written by leaving them out.
    const { namespaceLabels = {} } = { ...props };
    return new TrainingProject(scope, id, { ...props, namespaceLabels });
  }

  /** `instanceof` is true for every chart, since cdk8s redefines it for `Chart` and its subclasses. */
  static isTrainingProject(construct: IConstruct): construct is TrainingProject {
    return TRAINING_PROJECT in construct;
  }

  /** The platform that it is of. */
  readonly platform: Platform;
  /** The project as the description has it, every default filled in. */
  readonly project: Project;

  constructor(scope: Construct, id: string, props: TrainingProjectProps) {
    refuseFaults(`TrainingProject "${id}"`, projectPropsFaults(props));
    const project = findProject(props.platform, props.project);
    // Objects that a user adds without a namespace belong to the project, not to `default`.
    super(scope, id, { namespace: project.namespace });
    this.platform = props.platform;
    this.project = project;
    Object.defineProperty(this, TRAINING_PROJECT, { value: true });
    const owned = {
      namespace: props.namespaceLabels === undefined,
      serviceAccount: props.serviceAccount === undefined && project.existing.serviceAccount === undefined,
      roles: props.roles === 'namespace',
    };
    addAll(this, projectObjects(this.platform, this.project, owned));
  }

  /** Name of the account that training pods run as. */
  get serviceAccountName(): string {
    return this.project.serviceAccount;
  }

  /** Name of the read-only claim with the training data, if the project has one. */
  get dataClaimName(): string | undefined {
    return this.project.data?.name;
  }

  /** Name of the claim with the checkpoints, if the project has one. */
  get checkpointClaimName(): string | undefined {
    return this.project.checkpoints?.name;
  }
}

/** What a project writes itself, and what it finds. */
interface Owned {
  readonly namespace: boolean;
  readonly serviceAccount: boolean;
  readonly roles: boolean;
}

/** The namespace first, then what shuts it, then what opens it again, then what is used. */
function projectObjects(platform: Platform, project: Project, owned: Owned): Resource[] {
  const role = owned.roles ? 'Role' : 'ClusterRole';
  return [
    ...(owned.namespace ? [projectNamespaceObject(platform, project)] : []),
    ...projectPolicies(platform, project),
    projectQuota(platform, project, owned.namespace ? {} : { risks: inheritedRisks(platform, project) }),
    priorityQuota(platform, project),
    projectLimitRange(platform, project),
    ...(owned.serviceAccount ? [trainingServiceAccount(platform, project)] : []),
    ...(owned.roles ? PERSONAS.map((persona) => personaNamespacedRole(platform, project, persona)) : []),
    ...PERSONAS.map((persona) => personaBinding(platform, project, persona, role)),
    ...(project.unsafe.debuggers === undefined ? [] : debuggers(platform, project, project.unsafe.debuggers)),
    ...projectClaims(platform, project),
  ];
}

const projectShape = shape<TrainingProjectProps>({
  platform: givenPlatform,
  project: text,
  roles: v.optional(v.picklist(['cluster', 'namespace'])),
  serviceAccount: v.optional(namedShape),
  namespaceLabels: v.optional(stringMap),
});

function projectPropsFaults(props: TrainingProjectProps): Fault[] {
  return inputFaults(projectShape, props, (draft) => {
    if (draft.platform === undefined || draft.project === undefined) return [];
    const { platform } = props;
    const unknown = unknownProjectFaults(platform, draft.project);
    if (unknown.length > 0) return unknown;
    const project = findProject(platform, draft.project);
    return [
      ...namespaceLabelFaults(platform, project, draft.namespaceLabels),
      ...accountFaults(draft.serviceAccount === undefined ? undefined : props.serviceAccount, project),
    ];
  });
}

function accountFaults(serviceAccount: Named | undefined, project: Project): Fault[] {
  if (serviceAccount === undefined || nameOf(serviceAccount) === project.serviceAccount) return [];
  const given = nameOf(serviceAccount);
  return [
    {
      path: 'serviceAccount',
      given: shown(given),
      allowed: shown(project.serviceAccount),
      fix: `name it so, or set projects[].existing.serviceAccount of ${project.name} to ${shown(given)}`,
    },
  ];
}

function namespaceLabelFaults(
  platform: Platform,
  project: Project,
  given: Draft<TrainingProjectProps['namespaceLabels']>,
): Fault[] {
  if (given === undefined) return [];
  return Object.entries(namespaceLabels(platform, project))
    .filter(([key, value]) => given[key] !== value)
    .map(([key, value]) => ({
      path: `namespaceLabels.${key}`,
      given: shown(given[key]),
      allowed: shown(value),
      fix: `kubectl label namespace ${project.namespace} ${key}=${value}`,
    }));
}
