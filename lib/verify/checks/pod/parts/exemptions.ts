import type { Evidence } from '../../../evidence';
import { itemsIn, type Field } from '../../../input/field';
import { isKind } from '../../../input/kubernetes-object';
import { fails, type Problem } from '../../../problem';
import { plainText } from '../../../scope/backend/mount-options';

/**
 * What the API server leaves out of Pod Security, where the file that it is started with is among the manifests
 * (https://kubernetes.io/docs/tasks/configure-pod-container/enforce-standards-admission-controller/).
 */
export function exemptionsOf({ inputs }: Evidence): readonly Field[] {
  return inputs.objects.flatMap((object) => {
    if (isKind(object, 'pod-security.admission.config.k8s.io', 'PodSecurityConfiguration'))
      return object.field.get('exemptions') ?? [];
    if (!isKind(object, 'apiserver.config.k8s.io', 'AdmissionConfiguration')) return [];
    return itemsIn(object.field, 'plugins')
      .filter((plugin) => plainText(plugin.get('name')) === 'PodSecurity')
      .flatMap((plugin) => plugin.at('configuration', 'exemptions') ?? []);
  });
}

/** Those that hold in a namespace. */
export function* exemptionProblems(exemptions: readonly Field[], namespace: string): Generator<Problem> {
  for (const exempt of exemptions) {
    const [namespaces, users, classes] = ['namespaces', 'usernames', 'runtimeClasses'].map((key) => exempt.get(key));
    const own = namespaces?.items().find((item) => plainText(item) === namespace);
    if (own !== undefined) yield fails('is left out by the configuration of the API server', { at: own });
    for (const at of itemsIn(users))
      yield fails(`${plainText(at)} is left out by the configuration of the API server`, { at });
    for (const at of itemsIn(classes))
      yield fails(`pods of runtime class ${plainText(at)} are left out by the configuration of the API server`, { at });
  }
}
