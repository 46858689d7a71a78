import { grouped } from '../model/grouped';
import { optionalText, shape } from '../model/fault/shape';
import { isInvalidInput } from '../model';
import { judging } from '../cli/judge-options';
import { judgingEntries, refuseJudgingOptions, type JudgingOptions } from '../verify/judging-options';
import { objections, type Objection } from '../verify/reports/objections';
import { placeText, resourceText } from '../verify/reports/finding-text';
import { headline, notJudgedText } from '../verify/reports/headline';

/** `properties` of the validation in `cdk8s.yaml`. Paths are relative to the folder in which cdk8s runs. */
export interface IsolationValidationProps extends Pick<JudgingOptions, 'allowUnknown' | 'assume' | 'at' | 'premises'> {
  /** Description of the platform: what is meant, and which risks are accepted. @default - none: judged by themselves */
  readonly platform?: string;
  /** Findings that are accepted by name. @default - none */
  readonly baseline?: string;
  /** Namespaces that count as training, whatever their labels say. @default - by labels and GPUs */
  readonly namespaces?: readonly string[];
}

const validationShape = shape<IsolationValidationProps>({
  ...judgingEntries,
  platform: optionalText,
  baseline: optionalText,
});

/** What cdk8s gives to a plugin, as far as it is used here (https://cdk8s.io/docs/latest/cli/synth/#validations). */
export interface ValidationContext {
  /** Paths of the synthesized manifests. */
  readonly manifests: readonly string[];
  /** Where words for people go. */
  readonly logger: { log(message: string): void };
  /** Where findings go: one violation for each check. */
  readonly report: {
    addViolation(violation: {
      readonly ruleName: string;
      readonly recommendation: string;
      readonly fix: string;
      readonly violatingResources: readonly {
        readonly resourceName: string;
        readonly manifestPath: string;
        readonly locations: readonly string[];
      }[];
    }): void;
    submit(status: 'success' | 'failure', metadata?: Readonly<Record<string, string>>): void;
  };
}

/**
 * Judges what `cdk8s synth` wrote. The synth fails if anything about the manifests fails or is undecided; what manifests
 * cannot show counts with `premises: required` only.
 */
export class IsolationValidation {
  constructor(private readonly props: IsolationValidationProps) {}

  /** What cdk8s calls once the manifests are written. Bad input is logged and fails the synth; it is not thrown. */
  async validate({ manifests, report, logger }: ValidationContext): Promise<void> {
    const { platform, baseline, assume = [], namespaces, at, allowUnknown, premises = 'ignored' } = this.props;
    try {
      refuseJudgingOptions('properties of the validation', validationShape, this.props);
      const judge = await judging({
        assume,
        ...(platform === undefined ? {} : { platform }),
        ...(baseline === undefined ? {} : { baseline }),
        ...(namespaces === undefined ? {} : { namespace: namespaces }),
        ...(at === undefined ? {} : { at }),
      });
      const judged = judge(manifests);
      const found = objections(judged, { premises, ...(allowUnknown === undefined ? {} : { allowUnknown }) });
      for (const [id, list] of grouped(found, (objection) => objection.id)) addViolation(report, id, list);
      const { pass, fail, unknown, accepted } = judged.summary.checks;
      report.submit(found.length === 0 ? 'success' : 'failure', {
        Verdict: headline(judged.summary),
        Checks: `${pass} pass, ${fail} fail, ${unknown} not known, ${accepted} accepted`,
        'Not judged': notJudgedText(judged.summary).join('; ') || 'nothing',
      });
    } catch (error) {
      if (!isInvalidInput(error)) throw error;
      // Without a submitted report cdk8s would speak of an incomplete one instead of the fault.
      logger.log(error.message);
      report.submit('failure', { Verdict: 'bad input' });
    }
  }
}

function addViolation(report: ValidationContext['report'], id: string, list: readonly Objection[]): void {
  const [{ title }] = list as [Objection];
  report.addViolation({
    ruleName: id,
    recommendation: title,
    fix: [...new Set(list.map(({ finding }) => finding.fix))].join('; '),
    violatingResources: list.map(({ finding }) => ({
      resourceName: finding.resource.slice(finding.resource.indexOf('/') + 1),
      manifestPath: finding.file ?? 'N/A',
      locations: [`${placeText(finding) ?? 'the cluster'}: ${resourceText(finding)}: ${finding.message}`],
    })),
  });
}
