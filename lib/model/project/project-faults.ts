import { weakeningFaults } from '../risk/accepted-risk';
import type { AwsProps } from '../aws/aws';
import { roleArnFaults } from '../aws/aws-access';
import { CLAIM_ROLES } from '../storage/claim-source';
import { claimSourceFaults } from '../storage/claim-source-faults';
import type { Fault } from '../fault/fault';
import { shown, suggestion } from '../fault/fault';
import { isReservedNamespace } from '../kubernetes/kubernetes-namespaces';
import { nameFaults, namespaceNameFaults, objectNameFaults, PROJECT_NAME } from '../names';
import { prefixFaults } from './prefix';
import type { ExistingObjects, ProjectProps } from './project';
import { serviceAccountFaults } from './service-account';
import type { Draft } from '../fault/shape';

/** What the checks of a project have to know about the rest of the description. */
export interface ProjectReferences {
  readonly platform: string | undefined;
  readonly pools: readonly string[];
  readonly services: readonly string[];
  readonly aws: Draft<AwsProps> | undefined;
  readonly hasControlPlane: boolean;
}

export function projectFaults(props: Draft<ProjectProps>, path: string, known: ProjectReferences): Fault[] {
  const faults = nameFaults(props.name, `${path}.name`, PROJECT_NAME);
  if (props.pools === undefined ? known.pools.length > 1 : props.pools.length === 0) {
    faults.push({
      path: `${path}.pools`,
      given: props.pools === undefined ? 'nothing' : '[]',
      allowed: `some of ${known.pools.join(', ')}`,
      fix: 'say which pools the project may use',
    });
  }
  faults.push(...referenceFaults(props.pools, `${path}.pools`, known.pools, 'pool'));
  faults.push(...referenceFaults(props.uses, `${path}.uses`, known.services, 'service'));
  if (props.prefix !== undefined) faults.push(...prefixFaults(props.prefix, `${path}.prefix`));
  props.claims?.forEach((name, index) =>
    faults.push(...objectNameFaults(name, `${path}.claims[${index}]`, 'the exact name of a claim, no pattern')),
  );
  faults.push(...existingObjectFaults(props.existing, `${path}.existing`));
  for (const role of CLAIM_ROLES) {
    const context = { role, onAws: known.aws !== undefined, platform: known.platform };
    faults.push(...claimSourceFaults(props.storage?.[role], `${path}.storage.${role}`, context));
  }
  faults.push(...sharedRoleFaults(props, path, known.aws));
  faults.push(...peopleRoleFaults(props, path, known.aws));
  for (const [risk, weakening] of Object.entries(props.unsafe ?? {})) {
    faults.push(...weakeningFaults(weakening, `${path}.unsafe.${risk}`));
  }
  if (props.unsafe?.kubernetesApi !== undefined && !known.hasControlPlane) {
    faults.push({
      path: 'controlPlane',
      given: 'nothing',
      allowed: '{ cidrs, port } of the API server',
      fix: `${path}.unsafe.kubernetesApi opens the way to it: say where it is`,
    });
  }
  return faults;
}

/** One role for all projects finds its prefix by the namespace, and has the same rights for each of them. */
function sharedRoleFaults(props: Draft<ProjectProps>, path: string, aws: Draft<AwsProps> | undefined): Fault[] {
  if (typeof aws?.credentials !== 'object' || aws.credentials.kind !== 'shared-role') return [];
  const faults: Fault[] = [];
  const refuse = (field: string, given: unknown, what: string, fix: string): void => {
    const allowed = `${what} beside aws.credentials of kind shared-role`;
    faults.push({ path: `${path}.${field}`, given: shown(given), allowed, fix });
  };
  if (props.prefix !== undefined) {
    refuse('prefix', props.prefix, 'no prefix of its own', 'leave it out, or use pod-identity');
  }
  const checkpoints = props.storage?.checkpoints;
  if (typeof checkpoints === 'object' && 'allowDelete' in checkpoints && checkpoints.allowDelete === true) {
    refuse(
      'storage.checkpoints.allowDelete',
      true,
      'no right of its own',
      'say it for all projects in storage.checkpoints, or use pod-identity',
    );
  }
  return faults;
}

function peopleRoleFaults(props: Draft<ProjectProps>, path: string, aws: Draft<AwsProps> | undefined): Fault[] {
  const roles = props.peopleRoles;
  if (roles === undefined) return [];
  const at = `${path}.peopleRoles`;
  if (aws === undefined) {
    return [
      {
        path: at,
        given: shown(roles),
        allowed: 'nothing outside AWS',
        fix: 'describe `aws`, or give groups in people',
      },
    ];
  }
  const faults = Object.entries(roles).flatMap(([persona, arns]) =>
    (arns ?? []).flatMap((arn, index) => roleArnFaults(arn, `${at}.${persona}[${index}]`, aws)),
  );
  if (roles.debuggers !== undefined && props.unsafe?.debuggers === undefined) {
    faults.push({
      path: `${at}.debuggers`,
      given: shown(roles.debuggers),
      allowed: 'debuggers of a project that accepts them',
      fix: `say ${path}.unsafe.debuggers: { reason }, or leave them out`,
    });
  }
  return faults;
}

function referenceFaults(
  names: readonly (string | undefined)[] | undefined,
  path: string,
  known: readonly string[],
  what: string,
): Fault[] {
  return (names ?? []).flatMap((name, index) =>
    name === undefined || known.includes(name)
      ? []
      : [
          {
            path: `${path}[${index}]`,
            given: shown(name),
            allowed: known.length === 0 ? `a ${what} of the description: there is none` : `one of ${known.join(', ')}`,
            fix: suggestion(name, known, `add a ${what} of this name`),
          },
        ],
  );
}

function existingObjectFaults(existing: Draft<ExistingObjects> | undefined, path: string): Fault[] {
  const faults: Fault[] = [];
  if (existing?.namespace !== undefined) {
    faults.push(...namespaceNameFaults(existing.namespace, `${path}.namespace`));
    if (isReservedNamespace(existing.namespace)) {
      faults.push({
        path: `${path}.namespace`,
        given: shown(existing.namespace),
        allowed: 'a namespace of this project alone',
        fix: 'system namespaces hold the keys of the cluster: give the project its own',
      });
    }
  }
  return [...faults, ...serviceAccountFaults(existing?.serviceAccount, `${path}.serviceAccount`)];
}
