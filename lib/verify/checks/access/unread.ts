import { operatedResources } from '../../cloud/operated-resources';
import { unreadRoles } from '../../cloud/unread-eksctl';
import { unreadResources } from '../../cloud/unread-resources';
import type { Check } from '../check';
import { notKnown, namedSubject, objectSubject, resourceSubject } from '../../problem';
import { policySubject } from './parts/policy-subject';

export const unread: Check = {
  id: 'access/unread',
  title: 'Nothing in the input gives rights or data in the cloud in a way that is not read here',
  why: 'A pass is worth what was looked at: an issuer of groups, a second role behind the first, a copy of the bucket are ways of their own.',
  stops: ['A1', 'A4'],
  control: 'the list of types, and of keys of eksctl, that matter and are not understood',
  fix: 'say the same with resources that are read, or look at this one yourself',
  *judge({ plans, scope, cloud, objects, inputs, platform, access }) {
    for (const { object, at, what } of unreadRoles(objects, access))
      yield { subject: objectSubject(object), problems: [notKnown(what, { at })] };
    for (const { object, gives, what } of operatedResources(inputs.objects))
      if (gives === 'rights') yield { subject: objectSubject(object), problems: [notKnown(what)] };
    for (const policy of [...access.loose.identity, ...access.loose.trusts])
      yield {
        subject: policySubject(`File/${policy.place.document.file.name}`, policy),
        problems: [notKnown(OF_NOBODY)],
      };
    const found = unreadResources(plans, scope, cloud, platform);
    for (const { resource, what } of found) yield { subject: resourceSubject(resource), problems: [notKnown(what)] };
    if (found.length === 0)
      for (const { file } of plans.flatMap(({ plan }) => plan.documents))
        yield { subject: namedSubject(`Plan/${file.name}`), problems: [] };
  },
};

const OF_NOBODY =
  'is a policy that does not say whose it is, so that it is judged for nobody: give it as get-role-policy or get-role prints it';
