import type { ClaimSource, StorageClassSource } from '../../../model/storage/claim-source';
import { itemsIn, type Field } from '../../input/field';
import { isUnknownText } from '../../input/pulumi/wire-value';
import type { KubernetesObject } from '../../input/kubernetes-object';
import type { Claim } from '../../scope/claims';
import { backendOf } from '../../scope/backend/backend-of';
import { plainText } from '../../scope/backend/mount-options';
import { describedClaim, describedProject } from '../../scope/described-project';
import type { Check } from '../check';
import { elasticVolumeProblems, lustreVolumeProblems } from './parts/file-system-volume';
import { fails, notKnown, objectSubject, type Problem } from '../../problem';
import { ownValue } from '../../record';

const S3_DRIVER = 's3.csi.aws.com';

export const ownPlace: Check = {
  id: 'storage/own-place',
  title: "Volumes of a project show the project's own place, with the project's own identity",
  why: "The driver's own identity is one for all projects; another project's prefix or file system is another project's data.",
  stops: ['A1'],
  control:
    'prefix and authenticationSource: pod of Mountpoint volumes; file system, access point and class of the description',
  fix: 'set the mount option "prefix <the project\'s>/" and volumeAttributes.authenticationSource: pod, or the file system and class of the description',
  *judge({ claims: { claims }, platform }) {
    for (const claim of claims) {
      const { object, volume, volumeName, namespace } = claim;
      const source = describedClaim(platform, namespace, object.name)?.source;
      if (source?.kind === 'storage-class')
        yield { subject: objectSubject(object), problems: classProblems(claim, source) };
      const meant = source === undefined ? undefined : VOLUMES[source.kind];
      if (volume === undefined) {
        if (volumeName === '' && meant !== undefined)
          yield { subject: objectSubject(object), problems: [fails(`names no volume that shows ${meant.what}`)] };
        continue;
      }
      const driver = volume.field.at('spec', 'csi', 'driver');
      if (meant !== undefined && driver?.value !== meant.driver) {
        const text = `is of ${driver === undefined ? 'no driver' : `driver ${String(driver.value)}`}`;
        const problem = fails(`${text}, and the description has ${meant.what}`, {
          at: driver ?? volume.field.get('spec'),
        });
        yield { subject: objectSubject(volume), problems: [problem] };
      } else if (meant !== undefined && isToCome(volume)) {
        const at = volume.field.at('spec', 'csi', 'volumeHandle');
        yield {
          subject: objectSubject(volume),
          problems: [notKnown('what it shows is still to be made', { at, fix: AFTER })],
        };
      } else if (source?.kind === 'efs')
        yield { subject: objectSubject(volume), problems: [...elasticVolumeProblems(volume, source)] };
      else if (source?.kind === 'fsx-lustre')
        yield { subject: objectSubject(volume), problems: [...lustreVolumeProblems(volume, source)] };
      else if (driver?.value === S3_DRIVER) {
        const prefix = describedProject(platform, namespace)?.prefix;
        const bucket = source?.kind === 's3' ? source.bucket : undefined;
        yield { subject: objectSubject(volume), problems: bucketProblems(volume, prefix, bucket) };
      }
    }
  },
};

/** A program that makes the file system as well knows its id only then. */
const isToCome = ({ field }: KubernetesObject): boolean =>
  isUnknownText(field.at('spec', 'csi', 'volumeHandle')?.value);

const AFTER = 'judge the stack once it is made: pulumi stack export';

/** Sources whose volumes are written by hand: what shows them, and what they are. */
const VOLUMES: { readonly [K in ClaimSource['kind']]?: { readonly driver: string; readonly what: string } } = {
  s3: { driver: S3_DRIVER, what: 'the bucket' },
  efs: { driver: 'efs.csi.aws.com', what: 'a file system of EFS' },
  'fsx-lustre': { driver: 'fsx.csi.aws.com', what: 'a file system of Lustre' },
};

/** Another class is another disk, or another folder of what all its claims share. */
function classProblems({ object, className }: Claim, { storageClass }: StorageClassSource): readonly Problem[] {
  if (className === storageClass) return [];
  const spec = object.field.get('spec');
  const given = className === undefined ? 'the default class' : className === '' ? 'no class' : `class ${className}`;
  return [
    fails(`is of ${given}, and the description has ${storageClass}`, { at: spec?.get('storageClassName') ?? spec }),
  ];
}

/** @param prefix that of the project, @param bucket that of the claim; undefined where no description says */
function bucketProblems(
  volume: KubernetesObject,
  prefix: string | undefined,
  bucket: string | undefined,
): readonly Problem[] {
  const spec = volume.field.get('spec');
  const csi = spec?.get('csi');
  const problems: Problem[] = [];
  if (csi?.get('volumeHandle') === undefined) problems.push(fails('has no handle', { at: csi }));
  const source = csi?.at('volumeAttributes', 'authenticationSource');
  if (source?.value !== 'pod')
    problems.push(fails('is mounted with the identity of the driver', { at: source ?? csi }));
  if (spec !== undefined) problems.push(...optionProblems(spec));
  const place = backendOf(volume);
  if (prefix !== undefined && place?.path !== prefix)
    problems.push(
      fails(`shows ${place?.text ?? 'another place'} and not ${prefix}`, { at: spec?.get('mountOptions') ?? spec }),
    );
  if (bucket !== undefined && place?.store !== `s3 ${bucket}`)
    problems.push(
      fails(`shows ${place?.text ?? 'another bucket'} and not bucket ${bucket}`, { at: csi?.get('volumeAttributes') }),
    );
  return problems;
}

/** Options of Mountpoint by which it asks, or keeps, somewhere else than the bucket (https://github.com/awslabs/mountpoint-s3/blob/main/doc/CONFIGURATION.md). */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'endpoint-url': 'asks another server for its objects',
  'cache-xz': 'keeps what it reads in another bucket, for whoever has that',
  'no-sign-request': 'asks as nobody',
};

function optionProblems(spec: Field): readonly Problem[] {
  const options = itemsIn(spec, 'mountOptions');
  const named = options.map((at) => ({ at, name: /^-{0,2}([a-z-]+)/.exec(plainText(at))?.[1] ?? '' }));
  const prefixes = named.filter(({ name }) => name === 'prefix');
  return [
    ...named.flatMap(({ at, name }) => {
      const what = ownValue(ELSEWHERE, name);
      return what === undefined ? [] : [fails(what, { at })];
    }),
    ...prefixes.slice(1).map(({ at }) => fails('names a second prefix: which of them it takes does not show', { at })),
  ];
}
