import { instructions, userDataOf } from '../../cloud/user-data';
import type { Field } from '../../input/field';
import type { Check } from '../check';
import { fails, inputPlace, notKnown, type Place, type Problem } from '../../problem';
import { trainingClasses } from './parts/node-classes';
import { trainingTemplates } from './parts/training-templates';

/** https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/, and the flags of the same meaning. */
const OPEN: readonly (readonly [setting: RegExp, meaning: string])[] = [
  [/AlwaysAllow/, 'lets everybody whom it knows run programs in every pod (authorization AlwaysAllow)'],
  [
    // A flag without a value is on; a value of its own after a blank is no value.
    /anonymous-auth(?!["']?\s*[:=]\s*["']?(?:0|f|false)\b)|anonymous["']?\s*:\s*\{?\s*["']?enabled["']?\s*:\s*["']?(?:true|yes|on)\b/i,
    'answers whoever gives no name (anonymous)',
  ],
  [
    /client-?ca-?file(?![\s:="']*\/etc\/kubernetes\/pki\/ca\.crt\b)/i,
    'believes certificates of another authority than the cluster (clientCAFile)',
  ],
  [/read-?only-?port(?!["'\s:=]*0+\b)/i, 'tells whoever asks what its pods are (read-only port)'],
  [
    /static-?pod-?(?:path|url)|pod-manifest-path|manifest-url|kubernetes\.static-pods/i,
    'starts pods that no admission sees (static pods)',
  ],
];

export const kubelet: Check = {
  id: 'node/kubelet',
  title: 'Kubelets of training nodes ask the API server who may do what, and start no pods by themselves',
  why: 'A pod reaches the kubelet of its node past every policy: one that answers everybody opens a shell in each pod beside it.',
  stops: ['A1', 'A3'],
  control: 'settings of the kubelet in the user data of the launch template or the EC2NodeClass',
  fix: 'leave authentication, authorization, the read-only port and static pods of the kubelet as EKS sets them',
  *judge(evidence) {
    yield* trainingTemplates(evidence, {
      without: [],
      problems: (template) => {
        const at = inputPlace(template, 'userData');
        const text = userDataOf(template);
        return text === undefined ? [notKnown('its user data is not known in the plan', { at })] : openings(text, at);
      },
    });
    yield* trainingClasses(evidence, ({ field }) => {
      const at = field.at('spec', 'userData');
      return typeof at?.value === 'string' ? openings(instructions(at.value), at) : [];
    });
  },
};

function openings(userData: string, at: Place | Field): readonly Problem[] {
  return OPEN.flatMap(([setting, meaning]) =>
    setting.test(userData) ? [fails(`its kubelet ${meaning}`, { at })] : [],
  );
}
