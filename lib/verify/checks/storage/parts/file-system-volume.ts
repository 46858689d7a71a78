import type { EfsSource, FsxLustreSource } from '../../../../model/storage/claim-source';
import { itemsIn, type Field } from '../../../input/field';
import type { KubernetesObject } from '../../../input/kubernetes-object';
import { backendOf } from '../../../scope/backend/backend-of';
import { plainText } from '../../../scope/backend/mount-options';
import { fails, type Problem } from '../../../problem';

/** Where a volume of EFS shows something else than the access point that a description gives to its claim. */
export function* elasticVolumeProblems(volume: KubernetesObject, source: EfsSource): Generator<Problem> {
  const spec = volume.field.get('spec');
  const csi = spec?.get('csi');
  const place = backendOf(volume);
  if (place?.store !== `efs ${source.fileSystemId}` || place.doubt?.id !== source.accessPointId) {
    const meant = `file system ${source.fileSystemId} under ${source.accessPointId}/`;
    yield fails(`shows ${place?.text ?? 'another place'} and not ${meant}`, { at: csi?.get('volumeHandle') ?? csi });
  }
  for (const [key, at] of csi?.get('volumeAttributes')?.entries() ?? []) {
    const name = key.toLowerCase();
    if (name === 'encryptintransit' && /^(?:0|f|false)$/i.test(plainText(at))) yield fails(IN_THE_CLEAR, { at });
    if (name === 'mounttargetip') yield fails(BY_ADDRESS, { at });
  }
  const options = itemsIn(spec, 'mountOptions').flatMap(optionsIn);
  for (const { name, at } of options) {
    const what = ELSEWHERE.get(name);
    if (what !== undefined) yield fails(what, { at });
  }
  if (!options.some(({ name }) => name === 'iam'))
    yield fails('mounts as nobody: its options lack iam, so that no policy can tell who it is', {
      at: spec?.get('mountOptions') ?? spec,
      fix: 'add iam to mountOptions',
    });
}

const IN_THE_CLEAR = 'asks for a mount without TLS';
const BY_ADDRESS = 'mounts from an address, whichever file system answers there';
const AS_ANOTHER = 'mounts as another role than that of the node';

/**
 * What the mount helper is told beside file system and access point. TLS is what the driver asks for by itself
 * (https://github.com/kubernetes-sigs/aws-efs-csi-driver/blob/master/pkg/driver/node.go,
 * https://github.com/aws/efs-utils#readme).
 */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ['notls', IN_THE_CLEAR],
  ['mounttargetip', BY_ADDRESS],
  ['addr', BY_ADDRESS],
  ['awsprofile', AS_ANOTHER],
  ['jwtpath', AS_ANOTHER],
  ['rolearn', AS_ANOTHER],
]);

/** Names in one entry: the driver lowers their case, and mount takes several with commas between them. */
function optionsIn(at: Field): readonly { readonly name: string; readonly at: Field }[] {
  return plainText(at)
    .toLowerCase()
    .split(',')
    .map((option) => ({ name: /^-{0,2}([a-z]+)/.exec(option.trim())?.[1] ?? '', at }));
}

/** What the driver mounts where the volume has no name for it. */
const OLDEST_MOUNT_NAME = 'fsx';

/**
 * Where a volume of Lustre shows another file system than the one that a description gives to its claim. The driver mounts
 * `dnsname` and `mountname`; by the handle the node tells volumes apart
 * (https://github.com/kubernetes-sigs/aws-fsx-csi-driver/blob/master/pkg/driver/node.go).
 */
export function* lustreVolumeProblems({ field }: KubernetesObject, source: FsxLustreSource): Generator<Problem> {
  const csi = field.at('spec', 'csi');
  const attributes = csi?.get('volumeAttributes');
  const [handle, server, root] = [
    csi?.get('volumeHandle'),
    attributes?.get('dnsname'),
    attributes?.get('mountname'),
  ] as const;
  if (plainText(handle) !== source.fileSystemId)
    yield fails(`has the handle of ${plainText(handle) || 'nothing'} and not of ${source.fileSystemId}`, {
      at: handle ?? csi,
    });
  if (lowered(plainText(server)) !== lowered(source.dnsName))
    yield fails(`mounts from ${plainText(server) || 'nowhere'} and not from ${source.dnsName}`, {
      at: server ?? attributes ?? csi,
    });
  const mounted = plainText(root) || OLDEST_MOUNT_NAME;
  if (mounted !== source.mountName)
    yield fails(`mounts ${mounted} of it and not ${source.mountName}`, { at: root ?? attributes ?? csi });
}

/** A name of DNS in one spelling. */
const lowered = (name: string): string => name.toLowerCase().replace(/\.$/, '');
