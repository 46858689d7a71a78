import type * as v from 'valibot';
import { awsFaults } from '../aws/aws-faults';
import { capacityFaults } from '../project/capacity';
import { CLAIM_ROLES } from '../storage/claim-source';
import { claimSourceFaults } from '../storage/claim-source-faults';
import { clusterNetworkFaults } from '../network/cluster-network';
import { componentFaults } from '../component/component';
import type { ComponentProps } from '../component/component-props';
import { shown, type Fault } from '../fault/fault';
import { labelOptionFaults } from '../kubernetes/label-keys';
import { duplicateFaults, nameFaults, PLATFORM_NAME } from '../names';
import { DEFAULT_KUBERNETES_VERSION } from '../kubernetes/kubernetes-version';
import type { PlatformProps } from './platform-props';
import { groupOwners, peopleFaults } from '../people/people-faults';
import { policyFaults } from '../policies';
import { policyNameFaults } from '../network/policy-names';
import { poolFaults } from '../nodes/pool-faults';
import { projectFaults } from '../project/project-faults';
import { reachableBlockFaults } from '../network/reachable-blocks';
import { separationFaults, sharedBackEndFaults } from '../project/separation';
import { inputFaults, type Draft } from '../fault/shape';
import { sharedServiceFaults } from '../network/shared-service';
import { bucketUseFaults } from '../storage/training-buckets';
import { numbered } from '../fault/numbered';
import { nodeLauncherFaults } from '../nodes/node-launchers';
import { platformComponents } from '../component/platform-components';

/** Every fault of a description, in its order. */
export function platformFaults(schema: v.GenericSchema, input: PlatformProps): Fault[] {
  const faults = inputFaults(schema, input, meaningFaults);
  const order = Object.keys(input ?? {});
  const place = ({ path }: Fault): number => {
    const index = order.indexOf(/^[^.[]*/.exec(path)?.[0] ?? '');
    return index === -1 ? order.length : index;
  };
  return faults.sort((a, b) => place(a) - place(b) || compareNumbered(a.path, b.path));
}

/** Orders `projects[2]` before `projects[10]`. */
function compareNumbered(a: string, b: string): number {
  const padded = (path: string): string => path.replace(/\d+/g, (digits) => digits.padStart(9, '0'));
  return padded(a) < padded(b) ? -1 : padded(a) > padded(b) ? 1 : 0;
}

function meaningFaults(props: Draft<PlatformProps>): Fault[] {
  const pools = numbered(props.pools, 'pools');
  const services = numbered(props.services, 'services');
  const components = platformComponents(props);
  const projects = numbered(props.projects, 'projects');
  const onAws = props.aws !== undefined;
  const hasControlPlane = props.controlPlane !== undefined || onAws;
  const usersOf = (service: string | undefined): number =>
    projects.filter(([{ uses }]) => service !== undefined && uses?.includes(service)).length;
  const component = {
    startsClosed: (props.cni === undefined && onAws) || props.cni === 'vpc-cni',
    hasControlPlane,
    hasNodeCidrs: onAws && (props.aws?.existing === undefined || (props.aws.existing.nodeCidrs?.length ?? 0) > 0),
    hasResolver: props.aws?.existing === undefined ? onAws : (props.aws.existing.resolverCidrs?.length ?? 0) > 0,
  };
  const references = {
    platform: props.name,
    pools: namesOf(pools),
    services: namesOf(services),
    aws: props.aws,
    hasControlPlane,
  };
  return [
    ...nameFaults(props.name, 'name', PLATFORM_NAME),
    ...awsFaults(props.aws ?? {}, 'aws').filter(() => onAws),
    ...nodeLauncherFaults(props, 'aws.access.nodeLaunchers').filter(() => onAws),
    ...(onAws ? groupPrefixFaults(props.name) : []),
    ...clusterNetworkFaults(props, onAws),
    ...reachableBlockFaults(props),
    ...labelOptionFaults(props.labels ?? {}, 'labels'),
    ...emptyFaults(props),
    ...policyFaults(props.policies ?? {}, 'policies', {
      onAws,
      startsClosed: component.startsClosed,
      components: components.flatMap((given) => (typeof given === 'string' ? given : (given.name ?? []))),
      projects: namesOf(projects),
      platform: props.name,
      groupOwners: groupOwners(props.name, projects),
    }),
    ...pools.flatMap(([pool, path]) =>
      poolFaults(pool, path, props.aws, props.kubernetesVersion ?? DEFAULT_KUBERNETES_VERSION),
    ),
    ...CLAIM_ROLES.flatMap((role) =>
      claimSourceFaults(props.storage?.[role], `storage.${role}`, { role, onAws, platform: props.name }),
    ),
    ...sharedBackEndFaults(props),
    ...services.flatMap(([service, path]) => sharedServiceFaults(service, path, usersOf(service.name), onAws)),
    ...components.flatMap((given) => componentFaults(given, componentPath(given, props), component)),
    ...projects.flatMap(([project, path]) => projectFaults(project, path, references)),
    ...duplicateFaults(
      pools.map(([{ name }]) => name),
      (index) => `${pools[index]?.[1] ?? ''}.name`,
      'pool name',
    ),
    ...duplicateFaults(
      (props.components ?? []).map((given) => (typeof given === 'object' ? given.name : given)),
      (index) => `components[${index}]${typeof props.components?.[index] === 'object' ? '.name' : ''}`,
      'component name',
    ),
    ...policyNameFaults(
      props.name,
      services,
      components.map((given) => [given, componentPath(given, props)]),
      projects,
    ),
    ...duplicateFaults(
      services.map(([{ name }]) => name),
      (index) => `${services[index]?.[1] ?? ''}.name`,
      'service name',
    ),
    ...duplicateFaults(
      projects.map(([{ name }]) => name),
      (index) => `${projects[index]?.[1] ?? ''}.name`,
      'project name',
    ),
    ...peopleFaults(props.name, projects),
    ...separationFaults(props, projects),
    ...bucketUseFaults(props.storage, projects),
    ...capacityFaults(pools, projects),
  ];
}

/**
 * EKS keeps groups that start with one of these words and a colon for itself
 * (https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html), and ours start with the platform's name.
 */
const RESERVED_GROUP_PREFIXES = ['amazon', 'eks', 'iam'];

function groupPrefixFaults(name: string | undefined): Fault[] {
  if (name === undefined || !RESERVED_GROUP_PREFIXES.includes(name)) return [];
  return [
    {
      path: 'name',
      given: shown(name),
      allowed: `none of ${RESERVED_GROUP_PREFIXES.join(', ')} on AWS`,
      fix: 'EKS refuses groups of this prefix: take a name that says whose platform it is',
    },
  ];
}

/** Path of a component in the input, or what it is where the description needs it without naming it. */
function componentPath(component: string | Draft<ComponentProps>, { components }: Draft<PlatformProps>): string {
  const index = components?.findIndex((given) => given === component) ?? -1;
  return index === -1 ? 'components' : `components[${index}]`;
}

const namesOf = (list: readonly (readonly [{ readonly name?: string | undefined }, string])[]): string[] =>
  list.flatMap(([{ name }]) => name ?? []);

function emptyFaults(props: Draft<PlatformProps>): Fault[] {
  return (['pools', 'projects'] as const).flatMap((list) =>
    props[list]?.length === 0
      ? [{ path: list, given: '[]', allowed: 'at least one', fix: `describe a ${list.slice(0, -1)}` }]
      : [],
  );
}
