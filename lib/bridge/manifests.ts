import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { passingOnDependencies } from '../component';
import { refuseFaults, shown, type Fault } from '../model/fault/fault';
import { Placeholders } from './placeholders';

/** A Kubernetes object as plain data, from cdk8s or from anywhere. */
export interface ManifestObject {
  /** Group and version. */
  readonly apiVersion: string;
  /** Kind of the API. */
  readonly kind: string;
  /** Every object has a name of its own: none is made up by the API server. */
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** What is applied, and the values that only the cloud knows. */
export interface ManifestsArgs {
  /** Objects to apply: `chart.toJson()` of each chart, or the documents of YAML files. */
  readonly objects: readonly object[];
  /** Values that stand in the objects as placeholders. @default - none */
  readonly placeholders?: Placeholders;
}

/**
 * Manifests, applied by the program that makes the cluster: one resource an object, so a preview shows each with what
 * changes in it, and only the values that the cloud chooses are unknown.
 *
 * Namespaces come first and go last. What may be used in a namespace, such as a `ProjectIdentity`, takes
 * `dependsOn: manifests.namespaces`: it then goes before the namespace does, and nobody finds the role of a project under a
 * name that is free again.
 *
 * @throws InvalidInputError with every object that cannot be applied, and every placeholder in one that nobody filled
 */
export class Manifests extends pulumi.ComponentResource {
  /** The namespaces, which come first and go last. */
  readonly namespaces: kubernetes.yaml.ConfigGroup;
  /** Everything else. */
  readonly objects: kubernetes.yaml.ConfigGroup;

  constructor(name: string, args: ManifestsArgs, opts?: pulumi.ComponentResourceOptions) {
    const placeholders = args.placeholders ?? new Placeholders();
    const all = args.objects as readonly ManifestObject[];
    refuseFaults(`Manifests "${name}"`, [
      ...manifestFaults(all),
      ...all.flatMap((object, index) => unfilledFaults(placeholders, object, index)),
    ]);
    super('training-isolation:index:Manifests', name, {}, passingOnDependencies(opts));
    const isNamespace = ({ kind, apiVersion }: ManifestObject): boolean => kind === 'Namespace' && apiVersion === 'v1';
    const group = (
      part: string,
      objects: readonly ManifestObject[],
      needs: pulumi.Resource[],
    ): kubernetes.yaml.ConfigGroup =>
      new kubernetes.yaml.ConfigGroup(
        `${name}-${part}`,
        { objs: objects.map((object) => placeholders.bind(object)) },
        { parent: this, ...passingOnDependencies({ dependsOn: needs }) },
      );
    this.namespaces = group('namespaces', all.filter(isNamespace), []);
    this.objects = group(
      'objects',
      all.filter((object) => !isNamespace(object)),
      [this.namespaces],
    );
    this.registerOutputs({});
  }
}

/** What stands between objects, each of them a resource of its own. */
function manifestFaults(objects: readonly ManifestObject[]): Fault[] {
  const seen = new Set<string>();
  return objects.flatMap((object, index): Fault[] => {
    const { apiVersion, kind, metadata } = object;
    const path = `objects[${index}]`;
    if (typeof apiVersion !== 'string' || typeof kind !== 'string' || typeof metadata?.name !== 'string') {
      return [
        {
          path,
          given: shown(object),
          allowed: 'an object with apiVersion, kind and metadata.name',
          fix: 'give plain objects: a list of Kubernetes is taken apart before',
        },
      ];
    }
    const identity = `${apiVersion} ${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
    if (!seen.has(identity)) {
      seen.add(identity);
      return [];
    }
    return [{ path, given: identity, allowed: 'every object once', fix: 'remove the second one' }];
  });
}

/** A placeholder without a value would be applied as a text that means nothing. */
function unfilledFaults(placeholders: Placeholders, object: ManifestObject, index: number): Fault[] {
  return placeholders.unfilledIn(object).map((key) => ({
    path: `objects[${index}]`,
    given: `the placeholder ${shown(key)}`,
    allowed: 'placeholders that are filled',
    fix: `call fill(${shown(key)}, ...) before the manifests are applied`,
  }));
}
