import { UsageFault } from '../command';
import type { Engine } from './engine';

/**
 * The Kubernetes versions that the suites can run on, each with the folder of its wrapper module.
 * Another version is a folder more (see conformance/README.md) and a line here.
 */
export const kubernetesWrappers = {
  '1.34.4': 'kubernetes-1.34.4',
  '1.35.4': 'kubernetes-1.35.4',
  '1.36.3': 'kubernetes-1.36.3',
  '1.37.2': 'kubernetes-1.37.2',
} as const;

export type KubernetesVersion = keyof typeof kubernetesWrappers;

export const defaultKubernetesVersion: KubernetesVersion = '1.36.3';

/** The version that the environment asks for by KUBERNETES_VERSION. */
export function kubernetesVersion(env: NodeJS.ProcessEnv = process.env): KubernetesVersion {
  const version = (env['KUBERNETES_VERSION'] || defaultKubernetesVersion).replace(/^v/, '');
  if (isSupported(version)) return version;
  const supported = Object.keys(kubernetesWrappers).join(', ');
  throw new UsageFault(`KUBERNETES_VERSION: no wrapper module for "${version}", there is one for ${supported}`);
}

function isSupported(version: string): version is KubernetesVersion {
  return Object.hasOwn(kubernetesWrappers, version);
}

/** The control plane, and what a real node needs: one wrapper module, built apart because few suites need nodes. */
export function kubernetesEngines(version: KubernetesVersion): readonly Engine[] {
  const common = {
    wrapper: kubernetesWrappers[version],
    module: 'k8s.io/kubernetes',
    version: `v${version}`,
    ldflags: versionStamp(version),
    licence: 'Apache-2.0',
  };
  return [
    {
      ...common,
      name: 'kubernetes',
      binaries: commands('kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubectl'),
      why: 'the API server with Pod Security and admission policies, the controllers, the scheduler: they judge every manifest',
    },
    {
      ...common,
      name: 'kubernetes-node',
      binaries: commands('kubelet', 'kube-proxy'),
      why: 'a real node: security contexts, exec and Services as the kernel sees them',
    },
  ];
}

function commands(...names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, `k8s.io/kubernetes/cmd/${name}`]));
}

/** Without it the binaries call themselves v0.0.0-master and refuse version-dependent work. */
function versionStamp(version: KubernetesVersion): string[] {
  const [major, minor] = version.split('.');
  return ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'].flatMap((stamped) => [
    `-X ${stamped}.gitVersion=v${version}`,
    `-X ${stamped}.gitMajor=${major}`,
    `-X ${stamped}.gitMinor=${minor}`,
    `-X ${stamped}.gitTreeState=clean`,
  ]);
}
