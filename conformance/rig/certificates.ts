import { generateKeyPairSync } from 'node:crypto';
import { MachineCannot } from '../machine-cannot';
import { run } from '../processes/run';
import type { RunFolder } from './run-folder';

/** Paths of a certificate and its key. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

/** Every identity of the control plane. Clients of the store and the front proxy have authorities of their own. */
export interface Certificates {
  readonly ca: KeyPair;
  readonly etcdCa: KeyPair;
  readonly frontProxyCa: KeyPair;
  /** For every server of the cluster: all listen on loopback. */
  readonly server: KeyPair;
  readonly etcd: KeyPair;
  readonly etcdClient: KeyPair;
  readonly kubeletClient: KeyPair;
  readonly frontProxyClient: KeyPair;
  readonly admin: KeyPair;
  readonly controllerManager: KeyPair;
  readonly scheduler: KeyPair;
  /** Signs and verifies ServiceAccount tokens. */
  readonly serviceAccount: { readonly publicKey: string; readonly privateKey: string };
}

const serverNames = [
  'IP:127.0.0.1',
  'IP:10.96.0.1',
  'DNS:localhost',
  'DNS:kubernetes',
  'DNS:kubernetes.default',
  'DNS:kubernetes.default.svc',
  'DNS:kubernetes.default.svc.cluster.local',
].join(',');

/**
 * Makes new certificates, valid for two days, in the run folder.
 * @param address address of the API server beside loopback
 */
export async function createCertificates(folder: RunFolder, address?: string): Promise<Certificates> {
  const authority = (name: string): Promise<KeyPair> =>
    request(folder, name, `/CN=${name}`, [
      'basicConstraints=critical,CA:TRUE',
      'keyUsage=critical,keyCertSign,cRLSign',
    ]);
  const issue = (ca: KeyPair, name: string, subject: string, names?: string): Promise<KeyPair> =>
    issueCertificate(folder, ca, name, subject, names);
  const ownNames = address === undefined ? serverNames : `${serverNames},IP:${address}`;

  const [ca, etcdCa, frontProxyCa] = await Promise.all([
    authority('ca'),
    authority('etcd-ca'),
    authority('front-proxy-ca'),
  ]);
  const [server, etcd, etcdClient, kubeletClient, frontProxyClient, admin, controllerManager, scheduler] =
    await Promise.all([
      issue(ca, 'server', '/CN=127.0.0.1', ownNames),
      issue(etcdCa, 'etcd-server', '/CN=127.0.0.1', 'IP:127.0.0.1'),
      issue(etcdCa, 'etcd-client', '/CN=kube-apiserver'),
      issue(ca, 'kubelet-client', '/O=system:masters/CN=kube-apiserver-kubelet-client'),
      issue(frontProxyCa, 'front-proxy-client', '/CN=front-proxy-client'),
      issue(ca, 'admin', '/O=system:masters/CN=conformance-admin'),
      issue(ca, 'controller-manager', '/CN=system:kube-controller-manager'),
      issue(ca, 'scheduler', '/CN=system:kube-scheduler'),
    ]);
  return {
    ...{ ca, etcdCa, frontProxyCa, server, etcd, etcdClient, kubeletClient, frontProxyClient, admin },
    ...{ controllerManager, scheduler, serviceAccount: createServiceAccountKeys(folder) },
  };
}

/** One more certificate, for a client or server that joins later. Names as OpenSSL writes them: `IP:10.0.0.1,DNS:node`. */
export function issueCertificate(
  folder: RunFolder,
  ca: KeyPair,
  name: string,
  subject: string,
  names = '',
): Promise<KeyPair> {
  return request(folder, name, subject, leafExtensions(names), ca);
}

function leafExtensions(names: string): string[] {
  return [
    'basicConstraints=critical,CA:FALSE',
    'keyUsage=critical,digitalSignature',
    'extendedKeyUsage=serverAuth,clientAuth',
    ...(names ? [`subjectAltName=${names}`] : []),
  ];
}

/** One certificate with a new key, signed by an authority or by itself. */
async function request(
  folder: RunFolder,
  name: string,
  subject: string,
  extensions: readonly string[],
  ca?: KeyPair,
): Promise<KeyPair> {
  const pair = { cert: folder.file(`${name}.crt`), key: folder.file(`${name}.key`) };
  const { code, stderr } = await run('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-config', folder.write(`${name}.cnf`, '[req]\ndistinguished_name=dn\n[dn]\n'), '-subj', subject],
    ...['-out', pair.cert, '-keyout', pair.key],
    ...extensions.flatMap((extension) => ['-addext', extension]),
    ...(ca ? ['-CA', ca.cert, '-CAkey', ca.key] : []),
  ]);
  if (code === 127) throw new MachineCannot('no "openssl" on PATH', 'install OpenSSL 3');
  if (code !== 0) throw new MachineCannot(`openssl made no certificate ${name}: ${stderr.trim()}`, 'install OpenSSL 3');
  return pair;
}

function createServiceAccountKeys(folder: RunFolder): Certificates['serviceAccount'] {
  const keys = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return {
    publicKey: folder.write('service-account.pub', keys.publicKey),
    privateKey: folder.write('service-account.key', keys.privateKey),
  };
}
