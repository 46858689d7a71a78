import { gibibytes } from '../../model/kubernetes/quantity';
import type { Platform, Project, ProjectClaim } from '../../model';
import { volumeOfClaim } from '../../model/project/own-claim';
import type { PersistentVolume, PersistentVolumeClaim } from '../api';
import { projectClusterMetadata, projectMetadata } from '../metadata';
import { claimSizeGiB } from './claim-size';
import type { ClaimUse } from './claim-use';
import { staticAccessMode, staticVolumeSource } from './static-volume';

/**
 * The claims of a project, each with the one volume that it may bind. A claim cannot be mounted from another namespace;
 * what leaks is the back end, so each volume shows the project's own prefix, file system or access point, and names the
 * claim that may have it (`claimRef`).
 */
export function projectClaims(platform: Platform, project: Project): (PersistentVolume | PersistentVolumeClaim)[] {
  return [
    ...(project.data === undefined ? [] : claimObjects(platform, project, project.data, 'data')),
    ...(project.checkpoints === undefined ? [] : claimObjects(platform, project, project.checkpoints, 'checkpoints')),
  ];
}

function claimObjects(
  platform: Platform,
  project: Project,
  claim: ProjectClaim,
  use: ClaimUse,
): (PersistentVolume | PersistentVolumeClaim)[] {
  const { source } = claim;
  if (source.kind === 'existing') return [];
  const storage = gibibytes(claimSizeGiB(source));
  const volumeName = volumeOfClaim(platform.name, claim.name);
  if (source.kind === 'storage-class') {
    return [
      claimObject(platform, project, claim, {
        accessModes: [source.accessMode ?? 'ReadWriteMany'],
        storageClassName: source.storageClass,
        resources: { requests: { storage } },
      }),
    ];
  }
  const accessModes = [staticAccessMode(source, use)];
  return [
    {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: projectClusterMetadata(platform, project, volumeName),
      spec: {
        capacity: { storage },
        accessModes,
        persistentVolumeReclaimPolicy: 'Retain',
        claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: project.namespace, name: claim.name },
        ...staticVolumeSource(platform, project, source, use, volumeName),
      },
    },
    claimObject(platform, project, claim, {
      accessModes,
      // No class on the volume, an empty one on the claim: no provisioner takes part, and the default is not filled in.
      storageClassName: '',
      volumeName,
      resources: { requests: { storage } },
    }),
  ];
}

function claimObject(
  platform: Platform,
  project: Project,
  claim: ProjectClaim,
  spec: NonNullable<PersistentVolumeClaim['spec']>,
): PersistentVolumeClaim {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: projectMetadata(platform, project, claim.name),
    spec,
  };
}
