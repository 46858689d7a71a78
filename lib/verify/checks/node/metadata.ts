import { propertyOf } from '../../input/pulumi/planned-resource';
import { knownField } from '../../input/pulumi/plan-value';
import { UNKNOWN } from '../../input/pulumi/wire-value';
import type { Check } from '../check';
import { fails, inputPlace, notKnown, type Problem } from '../../problem';
import type { EksctlNodeGroup } from '../../cloud/eksctl-nodes';
import { trainingEksctlGroups } from './parts/eksctl-groups';
import { trainingClasses } from './parts/node-classes';
import { trainingTemplates, withoutTemplate } from './parts/training-templates';

const DEMANDED = [
  ['httpTokens', 'required', 'an answer needs no token'],
  ['httpPutResponseHopLimit', '1', 'a token reaches the network of pods'],
] as const;

/**
 * From this version on the API server itself fills in what is demanded
 * (https://github.com/aws/karpenter-provider-aws/blob/main/pkg/apis/crds/karpenter.k8s.aws_ec2nodeclasses.yaml).
 */
const CLOSED_BY_DEFAULT = 'karpenter.k8s.aws/v1';

export const metadata: Check = {
  id: 'node/metadata',
  title: 'The metadata service of training nodes answers the node and no pod',
  why: 'A pod that asks it gets the credentials of the node role. A NetworkPolicy does not close it: under IPv6 a default deny does not cover it, and pods on the host network have none.',
  stops: ['A1', 'T5'],
  control:
    'metadataOptions of the launch template or the EC2NodeClass: httpTokens required, httpPutResponseHopLimit 1; disablePodIMDS of eksctl',
  fix: 'set httpTokens: "required" and httpPutResponseHopLimit: 1 in metadataOptions of the launch template or the EC2NodeClass',
  *judge(evidence) {
    yield* trainingTemplates(evidence, {
      without: withoutTemplate('EKS starts its nodes with a hop limit of 2'),
      problems: (template) => {
        const options = propertyOf(template, 'metadataOptions');
        if (knownField(options, 'httpEndpoint') === 'disabled') return [];
        return DEMANDED.flatMap(([name, wanted, meaning]): readonly Problem[] => {
          const value = options === UNKNOWN ? UNKNOWN : knownField(options, name);
          const at = inputPlace(template, 'metadataOptions', name);
          if (value === UNKNOWN) return [notKnown(`${name} is not known in the plan`, { at })];
          if (String(value) === wanted) return [];
          return [fails(`${name} is ${value === undefined ? 'not set' : String(value)}: ${meaning}`, { at })];
        });
      },
    });
    yield* trainingClasses(evidence, ({ field, apiVersion }) => {
      const options = field.at('spec', 'metadataOptions');
      if (options?.get('httpEndpoint')?.value === 'disabled') return [];
      return DEMANDED.flatMap(([name, wanted, meaning]): readonly Problem[] => {
        const at = options?.get(name);
        if (at === undefined)
          return apiVersion === CLOSED_BY_DEFAULT
            ? []
            : [notKnown(`${name} is not set: the default of the installed Karpenter decides`, { at: options })];
        return String(at.value) === wanted ? [] : [fails(`${name} is ${String(at.value)}: ${meaning}`, { at })];
      });
    });
    yield* trainingEksctlGroups(evidence, eksctlProblems);
  },
};

/** https://github.com/eksctl-io/eksctl/blob/main/pkg/cfn/builder/nodegroup.go, makeMetadataOptions */
function eksctlProblems({ field, name }: EksctlNodeGroup): readonly Problem[] {
  const template = field.get('launchTemplate');
  if (template !== undefined)
    return [notKnown(`nodes of ${name} start from a launch template that is not in the files`, { at: template })];
  if (field.get('disablePodIMDS')?.value === true) return [];
  const text = `eksctl starts nodes of ${name} with a hop limit of 2: a token reaches the network of pods`;
  return [fails(text, { at: field.get('disablePodIMDS') ?? field, fix: 'set disablePodIMDS: true of the node group' })];
}
