import { Construct } from 'constructs';
import type { Platform, Project } from '../../model';
import { refuseFaults } from '../../model/fault/fault';
import { ROLE_ANNOTATION, SECRETS_READER } from '../../model/project/service-account';
import { addAll } from '../manifest/add-all';
import type { ServiceAccount } from '../api';
import { projectMetadata } from '../metadata';
import { belonging } from '../project/belonging';
import type { ExternalSecret, SecretStore } from './external-secrets';
import type { ProjectSecretsProps, RemoteSecret } from './project-secrets-props';
import { secretFaults } from './secret-faults';

const STORE = 'project';

/**
 * Secrets of a project from AWS, by the External Secrets operator: a store in the project's own namespace that sees the
 * project's own prefix, an account of its own to read it, and one Secret for each name. Jobs mount them as files:
 * `mounts: [{ secret: 'wandb' }]`.
 *
 * In a `TrainingProject` they belong to that project; in any other chart they name platform and project themselves.
 *
 * @throws InvalidInputError with every fault of the props
 */
export class ProjectSecrets extends Construct {
  constructor(scope: Construct, id: string, props: ProjectSecretsProps) {
    super(scope, id);
    const subject = `ProjectSecrets "${id}"`;
    const { platform, project } = belonging(scope, props, subject);
    refuseFaults(subject, secretFaults(platform, props));
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
    metadata: { ...metadata, annotations: { ...metadata.annotations, [ROLE_ANNOTATION]: roleArn } },
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
          // Names with parts are paths in Parameter Store: without the slash in front it knows none
          // (https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-hierarchies.html).
          prefix: service === 'ParameterStore' ? `/${project.prefix}` : project.prefix,
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
