import type { Field } from '../../input/field';
import type { KubernetesObject } from '../../input/kubernetes-object';
import { and, not, or, type Match } from '../../match';
import type { AdmissionRequest } from '../admission-request';
import { allHold } from '../left-out';
import { textsOf } from '../resource-match';
import { autogenOf } from './autogen';
import { kyvernoLeftOut, kyvernoMatched } from './rule-match';

/** Which requests a rule is applied to: they are sent, matched, and neither excluded nor excepted. */
export class RuleMeaning {
  private readonly sure: Match;
  private readonly sent: Field | undefined;
  private readonly exceptions: readonly { readonly names: readonly string[]; readonly match: Field | undefined }[];
  private readonly writes: (kind: string) => Match;
  private readonly name: string;

  constructor(
    object: KubernetesObject,
    private readonly rule: Field,
    exceptions: readonly KubernetesObject[],
  ) {
    const spec = object.field.get('spec');
    const cel = rule.at('validate', 'cel');
    // https://kyverno.io/docs/policy-types/cluster-policy/policy-settings/
    const isFirst = spec?.get('rules')?.items()[0]?.value === rule.value;
    const isLeftOver = spec?.get('applyRules')?.value === 'One' && !isFirst;
    const hasParameters = cel?.get('paramKind') !== undefined || cel?.get('paramRef') !== undefined;
    // What a parameter says is in another object, and another rule may be the one that is applied.
    this.sure = hasParameters || isLeftOver ? 'maybe' : 'yes';
    this.sent = spec?.at('webhookConfiguration', 'matchConditions');
    this.name = rule.get('name')?.text() ?? '';
    this.writes = autogenOf(object, rule);
    this.exceptions = exceptions.flatMap(({ field }) =>
      (field.at('spec', 'exceptions')?.items() ?? [])
        .filter((item) => item.get('policyName')?.value === object.name)
        .map((item) => ({ names: textsOf(item.get('ruleNames')), match: field.at('spec', 'match') })),
    );
  }

  of(request: AdmissionRequest): Match {
    return or(this.direct(request), this.autogen(request));
  }

  /** As the rule stands. */
  direct(request: AdmissionRequest): Match {
    return this.applied(request, request, this.name);
  }

  /** As Kyverno writes it for what makes pods, as if that were a pod. */
  autogen(request: AdmissionRequest): Match {
    const writes = this.writes(request.kind);
    if (writes === 'no') return 'no';
    const asPod: AdmissionRequest = { ...request, group: '', version: 'v1', kind: 'Pod' };
    const name = `autogen-${request.kind === 'CronJob' ? 'cronjob-' : ''}${this.name}`.slice(0, 63);
    return and(writes, this.applied(asPod, request, name));
  }

  private applied(matched: AdmissionRequest, request: AdmissionRequest, name: string): Match {
    const excepted = this.exceptions
      .filter(({ names }) => names.includes(name) || names.includes('*'))
      .map(({ match }) => kyvernoLeftOut(match, request))
      .reduce(or, 'no');
    return [
      kyvernoMatched(this.rule.get('match'), matched),
      not(kyvernoLeftOut(this.rule.get('exclude'), matched)),
      not(excepted),
      this.sure,
      allHold(this.sent, request, 'null'),
    ].reduce(and, 'yes');
  }
}
