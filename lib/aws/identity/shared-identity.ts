import * as eks from '@pulumi/aws/eks';
import type * as pulumi from '@pulumi/pulumi';
import type { Fault } from '../../model/fault/fault';
import { shown } from '../../model/fault/fault';
import { podIdentityTrust, sharedRolePolicies, type AwsPlatform } from '../../model/iam';
import { iamArn } from '../../model/aws/arn';
import type { RoleName } from '../../model/aws/platform-role';
import { TRAINING_PATH } from '../../model/project/project';
import { trainingBuckets } from '../../model/storage/training-buckets';
import { checkedName, clusterFaults, type ClusterSource } from '../cluster/cluster-source';
import { COMPONENT_ARGUMENTS, IsolationComponent, type ArgumentRules, type ComponentArgs } from '../component';
import { roleResources, type RoleResources } from '../role';

/** The role of all projects. */
export interface SharedIdentityArgs extends ComponentArgs {
  /** The cluster whose pods get the role. */
  readonly cluster: ClusterSource;
}

const ARGUMENTS: ArgumentRules<SharedIdentityArgs> = {
  ...COMPONENT_ARGUMENTS,
  cluster: 'required',
};

/**
 * One role for all projects, for hundreds of them: the session tag of the namespace decides the prefix. One fault in it
 * reaches every project, so the description says why (`aws.credentials` of kind `shared-role`).
 *
 * @throws InvalidInputError with every fault of the args, and with what the description lacks or AWS does not allow for it
 */
export class SharedIdentity extends IsolationComponent {
  /** Role and its permissions. */
  readonly role: RoleResources;
  /** What gives the role to service accounts, by name of the project. */
  readonly associations: Readonly<Record<string, eks.PodIdentityAssociation>>;
  /** ARN of the role. */
  readonly roleArn: pulumi.Output<string>;

  constructor(name: string, args: SharedIdentityArgs, opts?: pulumi.ComponentResourceOptions) {
    super('SharedIdentity', name, args, opts, ARGUMENTS, (platform) => sharedFaults(platform, args));
    const { platform } = this;
    const { aws, projects } = platform;
    const buckets = trainingBuckets(projects);
    this.role = roleResources(
      this.child('role'),
      {
        role: sharedRole(platform),
        description: `Training pods of every project of platform ${platform.name}`,
        trust: podIdentityTrust({
          clusterArn: aws.cluster.arn,
          serviceAccount: serviceAccountsOf(platform)[0] ?? '',
        }),
        policies: Object.fromEntries(
          sharedRolePolicies(platform, buckets).map((policy, index) => [buckets[index]?.name ?? '', policy]),
        ),
        tags: this.tags(),
      },
      this.within(),
    );
    this.roleArn = this.role.role.arn;
    const clusterName = checkedName(args.cluster, aws);
    this.associations = Object.fromEntries(
      projects.map((project) => [
        project.name,
        new eks.PodIdentityAssociation(
          this.child(project.name),
          {
            clusterName,
            namespace: project.namespace,
            serviceAccount: project.serviceAccount,
            roleArn: this.role.arn,
            tags: this.tags({ [platform.keys.project]: project.name }),
          },
          this.within({ dependsOn: [...this.role.parts] }),
        ),
      ]),
    );
    this.registerOutputs({ roleArn: this.roleArn });
  }
}

function sharedRole({ name, aws }: AwsPlatform): RoleName {
  const path = `${TRAINING_PATH}${aws.cluster.name}/`;
  const role = `${name}-training`;
  return { path, name: role, arn: iamArn(aws, `role${path}${role}`) };
}

function serviceAccountsOf({ projects }: AwsPlatform): readonly string[] {
  return [...new Set(projects.map(({ serviceAccount }) => serviceAccount))];
}

function sharedFaults(platform: AwsPlatform, args: SharedIdentityArgs): Fault[] {
  const faults = clusterFaults(args.cluster, platform.aws);
  if (platform.aws.credentials.kind !== 'shared-role') {
    faults.push({
      path: 'platform.aws.credentials',
      given: shown(platform.aws.credentials.kind),
      allowed: '{ kind: "shared-role", reason }',
      fix: 'say there why one role may serve all projects, or use a ProjectIdentity for each',
    });
  }
  const accounts = serviceAccountsOf(platform);
  if (accounts.length > 1) {
    faults.push({
      path: 'platform.projects',
      given: `service accounts ${accounts.join(', ')}`,
      allowed: 'one name of service accounts for all projects of the role',
      fix: 'leave existing.serviceAccount out',
    });
  }
  return faults;
}
