import * as v from 'valibot';
import { shape, textList } from '../fault/shape';

/**
 * Roles that people have in a project. None may open a shell, read Secrets, mint tokens or write what isolates.
 *
 * `scientist`: creates and deletes Jobs, reads their state and logs.
 * `engineer`: also Deployments and Services of the project.
 * `viewer`: reads state and logs.
 */
export const PERSONAS = ['scientist', 'engineer', 'viewer'] as const;
/** A role of people in a project. */
export type Persona = (typeof PERSONAS)[number];

/** Groups of people besides the derived ones, as the cluster's authenticator names them. */
export interface PeopleProps {
  /** People who start jobs and read their logs. @default - none */
  readonly scientists?: readonly string[];
  /** People who run Deployments and Services of the project as well. @default - none */
  readonly engineers?: readonly string[];
  /** People who read state and logs. @default - none */
  readonly viewers?: readonly string[];
}

export const peopleShape = v.optional(
  shape<PeopleProps>({
    scientists: v.optional(textList),
    engineers: v.optional(textList),
    viewers: v.optional(textList),
  }),
);

/**
 * Group that the admission policies let change what isolates. They give no right: RBAC has to, such as a binding by
 * `unsafe.clusterAdmins`. On AWS the roles of `aws.access.administrators` are members, with every right from EKS.
 */
export function adminGroup(platform: string): string {
  return `${platform}:platform-admins`;
}

/** Group of a persona of one project: `ml:alpha:scientists`. */
export function personaGroup(platform: string, project: string, persona: Persona | 'debugger'): string {
  return `${platform}:${project}:${persona}s`;
}

/** Name of the cluster role of a persona: `ml-scientist`. */
export function personaRole(platform: string, persona: Persona): string {
  return `${platform}-${persona}`;
}

/** All groups of a persona in a project, the derived one first. */
export function personaGroups(
  platform: string,
  project: string,
  persona: Persona,
  people: PeopleProps = {},
): readonly string[] {
  return [personaGroup(platform, project, persona), ...(people[`${persona}s`] ?? [])];
}
