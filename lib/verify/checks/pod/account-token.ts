import type { Evidence } from '../../evidence';
import { itemsIn, type Field } from '../../input/field';
import { isKind, type KubernetesObject } from '../../input/kubernetes-object';
import { serviceAccountOf, DEFAULT_ACCOUNT } from '../../workload/account';
import { EXTERNAL_SECRETS } from '../../scope/store-readers';
import { containersOf } from '../../workload/containers';
import type { Check } from '../check';
import { fails, notKnown, objectSubject, type Problem } from '../../problem';
import { ruledPods, type TrainingPod } from '../training-pods';

/** Audiences that are not the API server's: those of the webhooks of the cloud. */
const CLOUD_AUDIENCES = new Set(['sts.amazonaws.com', 'pods.eks.amazonaws.com']);

/** A Secret of this type is filled with a token of an account that never ends. */
const TOKEN_TYPE = 'kubernetes.io/service-account-token';

/** Where clients of the API look for a token. */
const TOKEN_FOLDER = /^(?:\/var)?\/run\/secrets\/kubernetes\.io\/serviceaccount(?:\/|$)/;

export const accountToken: Check = {
  id: 'pod/account-token',
  title: 'Training pods hold no token of an account, but for the cloud',
  why: 'A token is what a compromised script looks for first; an Indexed Job needs no Kubernetes API.',
  stops: ['A1'],
  control: 'automountServiceAccountToken: false of the pod and of its account; no Secret with a token',
  fix: 'set automountServiceAccountToken: false in the pod',
  *judge(evidence) {
    yield* ruledPods(evidence, 'service-account', (pod) => {
      const { spec, namespace } = pod;
      const problems: Problem[] = [];
      const weakened = { risk: 'service-account-token', on: namespace.name } as const;
      const mount = spec.get('automountServiceAccountToken');
      if (mount?.value !== false)
        problems.push(fails('the token of its account is mounted', { at: mount ?? spec, weakened }));
      for (const volume of itemsIn(spec, 'volumes')) {
        problems.push(...secretProblems(evidence, pod, volume));
        for (const source of itemsIn(volume, 'projected', 'sources')) {
          const token = source.get('serviceAccountToken');
          const audience = token?.get('audience')?.value;
          if (token !== undefined && !(typeof audience === 'string' && CLOUD_AUDIENCES.has(audience))) {
            const whose = audience === undefined ? 'the API server' : `audience ${String(audience)}`;
            problems.push(fails(`a volume projects a token for ${whose}`, { at: token, weakened }));
          }
        }
      }
      return problems;
    });
    const { inputs, scope } = evidence;
    for (const object of inputs.objects) {
      if (!scope.contains(object.namespace)) continue;
      const type = secretType(object);
      if (type?.value === TOKEN_TYPE) {
        const fix = 'delete the Secret: the API server makes tokens that end, for whoever asks for one';
        const problems = [fails('is filled with a token of an account, which never ends', { at: type, fix })];
        yield { subject: objectSubject(object), problems };
      }
      if (!isKind(object, '', 'ServiceAccount') || isUnused(scope, object)) continue;
      const mount = object.field.get('automountServiceAccountToken');
      const fix = 'set automountServiceAccountToken: false of the account too: it holds for pods that forget it';
      const problems =
        mount?.value === false ? [] : [fails('its pods get a token unless they refuse it', { at: mount, fix })];
      yield { subject: objectSubject(object), problems };
    }
  },
};

/** Of a Secret, and of one that an operator makes (https://external-secrets.io/latest/guides/common-k8s-secret-types/). */
function secretType(object: KubernetesObject): Field | undefined {
  if (isKind(object, '', 'Secret')) return object.field.get('type');
  if (!isKind(object, EXTERNAL_SECRETS, 'ExternalSecret')) return undefined;
  return object.field.at('spec', 'target', 'template', 'type');
}

/** The API server makes an account called default in every namespace; where no pod has it, nobody is given its token. */
function isUnused(scope: Evidence['scope'], { name, namespace }: KubernetesObject): boolean {
  if (name !== DEFAULT_ACCOUNT) return false;
  const workloads = scope.find(namespace)?.workloads ?? [];
  return workloads.every(({ spec }) => serviceAccountOf(spec).name !== DEFAULT_ACCOUNT);
}

/** Secrets of a volume that hold a token, or that stand where one is looked for. */
function secretProblems({ objects }: Evidence, { spec, namespace }: TrainingPod, volume: Field): readonly Problem[] {
  const names = [
    volume.at('secret', 'secretName'),
    ...itemsIn(volume, 'projected', 'sources').map((source) => source.at('secret', 'name')),
  ];
  return names.flatMap((at): Problem[] => {
    if (typeof at?.value !== 'string') return [];
    const secret = objects.find('', 'Secret', namespace.name, at.value);
    if (secret?.field.get('type')?.value === TOKEN_TYPE)
      return [fails(`a volume shows Secret ${at.value}, which is filled with a token of an account`, { at })];
    if (!isWhereTokensAre(spec, volume)) return [];
    const text = `Secret ${at.value} is mounted where clients look for a token`;
    return [secret === undefined ? notKnown(`${text}; it is not in the files`, { at }) : fails(text, { at })];
  });
}

function isWhereTokensAre(spec: Field, volume: Field): boolean {
  return containersOf(spec).some(({ field }) =>
    itemsIn(field, 'volumeMounts').some((mount) => {
      const path = mount.get('mountPath')?.value;
      return (
        mount.get('name')?.value === volume.get('name')?.value && typeof path === 'string' && TOKEN_FOLDER.test(path)
      );
    }),
  );
}
