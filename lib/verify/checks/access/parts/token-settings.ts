import { trusted } from '../../../access/trust';
import type { ProjectIdentity } from '../../../cloud/project-identity';
import type { Evidence } from '../../../evidence';
import { goBoolean } from '../../../input/go-boolean';
import { describedProject } from '../../../scope/described-project';
import { fails, type Problem } from '../../../problem';

const AUDIENCE = 'eks.amazonaws.com/audience';
const REGIONAL = 'eks.amazonaws.com/sts-regional-endpoints';
const STS = 'sts.amazonaws.com';

/**
 * Settings of an account by which the webhook gives its pods a token that their role does not take, or an address of STS
 * that they do not reach (https://github.com/aws/amazon-eks-pod-identity-webhook#eks-walkthrough).
 */
export function tokenProblems(
  { objects, platform }: Evidence,
  { by, role, namespace, serviceAccount }: ProjectIdentity,
): readonly Problem[] {
  if (by !== 'annotation') return [];
  const annotations = objects
    .find('', 'ServiceAccount', namespace, serviceAccount)
    ?.field.at('metadata', 'annotations');
  const problems: Problem[] = [];
  const audience = annotations?.get(AUDIENCE);
  const taken = trusted(role).flatMap((item) =>
    item.kind === 'irsa' && item.audience.kind === 'exactly' ? item.audience.texts : [],
  );
  const wanted = taken.length === 0 ? [STS] : taken;
  if (audience !== undefined && !wanted.includes(String(audience.value)))
    problems.push(
      fails(
        `tokens of ${serviceAccount} are for ${String(audience.value)}, and its role takes those for ${wanted.join(', ')}`,
        {
          at: audience,
          fix: `remove the annotation ${AUDIENCE}`,
        },
      ),
    );
  const regional = annotations?.get(REGIONAL);
  const project = describedProject(platform, namespace);
  const isShut = platform?.aws !== undefined && project !== undefined && project.unsafe.internet === undefined;
  if (regional !== undefined && goBoolean(String(regional.value)) === false && isShut)
    problems.push(
      fails(`pods of ${serviceAccount} ask STS at its global address, which no endpoint of the network serves`, {
        at: regional,
        fix: `remove the annotation ${REGIONAL}`,
      }),
    );
  return problems;
}
