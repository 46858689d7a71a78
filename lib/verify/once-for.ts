/**
 * Works something out once for each object that it is asked about, and told apart by identity: what checks ask project by
 * project. Nothing of the input ever changes. For two objects, one stands in the other.
 */
export function onceFor<K extends object, V>(make: (of: K) => V): (of: K) => V {
  return remembered(new WeakMap<K, V>(), make);
}

/** The same for names. It holds all of them as long as it lives itself, so it belongs into an object or inside {@link onceFor}. */
export function onceForName<K extends string | undefined, V>(make: (of: K) => V): (of: K) => V {
  return remembered(new Map<K, V>(), make);
}

interface Known<K, V> {
  get(of: K): V | undefined;
  has(of: K): boolean;
  set(of: K, value: V): unknown;
}

function remembered<K, V>(known: Known<K, V>, make: (of: K) => V): (of: K) => V {
  return (of) => {
    const found = known.get(of);
    if (found !== undefined || known.has(of)) return found as V;
    const made = make(of);
    known.set(of, made);
    return made;
  };
}
