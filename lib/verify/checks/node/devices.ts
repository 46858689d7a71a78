import { instructions, userDataOf } from '../../cloud/user-data';
import { knownText } from '../../input/pulumi/plan-value';
import { propertyOf } from '../../input/pulumi/planned-resource';
import type { Check } from '../check';
import { itemsIn, type Field } from '../../input/field';
import { fails, inputPlace, notKnown, type Place, type Problem } from '../../problem';
import { trainingClasses } from './parts/node-classes';
import { trainingTemplates, withoutTemplate } from './parts/training-templates';

/** Setting of the container toolkit in the user data of AL2023 and of Bottlerocket. */
const SETTING = /visible-devices-envvar-when-unprivileged\s*=\s*["']?(true|false)/g;

/** Where the toolkit keeps its settings, for whatever else writes them. */
const FILE = /nvidia-container-runtime\/config\.toml/;

export const devices: Check = {
  id: 'node/devices',
  title: 'The container toolkit of training nodes shows no device that a pod did not ask for',
  why: 'Otherwise a variable in a base image, NVIDIA_VISIBLE_DEVICES=all, shows every GPU of the node to a pod without any.',
  stops: ['T9'],
  control: 'settings of the NVIDIA container toolkit in the user data of the launch template or the EC2NodeClass',
  fix: 'run: nvidia-ctk config --in-place --set accept-nvidia-visible-devices-envvar-when-unprivileged=false',
  *judge(evidence) {
    yield* trainingTemplates(evidence, {
      without: withoutTemplate('the toolkit then obeys the variable of any image'),
      problems: (template, { group }) => {
        const at = inputPlace(template, 'userData');
        const text = userDataOf(template);
        if (text === undefined) return [notKnown('its user data is not known in the plan', { at })];
        return toolkitProblems(text, knownText(propertyOf(group, 'amiType')) ?? '', at);
      },
    });
    yield* trainingClasses(evidence, ({ field }) => {
      const at = field.at('spec', 'userData');
      const families = itemsIn(field, 'spec', 'amiSelectorTerms').map((term) => term.get('alias')?.value);
      return toolkitProblems(
        typeof at?.value === 'string' ? instructions(at.value) : '',
        String(families[0]),
        at ?? field,
      );
    });
  },
};

function toolkitProblems(userData: string, family: string, at: Place | Field): readonly Problem[] {
  // The last one that is written counts.
  const last = [...userData.matchAll(SETTING)].at(-1);
  const said = last?.[1];
  if (last !== undefined && said === 'false') {
    const isChanged = FILE.test(userData.slice(last.index));
    return isChanged ? [notKnown('user data changes the file of these settings afterwards', { at })] : [];
  }
  // Bottlerocket refuses the variable unless it is told otherwise.
  if (said === undefined && /^bottlerocket/i.test(family)) return [];
  return [fails('user data does not tell the toolkit to refuse NVIDIA_VISIBLE_DEVICES', { at })];
}
