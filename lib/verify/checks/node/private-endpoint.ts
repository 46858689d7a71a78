import { knownField } from '../../input/pulumi/plan-value';
import { propertyOf } from '../../input/pulumi/planned-resource';
import { UNKNOWN } from '../../input/pulumi/wire-value';
import type { Check } from '../check';
import { eachPlanned } from '../planned-resources';
import { fails, inputPlace, notKnown, type Problem } from '../../problem';
import { CLUSTER } from '../../input/pulumi/resource-types';

export const privateEndpoint: Check = {
  id: 'node/private-endpoint',
  title: 'The API server answers inside the network only',
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
      if (open === false && knownField(config, 'endpointPrivateAccess') !== true)
        problems.push(fails('answers nowhere: endpointPrivateAccess is off as well', { at }));
      return problems;
    });
  },
};
