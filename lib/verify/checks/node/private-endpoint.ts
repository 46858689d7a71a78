import type { Evidence } from '../../evidence';
import { isNothing, knownField, knownList } from '../../input/pulumi/plan-value';
import { propertyOf, type PlannedResource } from '../../input/pulumi/planned-resource';
import { UNKNOWN, type PlanValue } from '../../input/pulumi/wire-value';
import { addressBlock, blocks, contains } from '../../reachability/addresses';
import type { Check } from '../check';
import { eachPlanned } from '../planned-resources';
import { fails, inputPlace, notKnown, type Problem } from '../../problem';
import { CLUSTER } from '../../input/pulumi/resource-types';

export const privateEndpoint: Check = {
  id: 'node/private-endpoint',
  title: 'The API server answers inside the network only, or to the addresses of the description',
  why: 'On the internet a stolen token of anybody who may enter a pod is enough, from anywhere.',
  stops: ['A2'],
  control: 'vpcConfig of the cluster: endpointPublicAccess false, endpointPrivateAccess true',
  fix: 'set endpointPublicAccess: false and endpointPrivateAccess: true; accept it by name with aws.unsafe.publicApi',
  *judge(evidence) {
    yield* eachPlanned(evidence, CLUSTER, (cluster) => {
      const config = propertyOf(cluster, 'vpcConfig');
      const problems: Problem[] = [];
      const open = config === UNKNOWN ? UNKNOWN : knownField(config, 'endpointPublicAccess');
      const at = inputPlace(cluster, 'vpcConfig');
      if (open === UNKNOWN) problems.push(notKnown('whether its endpoint is public is not known in the plan', { at }));
      else if (open !== false)
        problems.push(fails('answers on the internet', { at, weakened: { risk: 'public-api-endpoint', on: '' } }));
      if (open === true) problems.push(...strangers(evidence, cluster, config));
      if (open === false && knownField(config, 'endpointPrivateAccess') !== true)
        problems.push(fails('answers nowhere: endpointPrivateAccess is off as well', { at }));
      return problems;
    });
  },
};

/** Blocks that it answers to on the internet and that the description does not name; all of it if none is given. */
function* strangers(
  { platform }: Evidence,
  cluster: PlannedResource,
  config: PlanValue | undefined,
): Generator<Problem> {
  const described = platform?.aws?.unsafe.publicApi?.cidrs;
  if (described === undefined) return;
  const at = inputPlace(cluster, 'vpcConfig', 'publicAccessCidrs');
  const given = knownField(config, 'publicAccessCidrs');
  const answered = isNothing(given) ? [EVERYWHERE] : given;
  if (!Array.isArray(answered) || answered.some((block) => typeof block !== 'string'))
    yield notKnown('to which addresses it answers on the internet is not known in the plan', { at });
  const allowed = blocks(described);
  for (const block of knownList(answered)) {
    const addresses = typeof block === 'string' ? addressBlock(block) : undefined;
    if (typeof block === 'string' && (addresses === undefined || !contains(allowed, addresses)))
      yield fails(`answers ${block} on the internet, which the description does not name`, { at });
  }
}

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_VpcConfigRequest.html */
const EVERYWHERE = '0.0.0.0/0';
