import { meansPartsOnly } from '../../admission/kyverno/kind-selector';
import { itemsIn, type Field } from '../../input/field';
import type { Check } from '../check';
import { fails, objectSubject, type Problem } from '../../problem';

export const conditions: Check = {
  id: 'admission/conditions',
  title: "Conditions of Kyverno's rules compare with values, and judge no deletions by accident",
  why: 'In JMESPath a bare true names a field, which nobody has: such a rule refuses nothing. One that hears of deletions too keeps what it forbids from being deleted.',
  stops: ['A1', 'T14'],
  control: 'literals in backticks, and operations of every rule with deny',
  fix: 'write `true` in backticks, and operations: [CREATE, UPDATE]; or conditions in CEL',
  *judge({ inputs }) {
    for (const object of inputs.objects) {
      if (object.group !== 'kyverno.io' || !/^(?:Cluster)?Policy$/.test(object.kind)) continue;
      const rules = itemsIn(object.field, 'spec', 'rules').filter((rule) => rule.at('validate', 'deny') !== undefined);
      if (rules.length > 0) yield { subject: objectSubject(object), problems: rules.flatMap(ruleProblems) };
    }
  },
};

function ruleProblems(rule: Field): readonly Problem[] {
  const name = String(rule.get('name')?.value);
  const expressions = [...textsIn(rule)].filter(({ value }) => (value as string).includes('{{'));
  const bare = expressions.flatMap((at): readonly Problem[] => {
    const word = bareLiteral(at.value as string);
    if (word === undefined) return [];
    return [fails(`rule ${name} asks for a field called ${word}, which nothing has, and not for the value`, { at })];
  });
  const asks = expressions.some(({ value }) => (value as string).includes('request.operation'));
  const hearsDeletions = !asks && filtersOf(rule.get('match')).some((filter) => !saysOperations(filter));
  return hearsDeletions
    ? [...bare, fails(`rule ${name} names no operations: it judges deletions too`, { at: rule })]
    : bare;
}

/** A word that JMESPath reads as the name of a field: literals stand in backticks, texts in quotes. */
function bareLiteral(text: string): string | undefined {
  for (const [, expression = ''] of text.matchAll(/\{\{(.*?)\}\}/gs)) {
    const words = expression.replaceAll(/`[^`]*`|'[^']*'|"[^"]*"/g, '``');
    const found = /(?<![\w.$@`-])(true|false|null)(?![\w(`-]|\s*:)/.exec(words)?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}

function filtersOf(match: Field | undefined): readonly (Field | undefined)[] {
  const filters = match?.get('any')?.items() ?? match?.get('all')?.items() ?? [match];
  return filters.length === 0 ? [match] : filters;
}

/** Whether a way to match says which operations it means, or means parts of objects alone: nobody deletes an exec. */
function saysOperations(filter: Field | undefined): boolean {
  const resources = filter?.get('resources');
  if (resources?.get('operations') !== undefined) return true;
  const kinds = itemsIn(resources, 'kinds');
  return kinds.length > 0 && kinds.every(({ value }) => typeof value === 'string' && meansPartsOnly(value));
}

function* textsIn(field: Field): Generator<Field> {
  if (typeof field.value === 'string') yield field;
  else if (Array.isArray(field.value)) for (const item of field.items()) yield* textsIn(item);
  else if (typeof field.value === 'object') for (const [, value] of field.entries()) yield* textsIn(value);
}
