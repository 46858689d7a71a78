import * as v from 'valibot';
import { weakeningFaults, type Weakening } from '../risk/accepted-risk';
import { partitionOf } from './arn';
import type { Fault } from '../fault/fault';
import { shown } from '../fault/fault';
import { duplicateFaults, parseRoleArn } from '../names';
import { shape, text, textList, type Draft } from '../fault/shape';

/**
 * A role outside training that reads checkpoints: a registry, an evaluation, production. What training code wrote is
 * not to be trusted, whoever reads it: the reader is the promotion step, and says how it checks what it takes.
 */
export interface CheckpointReader extends Weakening {
  /** ARN of the role. */
  readonly role: string;
}

/** Roles besides the projects' own that the fences of the buckets let through. */
export interface AwsAccessProps {
  /**
   * Roles that administer: break glass into the buckets, manage the keys, hold every right in the cluster.
   * @default - none; a cluster of ours needs at least one
   */
  readonly administrators?: readonly string[];
  /** Roles that fill the data buckets, replication and inventory among them. @default - none */
  readonly dataLoaders?: readonly string[];
  /**
   * Roles that launch nodes besides EKS itself: Karpenter's controller. They may use the key of node volumes, so that pools of
   * Karpenter need one, unless the key is your own (`volumeKeyArn`): then its policy has to let them. @default - none
   */
  readonly nodeLaunchers?: readonly string[];
  /** Roles that read checkpoints, each with the reason why that is safe. @default - none */
  readonly checkpointReaders?: readonly CheckpointReader[];
}

/** {@link AwsAccessProps} with its defaults filled in: empty lists. */
export type AwsAccess = Required<AwsAccessProps>;

export const awsAccessShape = v.optional(
  shape<AwsAccessProps>({
    administrators: v.optional(textList),
    dataLoaders: v.optional(textList),
    nodeLaunchers: v.optional(textList),
    checkpointReaders: v.optional(v.array(shape<CheckpointReader>({ role: text, reason: text }))),
  }),
);

export function resolveAwsAccess(props: AwsAccessProps = {}): AwsAccess {
  return {
    administrators: props.administrators ?? [],
    dataLoaders: props.dataLoaders ?? [],
    nodeLaunchers: props.nodeLaunchers ?? [],
    checkpointReaders: props.checkpointReaders ?? [],
  };
}

/** A fault unless the text is the ARN of one role of this account: it ends up in policies, where `*` would be a pattern. */
export function roleArnFaults(
  role: string | undefined,
  path: string,
  place: { readonly account?: string | undefined; readonly region?: string | undefined },
): Fault[] {
  if (role === undefined) return [];
  const parsed = parseRoleArn(role);
  const here = place.region === undefined ? parsed?.partition : partitionOf(place.region);
  if (parsed !== undefined && parsed.partition === here && (place.account ?? parsed.account) === parsed.account)
    return [];
  return [
    {
      path,
      given: shown(role),
      allowed: `the ARN of a role${place.account === undefined ? '' : ` in account ${place.account}`}, without wildcards`,
      fix: `for example "arn:${here ?? 'aws'}:iam::${place.account ?? '111122223333'}:role/platform-admin"`,
    },
  ];
}

export function awsAccessFaults(
  props: Draft<AwsAccessProps> | undefined,
  path: string,
  place: { readonly account?: string | undefined; readonly region?: string | undefined },
): Fault[] {
  if (props === undefined) return [];
  const lists = (['administrators', 'dataLoaders', 'nodeLaunchers'] as const).flatMap((list) => [
    ...(props[list] ?? []).flatMap((role, index) => roleArnFaults(role, `${path}.${list}[${index}]`, place)),
    ...duplicateFaults(props[list] ?? [], (index) => `${path}.${list}[${index}]`, 'role'),
  ]);
  const readers = (props.checkpointReaders ?? []).flatMap((reader, index) => {
    const at = `${path}.checkpointReaders[${index}]`;
    return [...roleArnFaults(reader?.role, `${at}.role`, place), ...weakeningFaults(reader, at)];
  });
  return [...lists, ...readers];
}
