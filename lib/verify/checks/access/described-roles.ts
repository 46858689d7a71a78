import { ROLE_ANNOTATION } from '../../../model/project/service-account';
import { isDescribedRole, rolesOfDescription, type DescribedRole } from '../../cloud/described-roles';
import { givenRole } from '../../cloud/named-role';
import type { Evidence } from '../../evidence';
import { annotationsOf } from '../../input/kubernetes-object';
import { ADD_ON, INSTANCE_PROFILE, NODE_GROUP } from '../../input/pulumi/resource-types';
import { fails, inputPlace, namedSubject, type Problem } from '../../problem';
import type { Check } from '../check';
import { roleSubject } from './parts/policy-subject';
import { takerProblems } from './parts/takers';

export const describedRoles: Check = {
  id: 'access/described-roles',
  title: 'No node, no pod and no stranger takes on a role that the description lets past the fence',
  why: 'Buckets and the cluster know an administrator by the name of the role alone: whoever takes it on is one.',
  stops: ['A3', 'A4', 'T5'],
  control:
    'trust of administrators, data loaders and checkpoint readers; associations, annotations, instances and functions that get an administrator; access/outsiders looks at rights to take one on',
  fix: 'let people take it on: the account itself, a provider of identities, one exact subject of a pipeline',
  *judge(evidence) {
    for (const described of rolesOfDescription(evidence.platform)) {
      const { arn, name, isAdministrator } = described;
      const role = evidence.access.roles.find((item) =>
        item.arn === undefined ? item.name === name : item.arn === arn,
      );
      const given = isAdministrator ? [...carriers(evidence, described)] : [];
      if (role === undefined && given.length === 0) continue;
      const taken = role === undefined ? [] : takerProblems(evidence, role, isAdministrator);
      const subject = role === undefined ? namedSubject(`Role/${name}`) : roleSubject(evidence, role);
      yield { subject, problems: [...taken, ...given] };
    }
  },
};

/** Inputs by which something runs as a role. */
const RUNS_AS: readonly (readonly [type: string, property: string, what: string])[] = [
  [INSTANCE_PROFILE, 'role', 'instances with profile'],
  [NODE_GROUP, 'nodeRoleArn', 'nodes of group'],
  [ADD_ON, 'serviceAccountRoleArn', 'pods of add-on'],
  ['aws:lambda/function:Function', 'role', 'function'],
  ['aws:ecs/taskDefinition:TaskDefinition', 'taskRoleArn', 'tasks of'],
  ['aws:codebuild/project:Project', 'serviceRole', 'builds of'],
  ['aws:codepipeline/pipeline:Pipeline', 'roleArn', 'pipeline'],
  ['aws:glue/job:Job', 'roleArn', 'job'],
  ['aws:sagemaker/notebookInstance:NotebookInstance', 'roleArn', 'notebook'],
  ['aws:sfn/stateMachine:StateMachine', 'roleArn', 'state machine'],
  ['aws:ssm/maintenanceWindowTask:MaintenanceWindowTask', 'serviceRoleArn', 'task'],
  ['aws:transfer/user:User', 'role', 'files of user'],
  ['aws:cloudformation/stack:Stack', 'iamRoleArn', 'changes of stack'],
  ['aws:cloudformation/stackSet:StackSet', 'administrationRoleArn', 'changes of stacks'],
];

/** What is given the role of an administrator, whatever its trust says: that of a role elsewhere no plan shows. */
function* carriers({ access, objects, plans }: Evidence, described: DescribedRole): Generator<Problem> {
  for (const { namespace, serviceAccount, role, roleArn } of access.podIdentities)
    if (isDescribedRole(described, roleArn ?? role ?? ''))
      yield fails(`an association gives it to pods of ${namespace}/${serviceAccount}`);
  for (const object of objects.ofKind('', 'ServiceAccount')) {
    const at = object.field.at('metadata', 'annotations');
    if (isDescribedRole(described, annotationsOf(object.field.get('metadata')).get(ROLE_ANNOTATION) ?? ''))
      yield fails(`pods of ${object.namespace}/${object.name} take it on by annotation`, { at });
  }
  for (const links of plans)
    for (const [type, property, what] of RUNS_AS)
      for (const resource of links.of(type))
        if (isDescribedRole(described, givenRole(links, resource, property) ?? ''))
          yield fails(`${what} ${resource.name} get it`, { at: inputPlace(resource, property) });
}
