import type { Platform } from '../../../model';
import type { PlanLinks } from '../../input/pulumi/plan-links';
import { knownField, knownText } from '../../input/pulumi/plan-value';
import { propertyOf, type PlannedResource } from '../../input/pulumi/planned-resource';
import { folder, type Backend } from './place';

/** Access points of EFS: where they start, as far as the input has them. */
export class AccessPoints {
  private readonly roots = new Map<string, string>();
  private readonly described = new Map<string, string>();

  constructor({ plans, platform }: { readonly plans: readonly PlanLinks[]; readonly platform: Platform | undefined }) {
    for (const point of plans.flatMap((links) => links.of('aws:efs/accessPoint:AccessPoint'))) {
      const id = knownText(propertyOf(point, 'id'));
      const root = rootOf(point);
      if (id !== undefined && root !== undefined) this.roots.set(id, root);
    }
    for (const { namespace, data, checkpoints } of platform?.projects ?? [])
      for (const source of [data?.source, checkpoints?.source])
        if (source?.kind === 'efs') this.described.set(source.accessPointId, namespace);
  }

  /** The place with the root of its access point before it, where that is known. */
  resolve(backend: Backend): Backend {
    const { doubt, path } = backend;
    const root = doubt === undefined ? undefined : this.roots.get(doubt.id);
    if (root === undefined) return backend;
    return { store: backend.store, text: backend.text, path: folder(root, path) };
  }

  /** Whether a description gives the access point to a project: whoever makes it for that project gives it a folder. */
  isDescribed({ doubt }: Backend, namespace: string): boolean {
    return doubt !== undefined && this.described.get(doubt.id) === namespace;
  }
}

/** Without a root directory a point starts from that of the file system. */
function rootOf(point: PlannedResource): string | undefined {
  const given = propertyOf(point, 'rootDirectory');
  if (given === undefined) return '/';
  if (typeof given === 'symbol') return undefined;
  const path = knownField(given, 'path');
  return path === undefined ? '/' : knownText(path);
}
