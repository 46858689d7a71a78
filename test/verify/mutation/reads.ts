import { Field } from '../../../lib/verify/input/field';
import type { Inputs } from '../../../lib/verify/input/inputs';
import { pathTo } from './mutable';
import type { Mutant } from './mutant';

/**
 * What somebody looked at in an input. Whoever did not look at a value answers the same whatever it is, so it need not be
 * asked again about a mutant of it: two of three questions are saved by that.
 */
export class Reads {
  /** For each thing: `spec.suspend` for a value, `spec.suspend=` for a plain one, `spec.*` for the list of what is there. */
  private readonly seen: Set<string>[] = [];

  /** The same input, which writes down what is looked at. Things are counted as they stand there, objects before plans. */
  watched(inputs: Inputs): Inputs {
    const { faults } = inputs;
    return {
      ...inputs,
      objects: inputs.objects.map((object) => {
        const { document, pathInDocument, value } = object.field;
        const seen = new Set<string>();
        this.seen.push(seen);
        return { ...object, field: new Field(watched(value, seen), { document, faults, path: pathInDocument }) };
      }),
      plans: inputs.plans.map((plan) => ({
        ...plan,
        resources: plan.resources.map((resource) => {
          const seen = new Set<string>();
          this.seen.push(seen);
          const { inputs, outputs } = resource;
          return { ...resource, inputs: watched(inputs, seen), outputs: watched(outputs, seen) };
        }),
      })),
    };
  }

  /** Whether a mutant of the thing with this number changes anything that was looked at. */
  concern({ path, within }: Mutant, thing: number): boolean {
    const seen = this.seen[thing];
    if (path === '' || HEADER.test(path) || seen === undefined) return true;
    if (seen.has(path) || seen.has(pathTo(within, '*'))) return true;
    // Inside a text that was read as a whole. Whatever could be the path of one is tried: keys hold dots too.
    for (const { index } of path.matchAll(/[.[]/g)) if (seen.has(`${path.slice(0, index)}=`)) return true;
    return false;
  }
}

/** The same value, which writes down what is looked at. */
function watched<T>(root: T, seen: Set<string>): T {
  const made = new Map<object, object>();
  const watch = (value: unknown, path: string): unknown => {
    if (typeof value !== 'object' || value === null) {
      seen.add(`${path}=`);
      return value;
    }
    const proxy = made.get(value) ?? new Proxy(value, handlerFor(value, path));
    made.set(value, proxy);
    return proxy;
  };
  const handlerFor = (value: object, path: string): ProxyHandler<object> => {
    const isList = Array.isArray(value);
    const look = (key: string | symbol): void => {
      if (isList) seen.add(pathTo(path, '*'));
      else if (typeof key === 'string') seen.add(pathTo(path, key));
    };
    return {
      get: (holder, key) => {
        look(key);
        const item: unknown = Reflect.get(holder, key);
        if (typeof key === 'symbol' || !Object.hasOwn(holder, key) || (isList && key === 'length')) return item;
        return watch(item, isList ? `${path}[${key}]` : pathTo(path, key));
      },
      has: (holder, key) => {
        look(key);
        return Reflect.has(holder, key);
      },
      getOwnPropertyDescriptor: (holder, key) => {
        look(key);
        return Reflect.getOwnPropertyDescriptor(holder, key);
      },
      ownKeys: (holder) => {
        seen.add(pathTo(path, '*'));
        return Reflect.ownKeys(holder);
      },
    };
  };
  return watch(root, '') as T;
}

/** What is read of an object while the input is read, for all. */
const HEADER = /^(?:apiVersion|kind|metadata|metadata\.(?:name|generateName|namespace))$/;
