import { CHECKS } from '../checks';
import { THREATS } from '../../model/risk/threats';
import { FAMILIES, type Check } from '../checks/check';
import { EXPECTED_BEHAVIOUR, includesCheck } from '../verdict/expected-behaviour';
import { familyOf } from '../verdict/verdict';

/** What a check means, for who meets it in a report. */
export function checkExplanation({ id, title, why, stops, control, fix, openWorld, positive }: Check): string {
  const rows = EXPECTED_BEHAVIOUR.filter(({ checks }) => checks.some((pattern) => includesCheck(pattern, id)));
  const { title: family, input } = FAMILIES[familyOf(id)];
  const lines = [
    `${id}: ${title}`,
    '',
    `  Why:      ${why}`,
    ...stops.map((name, index) => `  ${index === 0 ? 'Stops:   ' : '         '} ${name}, ${THREATS[name]}`),
    ...(positive === true ? ['  Asks:     whether what must work does work'] : []),
    `  Control:  ${control}`,
    `  Mend:     ${fix}`,
    `  Family:   ${family}, judged if there ${input === 'cloud' ? 'is a plan or an IAM document' : 'are manifests of a project'}`,
    ...rows.map(({ signal }) => `  Part of:  ${signal}`),
    ...(openWorld === true
      ? ['  Note:     an object that is not in the files could undo it, so a pass asks for --assume complete']
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** What stands in a list of checks, for programs. */
export function checkFacts({ id, title, why, stops, control, fix, openWorld, positive }: Check): object {
  const { input } = FAMILIES[familyOf(id)];
  const judges = input === 'cloud' ? 'plans and IAM documents' : 'manifests';
  return {
    id,
    family: familyOf(id),
    title,
    why,
    stops,
    control,
    fix,
    judges,
    asksForAll: openWorld === true,
    asksWhatWorks: positive === true,
  };
}

/** Every check, one a line. */
export function checkList(): string {
  const width = Math.max(...CHECKS.map(({ id }) => id.length));
  return CHECKS.map(({ id, title }) => `${id.padEnd(width)}  ${title}\n`).join('');
}
