import { suggestion } from '../model/fault/fault';
import { addressBlock, eitherAddresses, NO_ADDRESSES, type Addresses } from './reachability/addresses';
import type { EnforcingCni, NetworkPremises } from './reachability/premises';

/** Facts that no file shows and that a user vouches for by name. */
export interface Assumptions {
  /** What decides what network policies mean. */
  readonly network: NetworkPremises;
  /** Whether pods start with everything denied, until their policies are attached. @default false */
  readonly strict?: boolean;
  /** Whether the files hold everything that the cluster holds of the kinds that are judged. @default false */
  readonly complete?: boolean;
  /** Whether the images of jobs have the signatures that policies ask for. @default false */
  readonly signed?: boolean;
}

export const NO_ASSUMPTIONS: Assumptions = { network: {} };

/** What may be assumed, with an explanation for the help. */
export const ASSUMPTIONS = {
  'cni=vpc-cni|cilium|calico': 'what enforces the policies; decides whether an ipBlock matches pods',
  strict: 'pods start with everything denied until their policies are attached (NETWORK_POLICY_ENFORCING_MODE=strict)',
  complete: 'the cluster holds no policy, binding, service or webhook beside those of the files',
  'pod-cidr=BLOCK': 'where pods have their addresses; may be given several times',
  signed: 'images of jobs have the signatures that policies ask for',
  'node-ports=shut': 'node ports answer only on addresses that pods cannot use (kube-proxy nodePortAddresses)',
} as const;

const CNIS: readonly EnforcingCni[] = ['vpc-cni', 'cilium', 'calico'];

/**
 * Reads assumptions, each a word or `key=value`; several may stand in one text with commas between them.
 *
 * @returns a text with what is wrong if one is not known
 */
export function readAssumptions(texts: readonly string[]): Assumptions | string {
  let cni: EnforcingCni | undefined;
  let podAddresses: Addresses | undefined;
  const given = new Set<'strict' | 'complete' | 'signed' | 'node-ports'>();
  for (const text of texts.flatMap((item) => item.split(','))) {
    const [key, value] = text.split('=', 2) as [string, string?];
    switch (key) {
      case 'cni': {
        const named = CNIS.find((known) => known === value);
        if (named === undefined)
          return `cni=${value ?? ''}: ${suggestion(value ?? '', CNIS, `known are ${CNIS.join(', ')}`)}`;
        if (cni !== undefined && cni !== named) return `cni=${named}: cni=${cni} is assumed already; a cluster has one`;
        cni = named;
        break;
      }
      case 'strict':
      case 'complete':
      case 'signed':
        if (value !== undefined) return `${text}: give ${key} alone`;
        given.add(key);
        break;
      case 'pod-cidr': {
        const block = addressBlock(value ?? '');
        if (block === undefined) return `pod-cidr=${value ?? ''}: give a block of addresses such as 10.0.0.0/16`;
        podAddresses = eitherAddresses(podAddresses ?? NO_ADDRESSES, block);
        break;
      }
      case 'node-ports':
        if (value !== 'shut') return `node-ports=${value ?? ''}: the only value is shut`;
        given.add(key);
        break;
      default:
        return `cannot assume ${text}: known are ${Object.keys(ASSUMPTIONS).join(', ')}`;
    }
  }
  return {
    network: {
      ...(cni === undefined ? {} : { cni }),
      ...(podAddresses === undefined ? {} : { podAddresses }),
      ...(given.has('node-ports') ? { nodePortsShut: true } : {}),
    },
    ...(given.has('strict') ? { strict: true } : {}),
    ...(given.has('complete') ? { complete: true } : {}),
    ...(given.has('signed') ? { signed: true } : {}),
  };
}
