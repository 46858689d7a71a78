import { A_DAY, isDay } from '../../model/day';
import { InvalidInputError, shown, suggestion, type Fault } from '../../model/fault/fault';
import { loadOwnYaml } from '../input/own-yaml';
import { isRecord } from '../record';

/** A finding that somebody accepts by name, with the reason and until when. */
export interface BaselineEntry {
  /** Id of the check. */
  readonly check: string;
  /** `Job/legacy`, as reports name it. */
  readonly resource: string;
  /** Namespace of the resource; undefined for what stands in none. */
  readonly namespace?: string;
  /**
   * What the one finding says that is accepted, as reports show it.
   *
   * @default - every finding of the check on the resource, whatever is added to it later included
   */
  readonly message?: string;
  /** Why it is accepted; reports show it. */
  readonly reason: string;
  /** Last day on which it counts, `2027-01-31`. @default - it counts for ever */
  readonly until?: string;
}

const KEYS = ['check', 'resource', 'namespace', 'message', 'reason', 'until'] as const;

/**
 * Reads a baseline: a list of entries, as YAML or JSON.
 *
 * @param name of the file, for faults
 * @param checks ids that exist
 * @throws InvalidInputError with everything that is wrong with it
 */
export function readBaseline(name: string, text: string, checks: readonly string[]): readonly BaselineEntry[] {
  const faults: Fault[] = [];
  const refuse: Refuse = (path, given, allowed, fix) => {
    faults.push({ path: [name, path].join(' ').trimEnd(), given: shown(given), allowed, fix });
  };
  const value = loaded(name, text);
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  if (!Array.isArray(value))
    refuse(
      '',
      value,
      'a list of entries',
      'for example [{ check: pod/image-digest, resource: Job/legacy, reason: ... }]',
    );
  const entries = items.flatMap((item, index) => entryOf(item, `[${index}]`, checks, refuse) ?? []);
  if (faults.length > 0) throw new InvalidInputError('the baseline', faults);
  return entries;
}

type Refuse = (path: string, given: unknown, allowed: string, fix: string) => void;

function loaded(name: string, text: string): unknown {
  try {
    return loadOwnYaml(text);
  } catch (error) {
    throw new InvalidInputError('the baseline', [
      {
        path: name,
        given: error instanceof Error ? error.message.split('\n')[0]! : 'no YAML',
        allowed: 'YAML or JSON',
        fix: 'repair it',
      },
    ]);
  }
}

function entryOf(entry: unknown, at: string, checks: readonly string[], refuse: Refuse): BaselineEntry | undefined {
  if (!isRecord(entry)) {
    refuse(at, entry, 'an entry with check, resource and reason', 'write one');
    return undefined;
  }
  for (const key of Object.keys(entry)) {
    if (!(KEYS as readonly string[]).includes(key))
      refuse(`${at}.${key}`, entry[key], KEYS.join(', '), suggestion(key, KEYS, 'leave it out'));
  }
  for (const key of KEYS) {
    const given = entry[key];
    const optional = key === 'namespace' || key === 'message' || key === 'until';
    if (typeof given === 'string' ? given.trim() === '' : !(given === undefined && optional))
      refuse(`${at}.${key}`, given, 'a text', isScalar(given) ? 'put it in quotes' : 'give it');
  }
  const { check, reason, until } = entry;
  if (typeof check === 'string' && !checks.includes(check))
    refuse(`${at}.check`, check, 'the id of a check', suggestion(check, checks, 'see: verify --list'));
  if (typeof reason === 'string' && reason.trim().length < 10)
    refuse(`${at}.reason`, reason, 'a reason of at least ten characters', 'say why this is acceptable');
  if (typeof until === 'string' && !isDay(until)) refuse(`${at}.until`, until, A_DAY, 'give a day of the calendar');
  return entry as unknown as BaselineEntry;
}

function isScalar(given: unknown): boolean {
  return typeof given === 'number' || typeof given === 'boolean';
}

/** What an entry names of a finding. */
type Named = Pick<BaselineEntry, 'resource' | 'namespace'> & { readonly message: string };

/** Whether an entry of the check is about a finding. */
export function isAbout(entry: BaselineEntry, { resource, namespace, message }: Named): boolean {
  return (
    entry.resource === resource &&
    entry.namespace === namespace &&
    (entry.message === undefined || entry.message === message)
  );
}

/** What the baseline says about a finding. */
export interface Entered {
  readonly reason?: string;
  /** Whether an entry counts or not as long as nobody says which day it is. */
  readonly asksForDay?: true;
}

/** The reason by which a finding is accepted on a day; entries that have run out accept nothing, nor those with a last day if no day is given. */
export function acceptedByBaseline(
  baseline: readonly BaselineEntry[],
  check: string,
  finding: Named,
  at: string | undefined,
): Entered {
  const entries = baseline.filter((entry) => entry.check === check && isAbout(entry, finding));
  const valid = entries.find(({ until }) => until === undefined || (at !== undefined && isDay(until) && at <= until));
  if (valid !== undefined) return { reason: valid.reason };
  return entries.length > 0 && at === undefined ? { asksForDay: true } : {};
}
