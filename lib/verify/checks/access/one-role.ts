import { ROLE_ANNOTATION } from '../../../model/project/service-account';
import { isGiven } from '../../cloud/project-identity';
import { annotationsOf } from '../../input/kubernetes-object';
import type { Check } from '../check';
import { fails, namedSubject, objectSubject } from '../../problem';

/**
 * Documents and webhook disagree on what wins: the chain of the SDKs has web identities before containers
 * (https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html), and the webhook leaves them out where there is
 * an association (https://github.com/aws/amazon-eks-pod-identity-webhook/blob/master/pkg/handler/handler.go).
 */
export const oneRole: Check = {
  id: 'access/one-role',
  title: 'The account of training pods gets its role in one way',
  why: 'With an annotation beside an association, what pods are depends on the webhook and the SDK; one of the two roles is the one that nobody looked at.',
  stops: ['A1', 'A2'],
  control: 'a Pod Identity association, or the annotation eks.amazonaws.com/role-arn, and never both',
  fix: 'remove the annotation from the service account',
  *judge({ cloud, access, objects }) {
    const given = cloud.identities.filter(isGiven);
    const accounts = new Map(given.map((item) => [`${item.namespace}/${item.serviceAccount}`, item]));
    for (const { namespace, serviceAccount } of accounts.values()) {
      const account = objects.find('', 'ServiceAccount', namespace, serviceAccount);
      const annotated = annotationsOf(account?.field.get('metadata')).get(ROLE_ANNOTATION);
      const associated = access.podIdentities.find(
        (item) => item.namespace === namespace && item.serviceAccount === serviceAccount,
      );
      const isBoth = annotated !== undefined && associated !== undefined;
      const text = `gets role ${annotated} by its annotation, and ${associated?.role ?? 'one'} by an association`;
      yield {
        subject:
          account === undefined ? namedSubject(`ServiceAccount/${serviceAccount}`, namespace) : objectSubject(account),
        problems: isBoth ? [fails(text)] : [],
      };
    }
  },
};
