import { NAMESPACE_NAME_LABEL } from '../../../model';
import { KYVERNO } from '../../../model/policies';
import type { AdmissionRequest } from '../../admission/admission-request';
import { isOfEngine } from '../../admission/engine-webhooks';
import { meansKind } from '../../admission/kyverno/kind-selector';
import { isLike } from '../../admission/kyverno/wildcards';
import { webhooksHear } from '../../admission/resource-match';
import type { Evidence } from '../../evidence';
import { itemsIn } from '../../input/field';
import { engineNamespace } from '../../scope/engine-namespace';
import { isKind, type KubernetesObject } from '../../input/kubernetes-object';
import type { Check } from '../check';
import { fails, namedSubject, objectSubject, type Judged, type Problem } from '../../problem';
import { deploymentProblems, engineDeployments, settingsTest } from './parts/engine-deployment';
import { settingsProblems, webhookProblems } from './parts/engine-settings';
import { hasResourceWebhooks, resourceWebhooks } from './parts/resource-webhooks';
import { guardedKinds, guardedRequest, partText, writesOf } from './parts/guarded';
import type { TrainingNamespace } from '../../scope/training-scope';
import { inProject, manifest, probeProblems, PROBE, type Probe } from '../probe';

export const engine: Check = {
  id: 'admission/engine',
  title: 'Kyverno cannot be switched off beside its policies',
  why: 'A line in its ConfigMap filters every pod away from it, while all policies still say Enforce.',
  stops: ['A2', 'T14'],
  control:
    "the API server's own policy on Kyverno's namespace; its ConfigMap, Deployment and webhooks, where the files have them",
  fix: "keep writers out of Kyverno's namespace by a ValidatingAdmissionPolicy (rule policy-engine), and the projects' namespaces and pods out of its filters",
  openWorld: true,
  *judge(evidence) {
    if (!evidence.admission.policies.some(({ native, enforces }) => !native && enforces)) return;
    yield {
      subject: namedSubject('kyverno'),
      problems: [...deafness(evidence), ...probeProblems(evidence, probes(evidence))],
    };
    const isSettings = settingsTest(evidence);
    for (const object of evidence.inputs.objects) yield* configuration(evidence, object, isSettings);
    for (const deployment of engineDeployments(evidence))
      yield { subject: objectSubject(deployment), problems: deploymentProblems(evidence, deployment) };
  },
};

/**
 * Kyverno makes its webhooks itself when it starts: manifests have none, but a dump of a cluster where it runs. Whether a dump
 * leaves webhooks out is for the premise that the files are complete.
 */
function* deafness({ admission, complete, objects, platform, scope }: Evidence): Generator<Problem> {
  const policies = admission.policies.filter(({ native, enforces }) => !native && enforces);
  const isDump = policies.some(({ object }) => object.field.at('metadata', 'uid') !== undefined);
  if (!complete || !isDump) return;
  const webhooks = resourceWebhooks(objects)
    // Without a description it may run anywhere.
    .filter(({ object, webhook }) => platform === undefined || isOfEngine(object, webhook, engineNamespace(platform)))
    .map(({ webhook }) => webhook);
  const fix = 'start Kyverno, which makes its webhooks, and take the dump with validatingwebhookconfigurations';
  if (webhooks.length === 0) {
    yield fails('the cluster that has its policies has no webhook of it: it is asked about nothing', { fix });
    return;
  }
  for (const namespace of scope.namespaces) {
    const pod = newPod(namespace);
    const isMeant = policies.some((policy) => policy.hears(pod) !== 'no');
    if (isMeant && webhooksHear(webhooks, pod) === 'no')
      yield fails(`no webhook of it hears of pods of ${namespace.name}, and policies of it do`, { fix });
  }
}

function newPod(namespace: TrainingNamespace): AdmissionRequest {
  return inProject(namespace, {
    operation: 'CREATE',
    object: manifest('v1', 'Pod', { name: PROBE, namespace: namespace.name }),
  });
}

function* probes(evidence: Evidence): Generator<Probe> {
  const namespace = engineNamespace(evidence.platform);
  const namespaceLabels = new Map([[NAMESPACE_NAME_LABEL, namespace]]);
  for (const kind of guardedKinds(evidence, 'policy-engine', 'platform')) {
    for (const operation of writesOf(kind))
      yield {
        meaning: `${operation} of Kyverno's ${partText(kind)}`,
        native: true,
        request: guardedRequest(kind, { operation, name: KYVERNO, namespace, namespaceLabels }),
      };
  }
}

/** Kinds of which nothing may be filtered away: pods, what makes them, and what stands around a project. */
const JUDGED = [
  ...['Pod', 'Service', 'PersistentVolumeClaim', 'Namespace'].map((kind) => ({ group: '', kind })),
  ...['Job', 'CronJob'].map((kind) => ({ group: 'batch', kind })),
  ...['Deployment', 'StatefulSet', 'DaemonSet'].map((kind) => ({ group: 'apps', kind })),
];

function* configuration(
  evidence: Evidence,
  object: KubernetesObject,
  isSettings: (configMap: KubernetesObject) => boolean,
): Generator<Judged> {
  const { scope } = evidence;
  const { field } = object;
  if (isKind(object, '', 'ConfigMap') && isSettings(object)) {
    const filters = String(field.at('data', 'resourceFilters')?.value ?? '');
    const problems = [...filters.matchAll(/\[([^\]]*)\]/g)].flatMap(([text, inner = '']): readonly Problem[] => {
      const [kinds = '', namespace = '*'] = inner.split(',').map((part) => part.trim());
      const isJudged = JUDGED.some((asked) => meansKind(kinds, { ...asked, version: 'v1', subresource: '' }));
      const isConcerned = scope.namespaces.some(({ name }) => isLike(namespace, name));
      return isJudged && isConcerned
        ? [fails(`filters ${text} away from its policies`, { at: field.at('data', 'resourceFilters') })]
        : [];
    });
    yield { subject: objectSubject(object), problems: [...problems, ...settingsProblems(evidence, field.get('data'))] };
  }
  if (hasResourceWebhooks(object)) {
    const ignoring = itemsIn(field, 'webhooks').filter((webhook) => webhook.get('failurePolicy')?.value === 'Ignore');
    const problems = ignoring.map((webhook) =>
      fails(`webhook ${String(webhook.get('name')?.value)} lets requests pass when Kyverno is down`, { at: webhook }),
    );
    const deaf = itemsIn(field, 'webhooks').flatMap((webhook) => webhookProblems(evidence, webhook));
    yield { subject: objectSubject(object), problems: [...problems, ...deaf] };
  }
}
