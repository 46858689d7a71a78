import { knownText } from '../../input/pulumi/plan-value';
import { propertyOf } from '../../input/pulumi/planned-resource';
import type { Check } from '../check';
import type { Field } from '../../input/field';
import { fails, inputPlace, isUnknown, type Place, type Problem } from '../finding';
import { trainingClasses } from './node-classes';
import { trainingTemplates, withoutTemplate } from './training-templates';

/** Settings of the container toolkit in the user data of AL2023 and of Bottlerocket. */
const REFUSES =
  /accept-nvidia-visible-devices-envvar-when-unprivileged\s*=\s*false|visible-devices-envvar-when-unprivileged\s*=\s*false/;

const OBEYS = /visible-devices-envvar-when-unprivileged\s*=\s*true/;

export const devices: Check = {
  id: 'node/devices',
  title: 'The container toolkit of training nodes shows no device that a pod did not ask for',
  why: 'Otherwise a variable in a base image, NVIDIA_VISIBLE_DEVICES=all, shows every GPU of the node to a pod without any.',
  answers: ['T9'],
  control: 'settings of the NVIDIA container toolkit in the user data of the launch template or the EC2NodeClass',
  fix: 'run: nvidia-ctk config --in-place --set accept-nvidia-visible-devices-envvar-when-unprivileged=false',
  *judge(evidence) {
    yield* trainingTemplates(evidence, {
      without: withoutTemplate('the toolkit then obeys the variable of any image'),
      problems: (template, { group }) => {
        const userData = propertyOf(template, 'userData');
        const at = inputPlace(template, 'userData');
        if (typeof userData === 'symbol') return [isUnknown('its user data is not known in the plan', { at })];
        const text = Buffer.from(knownText(userData) ?? '', 'base64').toString('utf8');
        return toolkitProblems(text, knownText(propertyOf(group, 'amiType')) ?? '', at);
      },
    });
    yield* trainingClasses(evidence, ({ field }) => {
      const at = field.at('spec', 'userData');
      const families = (field.at('spec', 'amiSelectorTerms')?.items() ?? []).map((term) => term.get('alias')?.value);
      return toolkitProblems(typeof at?.value === 'string' ? at.value : '', String(families[0]), at ?? field);
    });
  },
};

function toolkitProblems(userData: string, family: string, at: Place | Field): readonly Problem[] {
  if (REFUSES.test(userData)) return [];
  // Bottlerocket refuses the variable unless it is told otherwise.
  if (/^bottlerocket/i.test(family) && !OBEYS.test(userData)) return [];
  return [fails('user data does not tell the toolkit to refuse NVIDIA_VISIBLE_DEVICES', { at })];
}
