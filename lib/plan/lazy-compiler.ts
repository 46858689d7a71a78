import { Module } from 'node:module';

/**
 * Lets the SDK load its TypeScript compiler when something asks it for something: it serializes functions with it, which
 * hardly a program does, and loading it is a third of the time that loading the SDK takes.
 *
 * @param load a `require` that finds the SDK
 */
export function loadCompilerLazily(load: NodeJS.Require): void {
  let path: string;
  try {
    path = load.resolve('@pulumi/pulumi/typescript-shim');
  } catch {
    // A version of the SDK without it.
    return;
  }
  if (load.cache[path] !== undefined) return;
  const stand = new Module(path);
  let compiler: object | undefined;
  const loaded = (): object => {
    if (compiler === undefined) {
      delete load.cache[path];
      compiler = load(path) as object;
    }
    return compiler;
  };
  stand.exports = new Proxy(
    {},
    {
      get: (_, key) => Reflect.get(loaded(), key) as unknown,
      has: (_, key) => Reflect.has(loaded(), key),
      ownKeys: () => Reflect.ownKeys(loaded()),
      getOwnPropertyDescriptor: (_, key) => {
        const found = Reflect.getOwnPropertyDescriptor(loaded(), key);
        return found && { ...found, configurable: true };
      },
    },
  );
  stand.loaded = true;
  load.cache[path] = stand;
}
