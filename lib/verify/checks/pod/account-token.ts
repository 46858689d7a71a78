import { isKind } from '../../input/kubernetes-object';
import type { Check } from '../check';
import { fails, objectSubject, type Problem } from '../finding';
import { ruledPods } from './training-pods';

/** Audiences that are not the API server's: those of the webhooks of the cloud. */
const CLOUD_AUDIENCES = new Set(['sts.amazonaws.com', 'pods.eks.amazonaws.com']);

export const accountToken: Check = {
  id: 'pod/account-token',
  title: 'Training pods hold no token for the API server',
  why: 'A token is what a compromised script looks for first; an Indexed Job needs no Kubernetes API.',
  answers: ['A1'],
  control: 'automountServiceAccountToken: false of the pod and of its account',
  fix: 'set automountServiceAccountToken: false in the pod',
  *judge(evidence) {
    yield* ruledPods(evidence, 'service-account', ({ spec, namespace }) => {
      const problems: Problem[] = [];
      const weakened = { risk: 'service-account-token', on: namespace.name } as const;
      const mount = spec.get('automountServiceAccountToken');
      if (mount?.value !== false)
        problems.push(fails('the token of its account is mounted', { at: mount ?? spec, weakened }));
      for (const volume of spec.get('volumes')?.items() ?? []) {
        for (const source of volume.at('projected', 'sources')?.items() ?? []) {
          const token = source.get('serviceAccountToken');
          const audience = token?.get('audience')?.value;
          if (token !== undefined && !(typeof audience === 'string' && CLOUD_AUDIENCES.has(audience)))
            problems.push(fails('a volume projects a token for the API server', { at: token, weakened }));
        }
      }
      return problems;
    });
    const { inputs, scope } = evidence;
    for (const object of inputs.objects) {
      if (!isKind(object, '', 'ServiceAccount') || !scope.contains(object.namespace)) continue;
      const mount = object.field.get('automountServiceAccountToken');
      const fix = 'set automountServiceAccountToken: false of the account too: it holds for pods that forget it';
      const problems =
        mount?.value === false ? [] : [fails('its pods get a token unless they refuse it', { at: mount, fix })];
      yield { subject: objectSubject(object), problems };
    }
  },
};
