import { itemsIn } from '../../input/field';
import type { Check } from '../check';
import { inProjects } from './parts/in-projects';
import type { AdmissionRequest } from '../../admission/admission-request';
import { webhooksHear } from '../../admission/resource-match';
import { READ_SECRETS } from '../../authority/rights';
import type { Evidence } from '../../evidence';
import { notKnown, objectSubject, type Judged, type Problem } from '../../problem';
import type { TrainingNamespace } from '../../scope/training-scope';
import { leadsElsewhere } from '../leads-elsewhere';
import { inProject, manifest, PROBE } from '../probe';

export const secrets: Check = {
  id: 'authority/secrets',
  title: 'Nobody reads the Secrets of a project through the API server',
  why: 'A Secret that can be read needs no volume, and a right to list is a right to read.',
  stops: ['A1', 'A2'],
  control: 'no role of a project with secrets, and no webhook of strangers that hears of them',
  fix: 'take secrets out of the role or the rules of the webhook; mount what a job needs',
  openWorld: true,
  *judge(evidence) {
    yield* inProjects(evidence, READ_SECRETS);
    yield* hearing(evidence);
  },
};

/** Webhooks that are sent Secrets of projects to judge them; those that change objects another check judges. */
function* hearing(evidence: Evidence): Generator<Judged> {
  const { objects, scope } = evidence;
  for (const object of objects.ofKind('admissionregistration.k8s.io', 'ValidatingWebhookConfiguration')) {
    const problems = itemsIn(object.field, 'webhooks').flatMap((webhook): readonly Problem[] => {
      const where = leadsElsewhere(evidence, webhook);
      const heard =
        where === undefined
          ? undefined
          : scope.namespaces.find((one) => webhooksHear([webhook], written(one)) !== 'no');
      if (heard === undefined) return [];
      const message = `is sent Secrets of ${heard.name}, and leads to ${where}: whether what answers there is meant to read them is not known`;
      return [
        notKnown(message, {
          at: webhook,
          fix: 'leave secrets out of its rules, or name it in the description under components',
        }),
      ];
    });
    yield { subject: objectSubject(object), problems };
  }
}

function written(namespace: TrainingNamespace): AdmissionRequest {
  const object = manifest('v1', 'Secret', { name: PROBE, namespace: namespace.name });
  return inProject(namespace, { operation: 'CREATE', object });
}
