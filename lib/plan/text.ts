import { STACK_TYPE } from './engine';
import type { Plan, PlannedResource } from './plan';
import { isSecret, UNKNOWN, type Json } from './wire';

/** The plan for people: components and resources as a tree, each with its inputs; policies as what they say. */
export function planText(plan: Plan): string {
  const depth = new Map<string, number>();
  const lines: string[] = [`${plan.project}, stack ${plan.stack}`, ''];
  for (const resource of plan.resources) {
    if (resource.type === STACK_TYPE) continue;
    const level = resource.parent === undefined ? 0 : (depth.get(resource.parent) ?? 0);
    depth.set(resource.urn, level + 1);
    const indent = '  '.repeat(level);
    lines.push(`${indent}${resource.type} ${resource.name}${remarks(resource)}`);
    for (const [key, value] of Object.entries(resource.inputs)) lines.push(...entry(`${indent}    `, key, value));
  }
  if (Object.keys(plan.outputs).length > 0) {
    lines.push('', 'outputs');
    for (const [key, value] of Object.entries(plan.outputs)) lines.push(...entry('    ', key, value));
  }
  lines.push('', summary(plan));
  for (const { urn, what, how } of plan.unseen) lines.push(`not seen: ${urn}`, `    ${what}`, `    ${how}`);
  return `${lines.join('\n')}\n`;
}

function remarks({ protect, retainOnDelete, ignoreChanges, id }: PlannedResource): string {
  const found = [
    ...(protect ? ['protected'] : []),
    ...(retainOnDelete ? ['kept when deleted'] : []),
    ...ignoreChanges.map((path) => `ignores ${path}`),
    ...(id === undefined ? [] : [`exists as ${id}`]),
  ];
  return found.length === 0 ? '' : ` (${found.join(', ')})`;
}

/** `key: value`, or the key and what is below it. */
function entry(indent: string, key: string, value: Json): string[] {
  const [first = '', ...rest] = body(key, value);
  return [`${indent}${key}:${first === '' ? '' : ` ${first}`}`, ...rest.map((line) => `${indent}  ${line}`.trimEnd())];
}

/** A value in lines: what stands beside its key, then what stands below. */
function body(key: string, value: Json): string[] {
  const read = readable(key, value);
  if (typeof read !== 'object' || read === null) {
    const text = String(read);
    return text.includes('\n') ? ['|', ...text.trimEnd().split('\n')] : [text];
  }
  if (Object.keys(read).length === 0) return [Array.isArray(read) ? '[]' : '{}'];
  if (!Array.isArray(read))
    return ['', ...Object.entries(read).flatMap(([name, item]) => entry('', name, item as Json))];
  return [
    '',
    ...(read as readonly Json[]).flatMap((item) => {
      const [first = '', ...below] = body('', item);
      const lines = first === '' ? below : [first, ...below.map((line) => `  ${line}`)];
      return lines.map((line, index) => `${index === 0 ? '- ' : '  '}${line}`);
    }),
  ];
}

/** What stands in a value for a reader: marks by their names, documents as what is in them. */
function readable(key: string, value: Json): Json {
  if (isSecret(value)) return '[secret]';
  if (value === UNKNOWN) return '[unknown]';
  if (typeof value !== 'string') return value;
  if (key === 'userData') return Buffer.from(value, 'base64').toString();
  if (!/^[[{]/.test(value)) return value.replaceAll(UNKNOWN, '[unknown]');
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}

function summary({ resources }: Plan): string {
  const components = resources.filter(({ custom, type }) => !custom && type !== STACK_TYPE).length;
  const made = resources.filter(({ custom, type }) => custom && !type.startsWith('pulumi:providers:')).length;
  return `${made} resources in ${components} components`;
}
