import * as eks from '@pulumi/aws/eks';
import * as pulumi from '@pulumi/pulumi';
import type { Project } from '../../model';
import { shown, type Fault } from '../../model/fault/fault';
import {
  documentText,
  projectRolePolicy,
  projectTrust,
  SESSION_TAGS,
  type AwsPlatform,
  type PolicyDocument,
} from '../../model/iam';
import { unknownProjectFaults } from '../../model/project/find-project';
import type { RoleName } from '../../model/aws/platform-role';
import { checkedName, clusterFacts, clusterFaults, type ClusterSource } from '../cluster/cluster-source';
import { COMPONENT_ARGUMENTS, IsolationComponent, type ArgumentRules, type ComponentArgs } from '../component';
import { roleResources, type RoleResources } from '../role';

/** The role of one project. */
export interface ProjectIdentityArgs extends ComponentArgs {
  /** Name of a project of the description. */
  readonly project: string;
  /** The cluster whose pods get the role. */
  readonly cluster: ClusterSource;
  /** Hours that the credentials of IRSA may last; Pod Identity renews its own. @default 1 */
  readonly maxSessionHours?: number;
}

const ARGUMENTS: ArgumentRules<ProjectIdentityArgs> = {
  ...COMPONENT_ARGUMENTS,
  project: 'required',
  cluster: 'required',
  maxSessionHours: 'optional',
};

/**
 * The role of a project's training pods: below its own prefix it lists, reads, writes and resumes, and it is assumed by one
 * service account of one namespace of one cluster.
 *
 * Give `dependsOn` the namespace if the same program makes it: an association without its namespace is a role that whoever
 * makes a namespace of that name gets.
 *
 * @throws InvalidInputError with every fault of the args, and with what the description lacks or AWS does not allow for it
 */
export class ProjectIdentity extends IsolationComponent {
  /** The project that it is of. */
  readonly project: Project;
  /** Role and its permissions. */
  readonly role: RoleResources;
  /** Gives the role to the service account; undefined for IRSA, where the account names the role. */
  readonly association?: eks.PodIdentityAssociation;
  /** ARN of the role. */
  readonly roleArn: pulumi.Output<string>;

  constructor(name: string, args: ProjectIdentityArgs, opts?: pulumi.ComponentResourceOptions) {
    super('ProjectIdentity', name, args, opts, ARGUMENTS, (platform) => identityFaults(platform, args));
    const { platform } = this;
    const { aws } = platform;
    const project = platform.projects.find((candidate) => candidate.name === args.project) as Project;
    this.project = project;
    const irsa = aws.credentials.kind === 'irsa';
    const tags = this.tags({ [platform.keys.project]: project.name });
    const policy = projectRolePolicy(platform, project);
    this.role = roleResources(
      this.child('role'),
      {
        role: projectRole(project),
        description: `Training pods of project ${project.name}`,
        trust: trustOf(platform, project, args.cluster),
        policies: policy === undefined ? {} : { storage: policy },
        ...(args.maxSessionHours === undefined ? {} : { maxSessionHours: args.maxSessionHours }),
        tags: {
          ...tags,
          // A session of IRSA brings no tags, so the role says what the fences of the buckets ask for.
          ...(irsa ? { [SESSION_TAGS.namespace]: project.namespace, [SESSION_TAGS.cluster]: aws.cluster.arn } : {}),
        },
      },
      this.within(),
    );
    this.roleArn = this.role.role.arn;
    if (!irsa) {
      this.association = new eks.PodIdentityAssociation(
        name,
        {
          clusterName: checkedName(args.cluster, aws),
          namespace: project.namespace,
          serviceAccount: project.serviceAccount,
          roleArn: this.role.arn,
          tags,
        },
        this.within({ dependsOn: [...this.role.parts] }),
      );
    }
    this.registerOutputs({ roleArn: this.roleArn });
  }
}

function projectRole({ role }: Project): RoleName {
  if (role.arn === undefined) throw new Error('a project on AWS whose role has no ARN');
  return { path: role.path, name: role.name, arn: role.arn };
}

/** Whole for Pod Identity and for a known issuer; else as soon as the cluster has its issuer. */
function trustOf(
  platform: AwsPlatform,
  project: Project,
  cluster: ClusterSource,
): PolicyDocument | pulumi.Output<string> {
  const { credentials } = platform.aws;
  if (credentials.kind !== 'irsa') return projectTrust(platform, project);
  if (credentials.issuer !== undefined) return projectTrust(platform, project, credentials.issuer);
  return pulumi
    .output(clusterFacts(cluster).oidcIssuer ?? '')
    .apply((issuer) => documentText(projectTrust(platform, project, issuer)));
}

function identityFaults(platform: AwsPlatform, args: ProjectIdentityArgs): Fault[] {
  const { credentials } = platform.aws;
  const faults = [...clusterFaults(args.cluster, platform.aws), ...unknownProjectFaults(platform, args.project)];
  if (credentials.kind === 'shared-role') {
    faults.push({
      path: 'platform.aws.credentials',
      given: '"shared-role"',
      allowed: 'a role for each project',
      fix: 'new SharedIdentity(...) once, instead of a ProjectIdentity for each project',
    });
  }
  if (
    credentials.kind === 'irsa' &&
    credentials.issuer === undefined &&
    clusterFacts(args.cluster).oidcIssuer === undefined
  ) {
    faults.push({
      path: 'platform.aws.credentials.issuer',
      given: 'nothing',
      allowed: "the issuer of the cluster's tokens",
      fix: 'name it, or give cluster as a resource',
    });
  }
  const hours = args.maxSessionHours;
  if (hours !== undefined && (!Number.isInteger(hours) || hours < 1 || hours > 12)) {
    faults.push({
      path: 'maxSessionHours',
      given: shown(hours),
      allowed: 'a whole number from 1 to 12',
      fix: 'longer runs renew their credentials: the SDK reads the token file again',
    });
  }
  return faults;
}
