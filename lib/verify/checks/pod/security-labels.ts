import { ENFORCED } from '../../../model/kubernetes/pod-security-labels';
import { minorOf } from '../../pod-security/pod-security';
import { oldestMinor } from '../../pod-security/oldest-minor';
import { namespaceSubject } from '../../scope/training-scope';
import type { Check } from '../check';
import { fails, notKnown, type Problem } from '../../problem';
import { exemptionProblems, exemptionsOf } from './parts/exemptions';

export const securityLabels: Check = {
  id: 'pod/security-labels',
  title: 'The API server enforces "restricted", of a pinned and recent version, in every namespace of a project',
  why: 'Good pods in these files say nothing about the pod that is created tomorrow.',
  stops: ['A1', 'A2'],
  control: `labels ${ENFORCED.level} and ${ENFORCED.version} of the namespace, and no exemptions of the API server`,
  fix: `label the namespace ${ENFORCED.level}=restricted and ${ENFORCED.version}=v1.36`,
  *judge(evidence) {
    const { scope, platform } = evidence;
    const oldest = oldestMinor(platform);
    const exemptions = exemptionsOf(evidence);
    for (const namespace of scope.namespaces) {
      const { object, labels } = namespace;
      const subject = namespaceSubject(namespace);
      if (object === undefined) {
        yield {
          subject,
          problems: [notKnown(`namespace ${namespace.name} is not in the files: its labels are not known`)],
        };
        continue;
      }
      const at = object.field.at('metadata', 'labels');
      const level = labels.get(ENFORCED.level);
      const version = labels.get(ENFORCED.version);
      const problems: Problem[] = [...exemptionProblems(exemptions, namespace.name)];
      if (level !== 'restricted')
        problems.push(fails(`enforces ${level ?? 'no level'}`, { at: at?.get(ENFORCED.level) ?? at }));
      if (version === undefined || version === 'latest' || minorOf(version) === undefined) {
        const text = `version is ${version ?? 'not set'}: an upgrade of the cluster changes what is enforced`;
        problems.push(fails(text, { at: at?.get(ENFORCED.version) ?? at }));
      } else if ((minorOf(version) ?? 0) < oldest) {
        const text = `version ${version} has rules that are older than those of v1.${oldest}`;
        problems.push(fails(text, { at: at?.get(ENFORCED.version) ?? at }));
      }
      yield { subject, problems };
    }
  },
};
