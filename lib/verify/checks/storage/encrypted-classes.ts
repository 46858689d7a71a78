import type { KubernetesObject } from '../../input/kubernetes-object';
import type { Check } from '../check';
import { fails, notKnown, objectSubject, type Problem } from '../../problem';

export const encryptedClasses: Check = {
  id: 'storage/encrypted-classes',
  title: 'Storage classes that projects use encrypt their volumes',
  why: 'A snapshot of a disk is a copy for whoever may read disks; an unencrypted one needs no key.',
  stops: ['T5'],
  control: 'parameter encrypted of the class',
  fix: 'set parameters.encrypted: "true" of the StorageClass',
  *judge({ objects, claims: { claims }, platform }) {
    const used = new Set(claims.flatMap(({ classes }) => classes));
    const own = platform?.storageClasses.own;
    for (const storageClass of objects.ofKind('storage.k8s.io', 'StorageClass')) {
      const isOurs = used.has(storageClass) || storageClass.name === own;
      if (isOurs && storageClass.field.get('provisioner')?.value === 'ebs.csi.aws.com')
        yield { subject: objectSubject(storageClass), problems: [...classProblems(storageClass)] };
    }
    for (const { object, volumeName, className, classes } of claims) {
      if (volumeName !== '' || className === '' || classes.length > 0) continue;
      const what = className === undefined ? 'takes the default class of the cluster' : `uses class ${className}`;
      const at = object.field.at('spec', 'storageClassName');
      yield { subject: objectSubject(object), problems: [notKnown(`${what}, which is not in the files`, { at })] };
    }
  },
};

function* classProblems({ field }: KubernetesObject): Generator<Problem> {
  const parameters = field.get('parameters');
  const at = parameters?.get('encrypted');
  if (at?.value !== 'true') yield fails('makes volumes that are not encrypted', { at: at ?? parameters });
  const reclaim = field.get('reclaimPolicy');
  if (reclaim !== undefined && !['Delete', 'Retain'].includes(String(reclaim.value)))
    yield fails('has no reclaim policy that the API knows', { at: reclaim });
}
