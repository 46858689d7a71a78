import type { Field } from '../../input/field';
import { backendOf } from '../../scope/backend/backend-of';
import { plainText } from '../../scope/backend/mount-options';
import { describedClaim, describedProject } from '../../scope/described-project';
import type { Check } from '../check';
import { fails, objectSubject, type Problem } from '../../problem';

const S3_DRIVER = 's3.csi.aws.com';

export const ownPlace: Check = {
  id: 'storage/own-place',
  title: "Volumes of a project show the project's own prefix, with the project's own identity",
  why: "The driver's own identity is one for all projects; another project's prefix is another project's data.",
  stops: ['A1'],
  control: 'mount option prefix and authenticationSource: pod of Mountpoint volumes',
  fix: 'set the mount option "prefix <the project\'s>/" and volumeAttributes.authenticationSource: pod',
  *judge({ claims: { claims }, platform }) {
    for (const { object, volume, volumeName, namespace } of claims) {
      const spec = volume?.field.get('spec');
      const project = describedProject(platform, namespace);
      const use = describedClaim(platform, namespace, object.name);
      if (volume === undefined) {
        if (volumeName === '' && use?.source.kind === 's3')
          yield { subject: objectSubject(object), problems: [fails('names no volume that shows the bucket')] };
        continue;
      }
      const driver = spec?.at('csi', 'driver');
      if (spec === undefined || driver?.value !== S3_DRIVER) {
        if (use?.source.kind !== 's3') continue;
        const text = `is of driver ${String(driver?.value)}, and the description has a bucket`;
        yield { subject: objectSubject(volume), problems: [fails(text, { at: driver ?? spec })] };
        continue;
      }
      const problems: Problem[] = [];
      if (spec.at('csi', 'volumeHandle') === undefined) problems.push(fails('has no handle', { at: spec.get('csi') }));
      const source = spec.at('csi', 'volumeAttributes', 'authenticationSource');
      if (source?.value !== 'pod')
        problems.push(fails('is mounted with the identity of the driver', { at: source ?? spec.get('csi') }));
      problems.push(...optionProblems(spec));
      const place = backendOf(volume);
      if (project !== undefined && place?.path !== project.prefix) {
        problems.push(
          fails(`shows ${place?.text ?? 'another place'} and not ${project.prefix}`, {
            at: spec.get('mountOptions') ?? spec,
          }),
        );
      }
      if (use?.source.kind === 's3' && place?.store !== `s3 ${use.source.bucket}`)
        problems.push(
          fails(`shows ${place?.text ?? 'another bucket'} and not bucket ${use.source.bucket}`, {
            at: spec.at('csi', 'volumeAttributes'),
          }),
        );
      yield { subject: objectSubject(volume), problems };
    }
  },
};

/** Options of Mountpoint by which it asks, or keeps, somewhere else than the bucket (https://github.com/awslabs/mountpoint-s3/blob/main/doc/CONFIGURATION.md). */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'endpoint-url': 'asks another server for its objects',
  'cache-xz': 'keeps what it reads in another bucket, for whoever has that',
  'no-sign-request': 'asks as nobody',
};

function optionProblems(spec: Field): readonly Problem[] {
  const options = spec.get('mountOptions')?.items() ?? [];
  const named = options.map((at) => ({ at, name: /^-{0,2}([a-z-]+)/.exec(plainText(at))?.[1] ?? '' }));
  const prefixes = named.filter(({ name }) => name === 'prefix');
  return [
    ...named.flatMap(({ at, name }) => {
      const what = Object.hasOwn(ELSEWHERE, name) ? ELSEWHERE[name] : undefined;
      return what === undefined ? [] : [fails(what, { at })];
    }),
    ...prefixes.slice(1).map(({ at }) => fails('names a second prefix: which of them it takes does not show', { at })),
  ];
}
