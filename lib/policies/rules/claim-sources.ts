import type { Platform } from '../../model';
import { ownClaimPrefix, volumeOfClaim } from '../../model/project/own-claim';
import type { Kind } from '../judged';
import { isOperator, isPlatform } from '../people';
import { namespaceName, object, project, specUnchanged } from '../predicate/request';
import { allOf, anyOf, Text, type Flag } from '../predicate/values';
import type { ExpressionRule } from '../rule';

const CLAIM: Kind = { group: '', version: 'v1', resource: 'persistentvolumeclaims', kind: 'PersistentVolumeClaim' };

export const claimSources: ExpressionRule = {
  id: 'claim-sources',
  title: 'A claim of a project is filled from nothing that belongs to another',
  why: 'A claim that names a volume binds it, and one that names a source copies it, whoever wrote that data.',
  stops: ['A2'],
  judges: [{ kinds: [CLAIM], operations: ['CREATE', 'UPDATE'] }],
  scope: 'projects',
  unchanged: specUnchanged,
  guard: true,
  beside: 'claimRef on every volume of the library, quota by storage class',
  requires: (platform) => {
    const mayAnything = anyOf(isPlatform(platform), isOperator(platform));
    return [
      {
        message: 'leave out volumeName, or name a volume of the project',
        holds: anyOf(mayAnything, object.text('spec.volumeName').is(''), isOwnVolume(platform)),
      },
      {
        message: 'leave out the namespace of dataSourceRef: only data of the project itself can be copied',
        holds: anyOf(mayAnything, object.text('spec.dataSourceRef.namespace').is(''), isOwnNamespace),
      },
    ];
  },
};

const isOwnNamespace: Flag = object.text('spec.dataSourceRef.namespace').is(namespaceName);

/** Volumes of the library are called like their claims, and claims start with the project's name. */
function isOwnVolume(platform: Platform): Flag {
  const own = project(platform);
  const prefix = Text.of(volumeOfClaim(platform.name, '')).plus(own).plus(ownClaimPrefix(''));
  return allOf(own.isNot(''), object.text('spec.volumeName').startsWith(prefix));
}
