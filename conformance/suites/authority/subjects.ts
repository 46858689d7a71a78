import { platform, projectNamed } from '../example';
import type { Subject } from './access-review';
import type { Identity } from './rights';

/** A subject with the namespace of its own project and that of another. */
export interface Inhabitant extends Subject {
  readonly home: string;
  readonly abroad: string;
}

/** Everybody belongs to alpha, but for the debuggers, whom only beta has. */
export function subjectOf(identity: Identity): Inhabitant {
  const alpha = projectNamed('alpha');
  const beta = projectNamed('beta');
  const places = { home: alpha.namespace, abroad: beta.namespace };
  switch (identity) {
    case 'viewer':
    case 'scientist':
    case 'engineer':
      return { user: `${identity}@example.com`, groups: alpha.groups[identity], ...places };
    case 'debugger':
      return {
        user: 'debugger@example.com',
        groups: beta.unsafe.debuggers?.groups ?? [],
        home: beta.namespace,
        abroad: alpha.namespace,
      };
    case 'training':
      return { ...account(alpha.namespace, alpha.serviceAccount), ...places };
    case 'default':
      return { ...account(alpha.namespace, 'default'), ...places };
    case 'stranger':
      // Knows how the groups are called, but is in none.
      return { user: `${platform.name}:alpha`, groups: [platform.name, `${platform.name}:alpha`], ...places };
    default: {
      const never: never = identity;
      return never;
    }
  }
}

function account(namespace: string, name: string): Subject {
  return {
    user: `system:serviceaccount:${namespace}:${name}`,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`],
  };
}
