import { engineFile } from '../engines/cache';
import { engineNamed } from '../engines/catalogue';
import type { Certificates } from './certificates';
import { missingAnswer } from './https';
import type { Rig } from './rig';

/** Starts etcd with TLS and client certificates. Nothing is synced to disk: its data live as long as the run. */
export function startStore(rig: Rig, certificates: Certificates): Promise<readonly number[]> {
  const { etcd, etcdCa, etcdClient } = certificates;
  return rig.start({
    name: 'etcd',
    program: engineFile(engineNamed('etcd'), 'etcd'),
    ports: 2,
    args: ([client = 0, peer = 0]) => [
      '--name=conformance',
      `--data-dir=${rig.folder.file('etcd')}`,
      `--listen-client-urls=${url(client)}`,
      `--advertise-client-urls=${url(client)}`,
      `--listen-peer-urls=${url(peer)}`,
      `--initial-advertise-peer-urls=${url(peer)}`,
      `--initial-cluster=conformance=${url(peer)}`,
      `--cert-file=${etcd.cert}`,
      `--key-file=${etcd.key}`,
      `--trusted-ca-file=${etcdCa.cert}`,
      '--client-cert-auth',
      `--peer-cert-file=${etcd.cert}`,
      `--peer-key-file=${etcd.key}`,
      `--peer-trusted-ca-file=${etcdCa.cert}`,
      '--peer-client-cert-auth',
      '--unsafe-no-fsync',
      '--log-level=warn',
    ],
    missing: ([client = 0]) => missingAnswer(`${url(client)}/health`, { ca: etcdCa.cert, client: etcdClient }),
    deadlineSeconds: 60,
  });
}

const url = (port: number): string => `https://127.0.0.1:${port}`;
