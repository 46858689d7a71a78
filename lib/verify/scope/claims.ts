import { grouped } from '../../model/grouped';
import { itemsIn } from '../input/field';
import { apiKind } from '../input/kinds';
import { annotationsOf, isKind, type KubernetesObject } from '../input/kubernetes-object';
import { plainText } from './backend/mount-options';
import type { TrainingScope } from './training-scope';

/** A claim, written by itself or in a StatefulSet, and the volume behind it where it is bound by hand. */
export interface Claim {
  readonly object: KubernetesObject;
  readonly namespace: string;
  readonly volume: KubernetesObject | undefined;
  /** Name of the volume that it asks for; empty for one that a provisioner makes. */
  readonly volumeName: string;
  /** Undefined for the default class of the cluster. */
  readonly className: string | undefined;
  /** StorageClasses of the input that make its volume: the one that it names, or the default. None for one by hand. */
  readonly classes: readonly KubernetesObject[];
}

export interface ClaimFacts {
  /** Those of projects. */
  readonly claims: readonly Claim[];
  /** Those of everybody else. */
  readonly elsewhere: readonly Claim[];
  readonly volumes: readonly KubernetesObject[];
  /** Claims of one namespace. */
  in(namespace: string): readonly Claim[];
  /** Claims that ask for a volume by its name. */
  askingFor(volumeName: string): readonly Claim[];
  /** Claims that a volume without `claimRef` could be bound to, since they ask for any of its class. */
  offeredTo(volume: KubernetesObject): readonly Claim[];
}

/** Claims with their volumes, and every volume of the input. */
export function claimsOf(objects: readonly KubernetesObject[], scope: TrainingScope): ClaimFacts {
  const volumes = objects.filter((object) => isKind(object, '', 'PersistentVolume'));
  const byName = new Map(volumes.map((volume) => [volume.name, volume]));
  const classes = objects.filter((object) => isKind(object, 'storage.k8s.io', 'StorageClass'));
  const classesByName = grouped(classes, ({ name }) => name);
  const defaults = classes.filter(isDefault);
  const classesFor = (volumeName: string, className: string | undefined): readonly KubernetesObject[] => {
    if (volumeName !== '') return [];
    return className === undefined ? defaults : (classesByName.get(className) ?? []);
  };
  const made = (object: KubernetesObject): readonly Claim[] => {
    const { namespace } = object;
    if (namespace === undefined) return [];
    const spec = object.field.get('spec');
    const volumeName = plainText(spec?.get('volumeName'));
    const given = spec?.get('storageClassName');
    const older = annotationsOf(object.field.get('metadata')).get(CLASS_ANNOTATION);
    const className = older ?? (given === undefined ? undefined : plainText(given));
    const volume = byName.get(volumeName);
    return [{ object, namespace, volume, volumeName, className, classes: classesFor(volumeName, className) }];
  };
  const all = objects.flatMap(writtenClaims).flatMap(made);
  const claims = all.filter(({ namespace }) => scope.contains(namespace));
  const elsewhere = all.filter(({ namespace }) => !scope.contains(namespace));
  const byNamespace = grouped(claims, ({ namespace }) => namespace);
  const byVolume = grouped(claims, ({ volumeName }) => volumeName);
  const byClass = grouped(
    claims.filter(({ volumeName }) => volumeName === ''),
    ({ className }) => className ?? '',
  );
  return {
    claims,
    elsewhere,
    volumes,
    in: (namespace) => byNamespace.get(namespace) ?? [],
    askingFor: (volumeName) => byVolume.get(volumeName) ?? [],
    offeredTo: ({ field }) => {
      const spec = field.get('spec');
      const className = plainText(spec?.get('storageClassName'));
      return className === '' || spec?.get('claimRef') !== undefined ? [] : (byClass.get(className) ?? []);
    },
  };
}

/** A claim that stands by itself, or those that a StatefulSet makes for its first pod; its others are alike. */
function writtenClaims(object: KubernetesObject): readonly KubernetesObject[] {
  if (isKind(object, '', 'PersistentVolumeClaim')) return [object];
  if (!isKind(object, 'apps', 'StatefulSet')) return [];
  const templates = itemsIn(object.field, 'spec', 'volumeClaimTemplates');
  return templates.map((field) => ({
    ...apiKind('v1', 'PersistentVolumeClaim'),
    namespace: object.namespace,
    name: `${plainText(field.at('metadata', 'name'))}-${object.name}-0`,
    field,
  }));
}

/** The older way to name a class, which is read first (https://kubernetes.io/docs/concepts/storage/persistent-volumes/#class). */
const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

/** https://kubernetes.io/docs/tasks/administer-cluster/change-default-storage-class/ */
function isDefault({ field }: KubernetesObject): boolean {
  const annotations = annotationsOf(field.get('metadata'));
  return ['storageclass', 'storageclass.beta'].some(
    (prefix) => annotations.get(`${prefix}.kubernetes.io/is-default-class`) === 'true',
  );
}
