import type { Evidence } from '../../../evidence';
import { itemsIn } from '../../../input/field';
import { isKind, type KubernetesObject } from '../../../input/kubernetes-object';
import { fails, notKnown, objectSubject, type Judged, type Problem } from '../../../problem';
import { plainText } from '../../../scope/backend/mount-options';

const GROUP = 'apiserver.config.k8s.io';
/** What RBAC is asked beside, on every cluster. */
const USUAL = ['RBAC', 'Node', 'AlwaysDeny'];

/**
 * Files that an API server is started with, where they are among the manifests: who somebody is, and whom it asks about
 * rights beside RBAC (https://kubernetes.io/docs/reference/config-api/apiserver-config.v1/).
 */
export function* apiServerSettings({ inputs }: Evidence): Generator<Judged> {
  for (const object of inputs.objects) {
    const problems = isKind(object, GROUP, 'AuthenticationConfiguration')
      ? issuers(object)
      : isKind(object, GROUP, 'AuthorizationConfiguration')
        ? authorizers(object)
        : undefined;
    if (problems !== undefined) yield { subject: objectSubject(object), problems: [...problems] };
  }
}

function* issuers({ field }: KubernetesObject): Generator<Problem> {
  for (const at of itemsIn(field, 'jwt'))
    yield notKnown(
      `lets ${plainText(at.at('issuer', 'url')) || 'an issuer'} say who somebody is and of which groups, so that who has which right is not known`,
      { at, fix: 'accept it in the baseline once only that issuer can put people into groups of the platform' },
    );
}

function* authorizers({ field }: KubernetesObject): Generator<Problem> {
  for (const item of itemsIn(field, 'authorizers')) {
    const at = item.get('type');
    const type = plainText(at);
    if (USUAL.includes(type)) continue;
    yield type === 'AlwaysAllow'
      ? fails('gives everybody every right: AlwaysAllow', { at, fix: 'leave Node and RBAC alone' })
      : notKnown(`asks ${type} about rights as well, and what that gives is not known`, { at });
  }
}
