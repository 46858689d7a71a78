import { casesOf } from '../case';
import { job, pod, DIGEST } from '../objects';
import { jobController } from '../people';
import { create } from '../request';

const { allowed, refused } = casesOf('own-volumes', jobController);
const mount = (...volumes: object[]) => ({ spec: { volumes, containers: { 0: { volumeMounts: [] } } } });
const claim = (claimName: string) => mount({ name: 'data', persistentVolumeClaim: { claimName } });
/** The same pod in project beta. */
const ofBeta = (change: { readonly spec: object }) => ({
  metadata: { namespace: 'ml-beta' },
  spec: {
    nodeSelector: { 'training-isolation/project': 'beta' },
    tolerations: { 1: { value: 'beta' } },
    ...change.spec,
    containers: { 0: { image: `registry.example.com/beta/trainer@${DIGEST}`, volumeMounts: [] } },
  },
});

export const ownVolumes = [
  allowed('the pod of a Job of the library', create(pod())),
  allowed("a claim whose name starts with the project's and two dashes", create(pod(claim('alpha--scratch')))),
  allowed('a claim that the description lists', create(pod(ofBeta(claim('archive'))))),
  allowed(
    'parts of ConfigMaps and Secrets in one volume',
    create(
      pod(mount({ name: 'parts', projected: { sources: [{ configMap: { name: 'a' } }, { secret: { name: 'b' } }] } })),
    ),
  ),
  refused("another project's claim", create(pod(claim('beta--data'))), jobController, 'claims'),
  refused('a claim of a project whose name only starts alike', create(pod(claim('alpha-2--data')))),
  refused('a claim that the description lists for another project', create(pod(claim('archive')))),
  refused(
    'an inline volume of a driver',
    create(pod(mount({ name: 'x', csi: { driver: 's3.csi.aws.com', volumeAttributes: { bucketName: 'beta' } } }))),
    jobController,
    'volumes',
  ),
  refused(
    'an ephemeral claim',
    create(
      pod(
        mount({
          name: 'x',
          ephemeral: {
            volumeClaimTemplate: {
              spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
            },
          },
        }),
      ),
    ),
  ),
  refused(
    'an image as volume',
    create(pod(mount({ name: 'x', image: { reference: `registry.example.com/alpha/models@${DIGEST}` } }))),
  ),
  refused(
    'trust bundles of the cluster',
    create(pod(mount({ name: 'x', projected: { sources: [{ clusterTrustBundle: { name: 'b', path: 'ca' } }] } }))),
  ),
  refused("a Job with another project's claim", create(job(claim('beta--data')))),
];
