import { containersOf } from '../../workload/containers';
import { isKind } from '../../input/kubernetes-object';
import type { Field } from '../../input/field';
import type { Check } from '../check';
import { fails, objectSubject, type Problem } from '../finding';
import { trainingPods } from '../pod/training-pods';

/** What long-lived credentials look like: their own form, or the name that they are given. */
const FORMS =
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----|\bghp_[A-Za-z0-9]{36}\b|\bhf_[A-Za-z0-9]{30,}\b/;
const NAMES =
  /(?:^|_)(?:SECRET(?:_ACCESS)?_KEY|ACCESS_KEY_ID|PASSWORD|PASSWD|API_KEY|PRIVATE_KEY|AUTH_TOKEN|ACCESS_TOKEN|HF_TOKEN|WANDB_API_KEY)$/i;

export const literalCredentials: Check = {
  id: 'secrets/literal-credentials',
  title: 'No credentials stand in the manifests of projects',
  why: 'A key in a manifest is in the repository, in every dump and in every log of it, and outlives the job.',
  answers: ['A1', 'A2'],
  control: 'roles by Pod Identity, Secrets from an external store',
  fix: 'use the role of the project, or a Secret from an external store',
  *judge(evidence) {
    yield* trainingPods(evidence, ({ spec }) =>
      containersOf(spec).flatMap(({ name, field }) => [
        ...(field.get('env')?.items() ?? []).flatMap((variable): Problem[] => {
          const key = String(variable.get('name')?.value);
          const value = variable.get('value');
          return isCredential(key, value) ? [fails(`container ${name} has a credential in ${key}`, { at: value })] : [];
        }),
        ...['command', 'args'].flatMap((list) =>
          (field.get(list)?.items() ?? []).flatMap((item): Problem[] =>
            FORMS.test(String(item.value))
              ? [fails(`container ${name} has a credential in its ${list}`, { at: item })]
              : [],
          ),
        ),
      ]),
    );
    for (const object of evidence.inputs.objects) {
      if (!isKind(object, '', 'ConfigMap') || !evidence.scope.contains(object.namespace)) continue;
      const problems = (object.field.get('data')?.entries() ?? []).flatMap(([key, value]): Problem[] =>
        isCredential(key, value) ? [fails(`${key} holds a credential`, { at: value })] : [],
      );
      yield { subject: objectSubject(object), problems };
    }
  },
};

function isCredential(key: string, value: Field | undefined): boolean {
  if (typeof value?.value !== 'string' || value.value === '') return false;
  return FORMS.test(value.value) || NAMES.test(key);
}
