import type { PlatformProps } from '../lib';
import type { JobWeakenings, PlatformWeakenings } from '../lib/kubernetes';
import { RISKS, type RiskId } from '../lib/model/risk/accepted-risk';
import { platformRisks } from '../lib/model/risk/platform-risks';

const weakened = { reason: 'shown in the reference' };

/** A description that accepts everything that one can; where it does so is where people write it. */
const ACCEPTING = {
  name: 'ml',
  cni: { kind: 'vpc-cni', startsOpen: weakened },
  aws: {
    account: '111122223333',
    region: 'us-west-2',
    unsafe: {
      internet: weakened,
      publicApi: { ...weakened, cidrs: [] },
      nodeAccess: weakened,
      nodePorts: weakened,
    },
    storageKeys: { bucketKeys: weakened },
    credentials: { kind: 'shared-role', ...weakened },
    access: { checkpointReaders: [{ role: 'arn:aws:iam::111122223333:role/registry', ...weakened }] },
  },
  pools: [
    {
      name: 'p4d',
      instanceType: 'p4d.24xlarge',
      maxNodes: 1,
      shared: weakened,
      purchase: { kind: 'spot', ...weakened },
    },
  ],
  services: [{ name: 'lake', namespace: 'lake', podLabels: {}, port: 443, tenancy: { none: weakened } }],
  policies: { exceptions: [{ rule: 'image-digest', owner: 'somebody', expires: '2027-01-31', ...weakened }] },
  projects: [{ name: 'alpha', gpus: 1, unsafe: { debuggers: weakened, internet: weakened, kubernetesApi: weakened } }],
} as const satisfies PlatformProps;

const ofPlatform = (name: keyof PlatformWeakenings): string => `\`unsafe.${name}\` of \`PlatformIsolation\``;
const ofJob = (name: keyof JobWeakenings): string => `\`unsafe.${name}\` of \`TrainingJob\``;

/** Weakenings of single constructs; the description knows nothing of them. */
const OF_CONSTRUCTS: Partial<Record<RiskId, string>> = {
  'cluster-admins': ofPlatform('clusterAdmins'),
  'writable-root-filesystem': ofJob('writableRootFilesystem'),
  'mutable-image': ofJob('mutableImage'),
  'service-account-token': ofJob('serviceAccountToken'),
};

/** Every weakening, what it gives away and where it is accepted. */
export function weakeningsTable(): string {
  const paths = new Map(platformRisks(ACCEPTING).map(({ id, path }) => [id, path.replaceAll('[0]', '[]')]));
  const rows = (Object.keys(RISKS) as RiskId[]).map((id) => {
    const path = paths.get(id);
    const where = path === undefined ? OF_CONSTRUCTS[id] : `\`${path}\``;
    if (where === undefined) throw new Error(`nothing accepts the weakening ${id}`);
    return `| \`${id}\` | ${RISKS[id]} | ${where} |`;
  });
  return ['| weakening | what it gives away | accepted by |', '| --- | --- | --- |', ...rows].join('\n');
}
