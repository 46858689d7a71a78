import { backendOf } from '../../scope/claims';
import type { Check } from '../check';
import { fails, objectSubject, type Problem } from '../finding';

export const ownPlace: Check = {
  id: 'storage/own-place',
  title: "Volumes of a project show the project's own prefix, with the project's own identity",
  why: "The driver's own identity is one for all projects; another project's prefix is another project's data.",
  answers: ['A1'],
  control: 'mount option prefix and authenticationSource: pod of Mountpoint volumes',
  fix: 'set the mount option "prefix <the project\'s>/" and volumeAttributes.authenticationSource: pod',
  *judge({ claims: { claims }, platform }) {
    for (const { object, volume, namespace } of claims) {
      const spec = volume?.field.get('spec');
      if (volume === undefined || spec?.at('csi', 'driver')?.value !== 's3.csi.aws.com') continue;
      const problems: Problem[] = [];
      const source = spec.at('csi', 'volumeAttributes', 'authenticationSource');
      if (source?.value !== 'pod')
        problems.push(fails('is mounted with the identity of the driver', { at: source ?? spec.get('csi') }));
      const project = platform?.projects.find((item) => item.namespace === namespace);
      const place = backendOf(volume);
      if (project !== undefined && place?.path !== project.prefix) {
        problems.push(
          fails(`shows ${place?.text ?? 'another place'} and not ${project.prefix}`, {
            at: spec.get('mountOptions') ?? spec,
          }),
        );
      }
      const use =
        project?.data?.name === object.name
          ? project.data
          : project?.checkpoints?.name === object.name
            ? project.checkpoints
            : undefined;
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
