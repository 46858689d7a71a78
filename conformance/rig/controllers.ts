import { engineFile } from '../engines/cache';
import { engineNamed } from '../engines/catalogue';
import type { Certificates } from './certificates';
import { missingAnswer, probe } from './https';
import { kubeconfigText } from './kubeconfig';
import type { Rig } from './rig';

/** Starts kube-controller-manager and waits for what it gives every cluster: ServiceAccounts and aggregated roles. */
export function startControllerManager(rig: Rig, certificates: Certificates, api: string): Promise<readonly number[]> {
  const { ca, admin, controllerManager, serviceAccount } = certificates;
  const kubeconfig = rig.folder.write('controller-manager.kubeconfig', kubeconfigText(api, ca.cert, controllerManager));
  return rig.start({
    name: 'kube-controller-manager',
    program: engineFile(engineNamed('kubernetes'), 'kube-controller-manager'),
    ports: 1,
    args: ([port = 0]) => [
      ...controllerFlags(certificates, kubeconfig, port),
      '--use-service-account-credentials=true',
      `--service-account-private-key-file=${serviceAccount.privateKey}`,
      `--root-ca-file=${ca.cert}`,
      `--cluster-signing-cert-file=${ca.cert}`,
      `--cluster-signing-key-file=${ca.key}`,
      // A claim that misses its volume at first is looked at again after a second, not after fifteen.
      '--pvclaimbinder-sync-period=1s',
    ],
    missing: async () => {
      const credentials = { ca: ca.cert, client: admin };
      const account = await missingAnswer(`${api}/api/v1/namespaces/default/serviceaccounts/default`, credentials);
      if (account) return account;
      const role = await probe(`${api}/apis/rbac.authorization.k8s.io/v1/clusterroles/view`, credentials);
      if ('found' in role) return role.found;
      return /"rules":\s*(null|\[\])/.test(role.body) ? 'ClusterRole view has no rules yet' : undefined;
    },
    deadlineSeconds: 120,
  });
}

/** Starts kube-scheduler. */
export function startScheduler(rig: Rig, certificates: Certificates, api: string): Promise<readonly number[]> {
  const { ca, scheduler } = certificates;
  const kubeconfig = rig.folder.write('scheduler.kubeconfig', kubeconfigText(api, ca.cert, scheduler));
  return rig.start({
    name: 'kube-scheduler',
    program: engineFile(engineNamed('kubernetes'), 'kube-scheduler'),
    ports: 1,
    args: ([port = 0]) => controllerFlags(certificates, kubeconfig, port),
    missing: ([port = 0]) => missingAnswer(`https://127.0.0.1:${port}/readyz`, { ca: ca.cert }),
    deadlineSeconds: 120,
  });
}

function controllerFlags({ server }: Certificates, kubeconfig: string, port: number): string[] {
  return [
    `--kubeconfig=${kubeconfig}`,
    `--authentication-kubeconfig=${kubeconfig}`,
    `--authorization-kubeconfig=${kubeconfig}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    `--tls-cert-file=${server.cert}`,
    `--tls-private-key-file=${server.key}`,
    '--leader-elect=false',
    // The default rate of 20 requests a second would make every start four seconds longer.
    '--kube-api-qps=500',
    '--kube-api-burst=1000',
  ];
}
