import { engineFile } from '../engines/cache';
import { engineNamed } from '../engines/catalogue';
import { admissionPlugins, writeAdmissionConfiguration, writeAuditPolicy } from './admission';
import type { Certificates } from './certificates';
import { missingAnswer } from './https';
import type { Rig } from './rig';

/** Name of the audit log in the run folder: one JSON event a line. */
export const auditLogName = 'audit.log';

/**
 * Starts kube-apiserver on loopback, with the authorizers and admission plugins of a real cluster.
 * @param address where nodes and pods reach it too, in a network of the run's own
 */
export function startApiServer(
  rig: Rig,
  certificates: Certificates,
  etcdPort: number,
  address?: string,
): Promise<readonly number[]> {
  const { ca, admin } = certificates;
  return rig.start({
    name: 'kube-apiserver',
    program: engineFile(engineNamed('kubernetes'), 'kube-apiserver'),
    ports: 1,
    args: ([port = 0]) => [
      `--secure-port=${port}`,
      ...addressFlags(address),
      '--service-cluster-ip-range=10.96.0.0/16',
      '--allow-privileged=true',
      '--authorization-mode=Node,RBAC',
      ...storeFlags(certificates, etcdPort),
      ...identityFlags(certificates),
      ...kubeletFlags(certificates),
      `--enable-admission-plugins=${admissionPlugins.join(',')}`,
      `--admission-control-config-file=${writeAdmissionConfiguration(rig.folder)}`,
      `--audit-policy-file=${writeAuditPolicy(rig.folder)}`,
      `--audit-log-path=${rig.folder.file(auditLogName)}`,
    ],
    missing: ([port = 0]) => missingAnswer(`https://127.0.0.1:${port}/readyz`, { ca: ca.cert, client: admin }),
    deadlineSeconds: 120,
  });
}

/** With an address of its own it also names itself in the Service `kubernetes`. */
function addressFlags(address: string | undefined): string[] {
  return address === undefined
    ? ['--bind-address=127.0.0.1', '--advertise-address=127.0.0.1', '--endpoint-reconciler-type=none']
    : ['--bind-address=0.0.0.0', `--advertise-address=${address}`];
}

function storeFlags({ etcdCa, etcdClient }: Certificates, port: number): string[] {
  return [
    `--etcd-servers=https://127.0.0.1:${port}`,
    `--etcd-cafile=${etcdCa.cert}`,
    `--etcd-certfile=${etcdClient.cert}`,
    `--etcd-keyfile=${etcdClient.key}`,
  ];
}

function identityFlags({ ca, server, frontProxyCa, frontProxyClient, serviceAccount }: Certificates): string[] {
  return [
    `--tls-cert-file=${server.cert}`,
    `--tls-private-key-file=${server.key}`,
    `--client-ca-file=${ca.cert}`,
    '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
    `--service-account-key-file=${serviceAccount.publicKey}`,
    `--service-account-signing-key-file=${serviceAccount.privateKey}`,
    `--requestheader-client-ca-file=${frontProxyCa.cert}`,
    '--requestheader-allowed-names=front-proxy-client',
    '--requestheader-extra-headers-prefix=X-Remote-Extra-',
    '--requestheader-group-headers=X-Remote-Group',
    '--requestheader-username-headers=X-Remote-User',
    `--proxy-client-cert-file=${frontProxyClient.cert}`,
    `--proxy-client-key-file=${frontProxyClient.key}`,
  ];
}

/** By address: without it, exec and logs would look up the node's name. */
function kubeletFlags({ ca, kubeletClient }: Certificates): string[] {
  return [
    `--kubelet-certificate-authority=${ca.cert}`,
    `--kubelet-client-certificate=${kubeletClient.cert}`,
    `--kubelet-client-key=${kubeletClient.key}`,
    '--kubelet-preferred-address-types=InternalIP,Hostname',
  ];
}
