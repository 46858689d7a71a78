import { isKind } from '../../input/kubernetes-object';
import type { Check } from '../check';
import { fails, isUnknown, namedSubject, objectSubject, type Problem } from '../finding';

export const encryptedClasses: Check = {
  id: 'storage/encrypted-classes',
  title: 'Storage classes that projects use encrypt their volumes',
  why: 'A snapshot of a disk is a copy for whoever may read disks; an unencrypted one needs no key.',
  answers: ['T5'],
  control: 'parameter encrypted of the class',
  fix: 'set parameters.encrypted: "true" of the StorageClass',
  *judge({ inputs, claims: { claims }, platform }) {
    const used = new Map<string, string>();
    for (const { className, object } of claims)
      if (className !== undefined && className !== '') used.set(className, object.name);
    const classes = inputs.objects.filter((object) => isKind(object, 'storage.k8s.io', 'StorageClass'));
    const own = platform?.storageClasses.own;
    for (const storageClass of classes) {
      const { name, field } = storageClass;
      const provisioner = field.get('provisioner')?.value;
      const isOurs = used.has(name) || name === own;
      if (!isOurs || provisioner !== 'ebs.csi.aws.com') continue;
      used.delete(name);
      const parameters = field.get('parameters');
      const at = parameters?.get('encrypted');
      const problems: Problem[] =
        at?.value === 'true' ? [] : [fails('makes volumes that are not encrypted', { at: at ?? parameters })];
      const reclaim = field.get('reclaimPolicy');
      if (reclaim !== undefined && !['Delete', 'Retain'].includes(String(reclaim.value)))
        problems.push(fails('has no reclaim policy that the API knows', { at: reclaim }));
      yield { subject: objectSubject(storageClass), problems };
    }
    for (const [name, claim] of used) {
      if (classes.some((storageClass) => storageClass.name === name)) continue;
      yield {
        subject: namedSubject(`StorageClass/${name}`),
        problems: [isUnknown(`claim ${claim} uses it and it is not in the files`)],
      };
    }
  },
};
