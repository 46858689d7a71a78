import type { Construct } from 'constructs';
import * as v from 'valibot';
import type { Platform } from '../../model';
import { refuseFaults, type Fault } from '../../model/fault/fault';
import { PERSONAS } from '../../model/people/persona';
import { inputFaults, shape } from '../../model/fault/shape';
import { admissionPolicies, commentOn } from '../../policies';
import { givenPlatform } from '../../model/platform/given-platform';
import { karpenterObjects } from '../karpenter';
import { IsolationChart } from '../manifest/isolation-chart';
import { addAll } from '../manifest/add-all';
import type { Resource } from '../manifest/manifest';
import { personaClusterRole } from '../rbac/persona-roles';
import { clusterAdminFaults, clusterAdmins, clusterAdminsShape, type ClusterAdmins } from './cluster-admins';
import { componentNamespaceObjects } from './component-namespaces';
import { componentPolicies } from './component-policies';
import { closedNodePorts } from './node-ports';
import { priorityClasses } from './priority-classes';
import { servicePolicies } from './service-policies';
import { encryptedStorageClass } from './storage-class';

/** What the cluster needs once. */
export interface PlatformIsolationProps {
  /** What `definePlatform` returned. */
  readonly platform: Platform;
  /** Weakenings, each with its reason. @default - none */
  readonly unsafe?: PlatformWeakenings;
}

/** Weakenings of the whole cluster that are no part of the description: they concern its objects alone. */
export interface PlatformWeakenings {
  /** Binds the built-in cluster-admin to groups. @default - nobody is bound to it */
  readonly clusterAdmins?: ClusterAdmins;
}

const isolationShape = shape<PlatformIsolationProps>({
  platform: givenPlatform,
  unsafe: v.optional(shape<PlatformWeakenings>({ clusterAdmins: v.optional(clusterAdminsShape) })),
});

function isolationFaults(props: PlatformIsolationProps): Fault[] {
  return inputFaults(isolationShape, props, ({ platform, unsafe }) =>
    platform === undefined ? [] : clusterAdminFaults(props.platform, unsafe?.clusterAdmins),
  );
}

/**
 * What the cluster needs once, whatever projects it has: priority classes, the encrypted storage class, closed node ports,
 * the pools of Karpenter, the roles of the personas, the namespaces and policies of the components that run beside the
 * projects, the policies of the shared services, and the admission policies, in the dialects of the description.
 *
 * @throws InvalidInputError with every fault of the props
 */
export class PlatformIsolation extends IsolationChart {
  constructor(scope: Construct, id: string, props: PlatformIsolationProps) {
    super(scope, id);
    refuseFaults(`PlatformIsolation "${id}"`, isolationFaults(props));
    const { platform, unsafe } = props;
    const storageClass = encryptedStorageClass(platform);
    const nodePorts = closedNodePorts(platform);
    const objects: Resource[] = [
      ...componentNamespaceObjects(platform),
      ...componentPolicies(platform),
      ...servicePolicies(platform),
      ...priorityClasses(platform),
      ...(storageClass === undefined ? [] : [storageClass]),
      ...(nodePorts === undefined ? [] : [nodePorts]),
      ...karpenterObjects(platform),
      ...PERSONAS.map((persona) => personaClusterRole(platform, persona)),
      ...(unsafe?.clusterAdmins === undefined ? [] : [clusterAdmins(platform, unsafe.clusterAdmins)]),
    ];
    addAll(this, objects);
    addAll(this, admissionPolicies(platform), commentOn);
  }
}
