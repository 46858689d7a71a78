import { knownField, knownList } from '../../input/pulumi/plan-value';
import { propertyOf } from '../../input/pulumi/planned-resource';
import { UNKNOWN } from '../../input/pulumi/wire-value';
import type { Check } from '../check';
import { eachPlanned } from '../planned-resources';
import { fails, inputPlace, notKnown } from '../../problem';
import { CLUSTER } from '../../input/pulumi/resource-types';

export const clusterSecrets: Check = {
  id: 'node/cluster-secrets',
  title: 'The cluster encrypts its Secrets with a key of the platform',
  why: 'EKS encrypts them with a key of its own otherwise: no policy of yours says who opens it, no log of yours shows who did, and nobody can close it (https://docs.aws.amazon.com/eks/latest/userguide/envelope-encryption.html).',
  stops: ['A2'],
  control: 'encryptionConfig of the cluster: resources secrets, a provider with keyArn',
  fix: 'set encryptionConfig: { resources: ["secrets"], provider: { keyArn } } of the cluster; EKS takes it on for a running one as well',
  *judge(evidence) {
    yield* eachPlanned(evidence, CLUSTER, (cluster) => {
      const config = propertyOf(cluster, 'encryptionConfig');
      const at = inputPlace(cluster, 'encryptionConfig');
      if (config === UNKNOWN) return [notKnown('whether it has a key for them is not known in the plan', { at })];
      const isOfPlatform =
        knownList(knownField(config, 'resources')).includes('secrets') &&
        knownField(knownField(config, 'provider'), 'keyArn') !== undefined;
      return isOfPlatform ? [] : [fails('leaves its Secrets to a key of EKS', { at })];
    });
  },
};
