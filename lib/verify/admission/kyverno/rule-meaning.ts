import { itemsIn, type Field } from '../../input/field';
import type { KubernetesObject } from '../../input/kubernetes-object';
import { and, not, or, type Match } from '../../match';
import type { AdmissionRequest } from '../admission-request';
import { allHold } from '../left-out';
import { textsOf } from '../resource-match';
import { autogenOf, isWritten, kindsMatched, meansMaker } from './autogen';
import { bringsDebugContainers, isDebugContainers } from './kind-selector';
import { kyvernoExcepted, kyvernoLeftOut, kyvernoMatched, type KindTest } from './rule-match';
import { policyReference } from './policy-reference';
import { isLikeAny } from './wildcards';

/** Which requests a rule is applied to: they are sent, matched, and neither excluded nor excepted. */
export class RuleMeaning {
  private readonly sure: Match;
  private readonly sureIfWritten: Match;
  private readonly sent: Field | undefined;
  private readonly hearsDebugContainers: boolean;
  private readonly exceptions: readonly {
    readonly names: readonly string[];
    readonly means: (request: AdmissionRequest) => Match;
  }[];
  private readonly writes: (request: AdmissionRequest) => Match;
  private readonly name: string;

  constructor(
    object: KubernetesObject,
    private readonly rule: Field,
    exceptions: readonly KubernetesObject[],
  ) {
    const spec = object.field.get('spec');
    const cel = rule.at('validate', 'cel');
    // https://kyverno.io/docs/policy-types/cluster-policy/policy-settings/
    const rules = itemsIn(spec, 'rules');
    const isFirst = rules[0]?.value === rule.value;
    const isOne = spec?.get('applyRules')?.value === 'One';
    const hasParameters = cel?.get('paramKind') !== undefined || cel?.get('paramRef') !== undefined;
    // What a parameter says is in another object, and another rule may be the one that is applied; those that Kyverno writes
    // come last, and take the place of whatever has such a name.
    this.sure = hasParameters || (isOne && !isFirst) || isWritten(rule) ? 'maybe' : 'yes';
    this.sureIfWritten = hasParameters || (isOne && rules.length > 1) ? 'maybe' : 'yes';
    this.sent = spec?.at('webhookConfiguration', 'matchConditions');
    this.hearsDebugContainers = rules.flatMap(kindsMatched).some(bringsDebugContainers);
    this.name = rule.get('name')?.text() ?? '';
    this.writes = autogenOf(object, rule);
    const called = policyReference(object);
    this.exceptions = exceptions.flatMap(({ field }) =>
      itemsIn(field, 'spec', 'exceptions')
        .filter((item) => item.get('policyName')?.value === called)
        .map((item) => ({
          names: textsOf(item.get('ruleNames')),
          means: (request: AdmissionRequest) =>
            and(kyvernoExcepted(field.get('spec'), request), leavesControls(rule, field) ? 'maybe' : 'yes'),
        })),
    );
  }

  of(request: AdmissionRequest): Match {
    if (isDebugContainers(request) && !this.hearsDebugContainers) return 'no';
    return or(this.direct(request), this.autogen(request));
  }

  /** As the rule stands. */
  direct(request: AdmissionRequest): Match {
    return and(this.sure, this.applied(request, this.name));
  }

  /** As Kyverno writes it for what makes pods. */
  autogen(request: AdmissionRequest): Match {
    const writes = and(this.writes(request), this.sureIfWritten);
    if (writes === 'no') return 'no';
    const name = `autogen-${request.kind === 'CronJob' ? 'cronjob-' : ''}${this.name}`.slice(0, 63);
    return and(writes, this.applied(request, name, meansMaker));
  }

  private applied(request: AdmissionRequest, name: string, isMeant?: KindTest): Match {
    const excepted = this.exceptions
      .filter(({ names }) => isLikeAny(names, name))
      .map(({ means }) => means(request))
      .reduce(or, 'no');
    return [
      kyvernoMatched(this.rule.get('match'), request, isMeant),
      not(kyvernoLeftOut(this.rule.get('exclude'), request, isMeant)),
      not(excepted),
      allHold(this.sent, request, 'null'),
    ].reduce(and, 'yes');
  }
}

/** Whether an exception to a rule about Pod Security names controls, and leaves all others as they are. */
function leavesControls(rule: Field, exception: Field): boolean {
  const named = exception.at('spec', 'podSecurity');
  return rule.at('validate', 'podSecurity') !== undefined && named !== undefined && named.items().length > 0;
}
