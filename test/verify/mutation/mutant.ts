import { spots, type Mutable, type Tree } from './mutable';
import { OPERATORS, type Operator } from './operators';

/** One change of one thing. */
export interface Mutant {
  readonly of: Mutable;
  /** Empty for the removal of the whole. */
  readonly path: string;
  /** Path of what holds the changed value. */
  readonly within: string;
  readonly operator: Operator['name'];
  /** Makes the change, and takes it back after the call. */
  applied<T>(judge: (without: Mutable | undefined) => T): T;
}

/** `Job ml-alpha/pretrain spec.suspend negate`. */
export function mutantName({ of, path, operator }: Mutant): string {
  return [of.name, ...(path === '' ? [] : [path]), operator].join(' ');
}

/** Every mutant of a thing: its removal, and each change of each value. */
export function* mutantsOf(of: Mutable): Generator<Mutant> {
  yield { of, path: '', within: '', operator: 'remove', applied: (judge) => judge(of) };
  for (const spot of [...spots(of.tree)]) {
    for (const { name, change } of OPERATORS) {
      const make = change(spot);
      if (make === undefined) continue;
      yield {
        of,
        path: spot.path,
        within: spot.within,
        operator: name,
        applied: (judge) => {
          const before = copyOf(spot.holder);
          make();
          try {
            return judge(undefined);
          } finally {
            restore(spot.holder, before);
          }
        },
      };
    }
  }
}

function copyOf(holder: Tree): Tree | unknown[] {
  return Array.isArray(holder) ? [...(holder as unknown[])] : { ...holder };
}

function restore(holder: Tree, before: Tree | unknown[]): void {
  if (Array.isArray(holder)) {
    holder.splice(0, holder.length, ...(before as unknown[]));
    return;
  }
  for (const key of Object.keys(holder)) delete holder[key];
  Object.assign(holder, before);
}
