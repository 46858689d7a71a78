import * as v from 'valibot';
import { counted } from '../model/counted';
import { refuseFaults } from '../model/fault/fault';
import { inputFaults, port, shape, stringMap, text, textList, textOr } from '../model/fault/shape';
import { readAssumptions, type Assumptions } from '../verify/assumptions';
import {
  both,
  connectionsText,
  everyPort,
  isNone,
  ports,
  without,
  ALL_CONNECTIONS,
  PROTOCOLS,
  type Connections,
  type Protocol,
} from '../verify/reachability/connections';
import { ask, type Answer, type AskedEnd } from '../verify/reachability/question';
import { judgingEntries, refuseJudgingOptions, type JudgingOptions } from '../verify/judging-options';
import { objections } from '../verify/reports/objections';
import { resourceText } from '../verify/reports/finding-text';
import { today } from '../verify/verdict/today';
import { verify } from '../verify/verify';
import { inputsOfManifests, type Manifests } from './manifests';

/** How `toBeIsolated` judges. */
export type IsolationOptions = JudgingOptions;

const isolationShape = shape<IsolationOptions>(judgingEntries);

/** A connection that a test is about. */
export interface ConnectionQuestion {
  /** `namespace/name` of a workload, `{ namespace, labels }` for pods that the manifests need not have, or addresses. */
  readonly from: AskedEnd;
  /** Where it goes to, in the same forms. */
  readonly to: AskedEnd;
  /** Port of the destination pods, 1 to 65535. @default - every port */
  readonly port?: number;
  /** Protocol of the transport. @default "TCP" with a port, otherwise every protocol */
  readonly protocol?: Protocol;
  /** Facts that no manifest shows: `cni=vpc-cni`, `pod-cidr=10.0.0.0/16`. @default - none */
  readonly assume?: readonly string[];
}

const askedEnd = textOr(text, shape<Exclude<AskedEnd, string>>({ namespace: text, labels: v.optional(stringMap) }));
const questionShape = shape<ConnectionQuestion>({
  from: askedEnd,
  to: askedEnd,
  port: v.optional(port),
  protocol: v.optional(v.picklist(PROTOCOLS)),
  assume: v.optional(textList),
});

interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** The matchers by the signatures that a test sees. */
export interface IsolationMatchers<R = void> {
  /**
   * Nothing about these manifests fails or is undecided: every project is isolated, and works. By default what manifests
   * cannot show does not count (`premises: 'required'` makes it count).
   */
  toBeIsolated(options?: IsolationOptions): R;
  /** The policies allow the connection for sure: on every port, or on the given one. */
  toAllowConnection(connection: ConnectionQuestion): R;
  /** The policies exclude the connection for sure. What is undecided is neither allowed nor denied. */
  toDenyConnection(connection: ConnectionQuestion): R;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- jest's own types are extended this way
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type
    interface Matchers<R, T> extends IsolationMatchers<R> {}
  }
}

/** For `expect.extend(isolationMatchers)`, in jest and what is compatible with it. */
export const isolationMatchers = {
  toBeIsolated(manifests: Manifests, options: IsolationOptions = {}): MatcherResult {
    refuseJudgingOptions('toBeIsolated', isolationShape, options);
    const { assume = [], allowUnknown, premises = 'ignored', at = today(), ...rest } = options;
    const report = verify(inputsOfManifests(manifests), { ...rest, at, assumptions: assumed(assume) });
    const found = objections(report, { premises, ...(allowUnknown === undefined ? {} : { allowUnknown }) });
    if (report.checks.every(({ status }) => status === 'not-applicable'))
      throw new Error('no check applies to these manifests: an empty set is no proof');
    const lines = found.map(
      ({ id, finding }) => `  ${id}: ${resourceText(finding)}: ${finding.message}\n    fix: ${finding.fix}`,
    );
    return {
      pass: found.length === 0,
      message: () =>
        found.length === 0
          ? 'expected the manifests not to be isolated, and nothing about them fails or is undecided'
          : `expected the manifests to be isolated; ${counted(found.length, 'finding', 'findings')}:\n${lines.join('\n')}`,
    };
  },

  toAllowConnection(manifests: Manifests, connection: ConnectionQuestion): MatcherResult {
    refuseFaults(
      'toAllowConnection',
      inputFaults(questionShape, connection, () => []),
    );
    const { answer, asked } = answered(manifests, connection);
    const pass = isNone(without(asked, answer.atLeast));
    return { pass, message: () => explained(connection, answer, asked, pass, 'allowed') };
  },

  toDenyConnection(manifests: Manifests, connection: ConnectionQuestion): MatcherResult {
    refuseFaults(
      'toDenyConnection',
      inputFaults(questionShape, connection, () => []),
    );
    const { answer, asked } = answered(manifests, connection);
    const pass = isNone(both(asked, answer.atMost));
    return { pass, message: () => explained(connection, answer, asked, pass, 'denied') };
  },
};

function answered(
  manifests: Manifests,
  { from, to, port: asksPort, protocol, assume = [] }: ConnectionQuestion,
): { readonly answer: Answer; readonly asked: Connections } {
  const asked =
    asksPort !== undefined
      ? ports(protocol ?? 'TCP', asksPort)
      : protocol !== undefined
        ? everyPort(protocol)
        : ALL_CONNECTIONS;
  return { answer: ask(inputsOfManifests(manifests), { from, to }, assumed(assume).network), asked };
}

function explained(
  { from, to }: ConnectionQuestion,
  { atLeast, atMost, missing }: Answer,
  asked: Connections,
  pass: boolean,
  wanted: 'allowed' | 'denied',
): string {
  const allowed = both(asked, atLeast);
  const undecided = without(both(asked, atMost), atLeast);
  return [
    `expected ${connectionsText(asked)} from ${endText(from)} to ${endText(to)} ${pass ? 'not ' : ''}to be ${wanted}`,
    `  allowed for sure: ${connectionsText(allowed)}`,
    ...(isNone(undecided) ? [] : [`  undecided:        ${connectionsText(undecided)}`]),
    ...(isNone(undecided) ? [] : missing.map((fact) => `  not known:        ${fact}`)),
  ].join('\n');
}

function endText(end: AskedEnd): string {
  if (typeof end === 'string') return end;
  const labels = Object.entries(end.labels ?? {}).map(([key, value]) => `${key}=${value}`);
  return `pods ${labels.join(',') || 'without labels'} of ${end.namespace}`;
}

/** @throws Error if something unknown is assumed */
function assumed(texts: readonly string[]): Assumptions {
  const assumptions = readAssumptions(texts);
  if (typeof assumptions === 'string') throw new Error(assumptions);
  return assumptions;
}
