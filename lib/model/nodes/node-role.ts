import { iamArn } from '../aws/arn';
import type { Aws } from '../aws/aws';
import { SEPARATOR } from '../names';
import type { NodeGroup } from './node-group';
import type { RoleName } from '../aws/platform-role';

/**
 * IAM path of the roles of training nodes. Not below the path of training itself, so that no pattern for training roles
 * ever means a node.
 */
const NODE_PATH = '/training-nodes/';

/** Role of the nodes of one group: one a project, so that a resource can tell whose node asks. */
export function nodeRole(platform: string, aws: Aws, { name }: NodeGroup): RoleName {
  const path = `${NODE_PATH}${aws.cluster.name}/`;
  // The separator stands in no given name: a node group never has the role name of a project.
  const role = `${platform}${SEPARATOR}${name}`;
  return { path, name: role, arn: iamArn(aws, `role${path}${role}`) };
}
