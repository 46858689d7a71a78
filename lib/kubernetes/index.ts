/** The Kubernetes side: cdk8s charts and constructs that write the manifests of a platform. */
export type * as k8s from './api';
export { PlatformIsolation } from './platform/platform-isolation';
export type { PlatformIsolationProps, PlatformWeakenings } from './platform/platform-isolation';
export type { ClusterAdmins } from './platform/cluster-admins';
export { TrainingProject } from './project/training-project';
export type { ExistingTrainingProjectProps, TrainingProjectProps } from './project/training-project';
export { TrainingJob } from './job/training-job';
export type { JobWeakenings, Launcher, Mount, TrainingJobProps } from './job/training-job-props';
export { ProbeJob } from './probe/probe-job';
export type { ProbeJobProps } from './probe/probe-job-props';
export { Manifest } from './manifest/manifest';
export type { Resource } from './manifest/manifest';
export { ProjectSecrets } from './secrets/project-secrets';
export type { ProjectSecretsProps, RemoteSecret } from './secrets/project-secrets-props';
export type { Named } from './named';
