import { KYVERNO } from '../../../../model/policies';
import { isOfEngine } from '../../../admission/engine-webhooks';
import type { Evidence } from '../../../evidence';
import type { Field } from '../../../input/field';
import { goBoolean } from '../../../input/go-boolean';
import { labelsOf, type KubernetesObject } from '../../../input/kubernetes-object';
import { fails, notKnown, type Problem } from '../../../problem';
import { engineNamespace } from '../../../scope/engine-namespace';
import { containersOf } from '../../../workload/containers';
import { flagsOf } from '../../../workload/flags';
import { variableOf, type Told } from '../../../workload/variables';
import { resourceWebhooks } from './resource-webhooks';

const COMPONENT = 'app.kubernetes.io/component';
const ADMISSION_CONTROLLER = 'admission-controller';
/** The ConfigMap of Kyverno's settings, in its own namespace (https://kyverno.io/docs/installation/customization/#environment-variables). */
const SETTINGS = 'INIT_CONFIG';
/** By the flag, or by a variable where no flag says otherwise (https://kyverno.io/docs/installation/customization/#container-flags). */
const FAILS_OPEN = 'forceFailurePolicyIgnore';
const FAILS_OPEN_VARIABLE = 'FLAG_FORCE_FAILURE_POLICY_IGNORE';
const UPDATES_WEBHOOKS = 'autoUpdateWebhooks';

/** The part of Kyverno that judges requests, as the files start it. Others of its parts write reports and delete objects. */
export function engineDeployments({ objects, platform }: Evidence): readonly KubernetesObject[] {
  return objects.inNamespace('apps', 'Deployment', engineNamespace(platform)).filter(judgesRequests);
}

function judgesRequests({ field }: KubernetesObject): boolean {
  const template = field.at('spec', 'template');
  const isLabelled = [field, template].some(
    (of) => labelsOf(of?.get('metadata')).get(COMPONENT) === ADMISSION_CONTROLLER,
  );
  const images = runningIn(field).map((container) => String(container.get('image')?.value ?? ''));
  return isLabelled || images.some((image) => /(?:^|\/)kyverno(?:[:@]|$)/.test(image));
}

/** The containers that run; what comes before them judges nothing. */
const runningIn = (deployment: Field): readonly Field[] =>
  containersOf(deployment.at('spec', 'template', 'spec')).flatMap(({ kind, field }) =>
    kind === 'containers' ? field : [],
  );

/** Tells ConfigMaps that Kyverno reads its settings from; by its chart's name where no file starts it. */
export function settingsTest(evidence: Evidence): (configMap: KubernetesObject) => boolean {
  const named = engineDeployments(evidence).flatMap(settingsOf);
  const namespace = engineNamespace(evidence.platform);
  return (configMap) =>
    named.length === 0
      ? configMap.name === KYVERNO
      : configMap.namespace === namespace && named.some(({ value }) => value === configMap.name);
}

function settingsOf({ field }: KubernetesObject): readonly Told[] {
  const given = runningIn(field).flatMap((container) => variableOf(container, SETTINGS) ?? []);
  return given.length > 0 ? given : [{ value: KYVERNO, at: field }];
}

/** What the flags, the variables and the size of Kyverno take away from its policies. */
export function deploymentProblems(evidence: Evidence, deployment: KubernetesObject): readonly Problem[] {
  const { field } = deployment;
  const replicas = field.at('spec', 'replicas');
  return [
    ...(replicas?.value === 0 ? [fails('runs nowhere, at no replicas', { at: replicas })] : []),
    ...runningIn(field).flatMap((container) => [
      ...openProblems(container),
      ...flagsOf(container, UPDATES_WEBHOOKS, 'switch').flatMap((flag) => webhookProblems(evidence, flag)),
    ]),
    ...settingsOf(deployment).flatMap(({ value, at }) => unreadProblems(evidence, value, at)),
  ];
}

/** Kyverno reads this flag with a function of its own, so it is no switch. */
function openProblems(container: Field): readonly Problem[] {
  const flags = flagsOf(container, FAILS_OPEN, 'value');
  const variable = variableOf(container, FAILS_OPEN_VARIABLE);
  const given = flags.length > 0 || variable === undefined ? flags : [variable];
  const text = `lets requests pass when it cannot judge them, whatever its policies say: ${FAILS_OPEN}`;
  return given.flatMap(({ value, at }): readonly Problem[] => {
    const isOpen = value === undefined ? undefined : goBoolean(value);
    if (isOpen === undefined) return value === '' ? [] : [notKnown(`perhaps ${text}`, { at })];
    return isOpen ? [fails(text, { at })] : [];
  });
}

/** One webhook for everything stands in for those that fit the policies, if nobody changes it: Kyverno does not mend it. */
function webhookProblems({ objects, platform }: Evidence, { value, at }: Told): readonly Problem[] {
  if (value !== undefined && goBoolean(value) === true) return [];
  const namespace = engineNamespace(platform);
  const isShown = resourceWebhooks(objects).some(({ object, webhook }) => isOfEngine(object, webhook, namespace));
  const text = `does not fit its webhooks to its policies (${UPDATES_WEBHOOKS}), and no file has them`;
  return isShown ? [] : [notKnown(text, { at })];
}

function unreadProblems({ objects, platform }: Evidence, name: string | undefined, at: Field): readonly Problem[] {
  if (name === undefined)
    return [notKnown('reads its settings from a ConfigMap whose name another object says', { at })];
  const isShown = objects.find('', 'ConfigMap', engineNamespace(platform), name) !== undefined;
  return isShown || name === KYVERNO
    ? []
    : [notKnown(`reads its settings from ConfigMap ${name}, which no file has`, { at })];
}
