import { casesOf } from '../case';
import { deployment, job, pod } from '../objects';
import { jobController } from '../people';
import { create } from '../request';

const { allowed, refused } = casesOf('service-account', jobController);
const withVolume = (name: string, serviceAccountToken: object) => ({
  spec: {
    volumes: [{ name, projected: { sources: [{ serviceAccountToken }] } }],
    containers: { 0: { volumeMounts: [] } },
  },
});

export const serviceAccount = [
  allowed('the pod of a Job of the library', create(pod())),
  allowed(
    'the token that the Pod Identity webhook adds',
    create(
      pod(
        withVolume('eks-pod-identity-token', {
          audience: 'pods.eks.amazonaws.com',
          expirationSeconds: 86400,
          path: 'eks-pod-identity-token',
        }),
      ),
    ),
  ),
  allowed(
    'the token that the webhook of IAM roles for service accounts adds',
    create(
      pod(withVolume('aws-iam-token', { audience: 'sts.amazonaws.com', expirationSeconds: 86400, path: 'token' })),
    ),
  ),
  refused('the default account', create(pod({ spec: { serviceAccountName: 'default' } }))),
  refused('a Job that names no account', create(job({ spec: { serviceAccountName: null } }))),
  refused(
    'a token that is mounted by default',
    create(job({ spec: { automountServiceAccountToken: null } })),
    jobController,
    'automountServiceAccountToken',
  ),
  refused('a Deployment with a token', create(deployment({ spec: { automountServiceAccountToken: true } }))),
  refused(
    'a projected token for the API server',
    create(pod(withVolume('token', { path: 'token' }))),
    jobController,
    'token',
  ),
  refused(
    'a projected token for a stranger',
    create(pod(withVolume('aws-iam-token', { audience: 'vault.example.com', path: 'token' }))),
  ),
  refused(
    'a token of the cloud under another name',
    create(pod(withVolume('mine', { audience: 'sts.amazonaws.com', path: 'token' }))),
  ),
];
