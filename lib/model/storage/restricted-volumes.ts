/** Kinds of volumes that show nothing of the node, of another project or of an unchecked image. */
export const HARMLESS_VOLUMES = ['emptyDir', 'configMap', 'secret', 'downwardAPI'] as const;

/**
 * Sources of volumes that are no way to the node or to somebody else's storage, by Pod Security "restricted"
 * (https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted). What is invented later is not among them.
 */
export const RESTRICTED_VOLUMES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
] as const;
