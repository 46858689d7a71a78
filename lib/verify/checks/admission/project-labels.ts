import { describedProject } from '../../scope/described-project';
import { namespaceSubject } from '../../scope/training-scope';
import type { Check } from '../check';
import { fails, type Problem } from '../../problem';

export const projectLabels: Check = {
  id: 'admission/project-labels',
  title: 'Namespaces of projects carry the labels by which admission knows them',
  why: 'Rules for projects hold where the label is: a namespace that the cloud trusts by its name and admission does not know is outside all of them.',
  stops: ['T7'],
  control: 'labels of tier and project on the namespace',
  fix: 'label the namespace with its tier, training, and with its project',
  *judge({ scope, platform }) {
    const { tier, project } = scope.keys;
    for (const namespace of scope.namespaces) {
      const described = describedProject(platform, namespace.name);
      if (described === undefined || namespace.object === undefined) continue;
      const at = namespace.object.field.at('metadata', 'labels');
      const problems: Problem[] = [];
      for (const [key, wanted] of [
        [tier, 'training'],
        [project, described.name],
      ] as const) {
        const value = namespace.labels.get(key);
        if (value !== wanted)
          problems.push(
            fails(`label ${key} is ${value ?? 'missing'}, and should be ${wanted}`, { at: at?.get(key) ?? at }),
          );
      }
      yield { subject: namespaceSubject(namespace), problems };
    }
  },
};
