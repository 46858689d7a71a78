import { isNothing, knownEntries, knownField, knownList, knownText } from '../input/pulumi/plan-value';
import { UNKNOWN, type PlanValue } from '../input/pulumi/wire-value';
import { and, or, type Match } from '../match';

/** What an event does: of each kind a selector may take in events or leave them out. */
type Kind = 'read' | 'write';
const KINDS: readonly Kind[] = ['read', 'write'];

/**
 * Whether selectors of a trail take in management events of both kinds, one of them or several together.
 *
 * @param advanced the list of advanced selectors
 * @param basic that of the older form; without either a trail records all of them
 */
export function recordsManagement(advanced: PlanValue | undefined, basic: PlanValue | undefined): boolean {
  const [selectors, older] = [knownList(advanced), knownList(basic)];
  if (selectors.length === 0 && isNothing(basic)) return true;
  return KINDS.every((kind) =>
    selectors.length > 0
      ? selectors.some((selector) => isOfKind(selector, kind) && isAllManagement(selector))
      : older.some((selector) => isOlderOfKind(selector, kind) && isOlderManagement(selector)),
  );
}

/** Whether they take in every read and write of a bucket's objects. */
export function recordsObjects(advanced: PlanValue | undefined, basic: PlanValue | undefined, bucket: string): Match {
  return KINDS.map((kind) =>
    [
      ...knownList(advanced).map((selector) => (isOfKind(selector, kind) ? objectsOf(selector, bucket) : 'no')),
      ...knownList(basic).map((selector) => (isOlderOfKind(selector, kind) ? olderObjectsOf(selector, bucket) : 'no')),
    ].reduce<Match>(or, 'no'),
  ).reduce<Match>(and, 'yes');
}

const READ_ONLY: Readonly<Record<Kind, string>> = { read: 'true', write: 'false' };

/** Without a field for it a selector takes in both. */
function isOfKind(selector: PlanValue, kind: Kind): boolean {
  const fields = fieldsNamed(selector, 'readOnly');
  return fields.length === 0 || areOf(fields, READ_ONLY[kind]);
}

const OLDER: Readonly<Record<Kind, string>> = { read: 'ReadOnly', write: 'WriteOnly' };

function isOlderOfKind(selector: PlanValue, kind: Kind): boolean {
  const given = knownField(selector, 'readWriteType') ?? 'All';
  return given === 'All' || given === OLDER[kind];
}

/** Statements that go to a database by its API: of training they tell nothing. */
const WITHOUT_TRAINING: ReadonlySet<unknown> = new Set(['rdsdata.amazonaws.com']);

/** Whether it takes in every management event of its kind: nothing narrows it but which events of databases it leaves out. */
function isAllManagement(selector: PlanValue): boolean {
  if (!areOf(fieldsNamed(selector, 'eventCategory'), 'Management')) return false;
  return fieldsOf(selector).every((field) => {
    const name = knownField(field, 'field');
    if (name === 'eventCategory' || name === 'readOnly') return true;
    const excluded = name === 'eventSource' && asks(field, 'notEquals') ? valuesOf(field, 'notEquals') : [UNKNOWN];
    return excluded.every((source) => WITHOUT_TRAINING.has(source));
  });
}

/** One of the older form takes them in by default. */
function isOlderManagement(selector: PlanValue): boolean {
  return (
    knownField(selector, 'includeManagementEvents') !== false &&
    knownList(knownField(selector, 'excludeManagementEventSources')).every((source) => WITHOUT_TRAINING.has(source)) &&
    knownField(selector, 'excludeManagementEventSources') !== UNKNOWN
  );
}

const OF_OBJECTS: ReadonlySet<unknown> = new Set(['eventCategory', 'resources.type', 'resources.ARN', 'readOnly']);

function objectsOf(selector: PlanValue, bucket: string): Match {
  const isOf = (field: string, value: string): boolean => areOf(fieldsNamed(selector, field), value);
  if (!isOf('eventCategory', 'Data') || !isOf('resources.type', 'AWS::S3::Object')) return 'no';
  if (fieldsOf(selector).some((field) => !OF_OBJECTS.has(knownField(field, 'field')))) return 'no';
  return fieldsNamed(selector, 'resources.ARN')
    .map((field) => (asks(field, 'startsWiths') ? anyOf(valuesOf(field, 'startsWiths'), isStart) : 'no'))
    .reduce<Match>(and, 'yes');

  /** The start of an ARN takes in every object whose ARN begins so, those of all buckets for one. */
  function isStart(text: string): boolean {
    const start = /^arn:[^:]+:s3:::(.*)$/.exec(text)?.[1];
    return start !== undefined && `${bucket}/`.startsWith(start);
  }
}

function olderObjectsOf(selector: PlanValue, bucket: string): Match {
  const objects = knownList(knownField(selector, 'dataResources')).filter(
    (item) => knownField(item, 'type') === 'AWS::S3::Object',
  );
  const values = objects.flatMap((item) => knownList(knownField(item, 'values')));
  return anyOf(values, (text) => /^arn:[^:]+:s3(?::::)?$/.test(text) || text.endsWith(`:s3:::${bucket}/`));
}

function anyOf(values: readonly PlanValue[], isMeant: (text: string) => boolean): Match {
  if (values.some((value) => isMeant(knownText(value) ?? ''))) return 'yes';
  return values.includes(UNKNOWN) ? 'maybe' : 'no';
}

const fieldsOf = (selector: PlanValue): readonly PlanValue[] => knownList(knownField(selector, 'fieldSelectors'));

/** All have to hold: a field may be asked twice. */
const fieldsNamed = (selector: PlanValue, name: string): readonly PlanValue[] =>
  fieldsOf(selector).filter((item) => knownField(item, 'field') === name);

const valuesOf = (field: PlanValue, operator: string): readonly PlanValue[] => knownList(knownField(field, operator));

/** Whether fields are asked to be a value, and nothing else of them. */
function areOf(fields: readonly PlanValue[], value: string): boolean {
  return (
    fields.length > 0 && fields.every((field) => asks(field, 'equals') && valuesOf(field, 'equals').includes(value))
  );
}

/**
 * Whether a field is asked by one operator alone. What a provider reports has the operators that nobody uses as well, as empty
 * lists.
 */
function asks(field: PlanValue, operator: string): boolean {
  const used = knownEntries(field).flatMap(([name, value]) =>
    name === 'field' || value === null || isNothing(value) ? [] : [name],
  );
  return used.length === 1 && used[0] === operator;
}
