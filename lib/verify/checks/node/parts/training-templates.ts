import { templateOf, type PlannedNodes } from '../../../cloud/planned-nodes';
import type { Evidence } from '../../../evidence';
import type { PlannedResource } from '../../../input/pulumi/planned-resource';
import { fails, inputPlace, notKnown, resourceSubject, type Judged, type Problem } from '../../../problem';

/** What a check needs of each training node group, by the template that its nodes start from. */
export interface TemplateQuestion {
  /** What it means to have no template: EKS then starts nodes by its own defaults. */
  readonly without: readonly Problem[];
  problems(template: PlannedResource, nodes: PlannedNodes): readonly Problem[];
}

export function* trainingTemplates(evidence: Evidence, question: TemplateQuestion): Generator<Judged> {
  for (const nodes of evidence.plannedNodes) {
    const subject = resourceSubject(nodes.group);
    const template = templateOf(nodes);
    if (template !== undefined)
      yield { subject: resourceSubject(template), problems: question.problems(template, nodes) };
    else if (nodes.template === 'none') yield { subject, problems: question.without };
    else {
      const at = inputPlace(nodes.group, 'launchTemplate');
      yield { subject, problems: [notKnown('its launch template is not in the plan', { at })] };
    }
  }
}

/** Of nodes that EKS starts without a template. */
export function withoutTemplate(message: string): readonly Problem[] {
  return [fails(`has no launch template: ${message}`)];
}
