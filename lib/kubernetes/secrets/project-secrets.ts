import { Construct } from 'constructs';
import type { Platform, Project } from '../../model';
import type { Fault } from '../../model/fault';
import { refuseFaults, shown } from '../../model/fault';
import { isDnsSubdomain, parseRoleArn } from '../../model/names';
import { SECRETS_READER } from '../../model/service-account';
import { addAll } from '../manifest/add-all';
import type { ServiceAccount } from '../api';
import { projectMetadata } from '../metadata';
import type { TrainingProject } from '../project/training-project';
import type { ExternalSecret, SecretStore } from './external-secrets';

/** Where a file of a Secret comes from. */
export interface RemoteSecret {
  /** Name in the store, below the project's prefix: `wandb` is `ml-alpha/wandb`. */
  readonly key: string;
  /** Field of a JSON value. @default - the whole value */
  readonly property?: string;
}

export interface ProjectSecretsProps {
  /** AWS service that holds the values. @default "SecretsManager" */
  readonly service?: 'SecretsManager' | 'ParameterStore';
  /**
   * IAM role of the account that reads the store. An account of its own: the training account could otherwise read
   * whatever is in the store, mounted or not.
   */
  readonly roleArn: string;
  /** Secrets by name, each with its files by name. */
  readonly secrets: Readonly<Record<string, Readonly<Record<string, RemoteSecret>>>>;
  /** How often values are fetched again. Mounted files follow, variables would not. @default "1h" */
  readonly refreshInterval?: string;
}

const STORE = 'project';

/**
 * Secrets of a project from AWS, by the External Secrets operator: a store in the project's own namespace that sees the
 * project's own prefix, an account of its own to read it, and one Secret for each name. Jobs mount them as files:
 * `mounts: [{ secret: 'wandb' }]`.
 *
 * @throws InvalidInputError with every fault of the props
 */
export class ProjectSecrets extends Construct {
  constructor(scope: TrainingProject, id: string, props: ProjectSecretsProps) {
    super(scope, id);
    const { platform, project } = scope;
    refuseFaults(`ProjectSecrets "${id}"`, secretFaults(platform, props));
    addAll(this, [
      reader(platform, project, props.roleArn),
      store(platform, project, props.service ?? 'SecretsManager'),
      ...Object.entries(props.secrets).map(([name, files]) =>
        externalSecret(platform, project, name, files, props.refreshInterval ?? '1h'),
      ),
    ]);
  }
}

function reader(platform: Platform, project: Project, roleArn: string): ServiceAccount {
  const metadata = projectMetadata(platform, project, SECRETS_READER, {
    purpose: 'The External Secrets operator reads the store as this account.',
  });
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { ...metadata, annotations: { ...metadata.annotations, 'eks.amazonaws.com/role-arn': roleArn } },
    automountServiceAccountToken: false,
  };
}

function store(platform: Platform, project: Project, service: 'SecretsManager' | 'ParameterStore'): SecretStore {
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'SecretStore',
    metadata: projectMetadata(platform, project, STORE),
    spec: {
      provider: {
        aws: {
          service,
          region: platform.aws?.region ?? '',
          prefix: project.prefix,
          auth: { jwt: { serviceAccountRef: { name: SECRETS_READER } } },
        },
      },
    },
  };
}

function externalSecret(
  platform: Platform,
  project: Project,
  name: string,
  files: Readonly<Record<string, RemoteSecret>>,
  refreshInterval: string,
): ExternalSecret {
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: projectMetadata(platform, project, name),
    spec: {
      refreshInterval,
      secretStoreRef: { kind: 'SecretStore', name: STORE },
      target: { name, creationPolicy: 'Owner', deletionPolicy: 'Delete' },
      data: Object.entries(files).map(([secretKey, { key, property }]) => ({
        secretKey,
        remoteRef: { key, ...(property === undefined ? {} : { property }) },
      })),
    },
  };
}

const REMOTE_KEY = /^[A-Za-z0-9]([-A-Za-z0-9/_.+=@]*[A-Za-z0-9])?$/;

function secretFaults(platform: Platform, props: ProjectSecretsProps): Fault[] {
  const faults: Fault[] = [];
  if (platform.aws === undefined) {
    faults.push({
      path: 'platform.aws',
      given: 'nothing',
      allowed: 'a platform on AWS',
      fix: 'write a SecretStore of your provider with ApiObject',
    });
  }
  if (parseRoleArn(props.roleArn) === undefined) {
    faults.push({
      path: 'roleArn',
      given: shown(props.roleArn),
      allowed: 'the ARN of an IAM role',
      fix: 'arn:<partition>:iam::<account>:role/<name>',
    });
  }
  for (const [name, files] of Object.entries(props.secrets)) {
    if (!isDnsSubdomain(name))
      faults.push({
        path: `secrets.${name}`,
        given: shown(name),
        allowed: 'the name of a Secret',
        fix: 'lower-case letters, digits and dashes',
      });
    for (const [file, { key }] of Object.entries(files)) {
      if (REMOTE_KEY.test(key) && !key.includes('..') && !key.startsWith('arn:')) continue;
      faults.push({
        path: `secrets.${name}.${file}.key`,
        given: shown(key),
        allowed: 'a name below the prefix of the project, without ".." and no ARN',
        fix: 'leave the prefix out: the store puts it in front',
      });
    }
  }
  return faults;
}
