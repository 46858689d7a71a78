import { UsageFault } from '../command';
import type { Engine } from './engine';
import { kubernetesEngines, kubernetesVersion, type KubernetesVersion } from './kubernetes';

const pulumiVersion = '3.246.0';

/** Every engine, in build order: those that most suites need come first. The one truth for builds, rig and docs. */
export function catalogue(kubernetes: KubernetesVersion = kubernetesVersion()): readonly Engine[] {
  const [controlPlane, node] = kubernetesEngines(kubernetes) as [Engine, Engine];
  return [
    {
      name: 'etcd',
      wrapper: 'etcd',
      module: 'go.etcd.io/etcd/server/v3',
      version: 'v3.6.16',
      binaries: { etcd: 'go.etcd.io/etcd/server/v3' },
      why: "the API server's store",
      licence: 'Apache-2.0',
    },
    controlPlane,
    {
      name: 'kwok',
      wrapper: 'kwok',
      module: 'sigs.k8s.io/kwok',
      version: 'v0.8.0',
      binaries: { kwok: 'sigs.k8s.io/kwok/cmd/kwok' },
      data: {
        'stages/node-initialize.yaml': 'kustomize/stage/node/fast/node-initialize.yaml',
        'stages/node-heartbeat.yaml': 'kustomize/stage/node/heartbeat-with-lease/node-heartbeat-with-lease.yaml',
        'stages/pod-ready.yaml': 'kustomize/stage/pod/fast/pod-ready.yaml',
      },
      why: 'simulated GPU nodes: scheduling, quotas and job life cycles without hardware',
      licence: 'Apache-2.0',
    },
    {
      name: 'kyverno',
      wrapper: 'kyverno',
      module: 'github.com/kyverno/kyverno',
      version: 'v1.19.1',
      binaries: {
        kyverno: 'github.com/kyverno/kyverno/cmd/kyverno',
        'background-controller': 'github.com/kyverno/kyverno/cmd/background-controller',
      },
      data: { 'install.yaml': 'config/install-latest-testing.yaml' },
      why: 'the Kyverno dialects of the admission rules, judged by the real admission controller',
      licence: 'Apache-2.0',
    },
    {
      name: 'kyverno-cli',
      wrapper: 'kyverno',
      module: 'github.com/kyverno/kyverno',
      version: 'v1.19.1',
      binaries: { 'kubectl-kyverno': 'github.com/kyverno/kyverno/cmd/cli/kubectl-kyverno' },
      why: 'Kyverno without a cluster: the verifier is held to what it says of patterns and conditions',
      licence: 'Apache-2.0',
    },
    {
      name: 'yaml-reader',
      wrapper: 'yaml-reader',
      module: 'sigs.k8s.io/yaml',
      version: 'v1.6.0',
      binaries: { 'yaml-reader': '.' },
      why: 'reads YAML as kubectl does, without a cluster: what the emitter writes means what it should',
      licence: 'Apache-2.0 and MIT',
    },
    {
      name: 'pulumi',
      wrapper: 'pulumi',
      module: 'github.com/pulumi/pulumi/pkg/v3',
      version: `v${pulumiVersion}`,
      binaries: { pulumi: 'github.com/pulumi/pulumi/pkg/v3/cmd/pulumi' },
      ldflags: [`-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${pulumiVersion}`],
      why: 'the cloud side: previews, updates, protection and secrets on the real deployment engine',
      licence: 'Apache-2.0',
    },
    node,
    {
      name: 'containerd',
      wrapper: 'containerd',
      module: 'github.com/containerd/containerd/v2',
      version: 'v2.2.1',
      binaries: {
        containerd: 'github.com/containerd/containerd/v2/cmd/containerd',
        'containerd-shim-runc-v2': 'github.com/containerd/containerd/v2/cmd/containerd-shim-runc-v2',
        ctr: 'github.com/containerd/containerd/v2/cmd/ctr',
      },
      ldflags: ['-X github.com/containerd/containerd/v2/version.Version=v2.2.1'],
      tags: ['no_aufs', 'no_btrfs', 'no_devmapper', 'no_zfs'],
      why: "the real node's container runtime: version 2 has the node resource interface that the network policy engine needs",
      licence: 'Apache-2.0',
    },
    {
      name: 'containerd-1.6',
      wrapper: 'containerd-1.6',
      module: 'github.com/containerd/containerd',
      version: 'v1.6.38',
      binaries: {
        containerd: 'github.com/containerd/containerd/cmd/containerd',
        'containerd-shim-runc-v2': 'github.com/containerd/containerd/cmd/containerd-shim-runc-v2',
        ctr: 'github.com/containerd/containerd/cmd/ctr',
      },
      ldflags: ['-X github.com/containerd/containerd/version.Version=v1.6.38'],
      tags: ['no_aufs', 'no_btrfs', 'no_devmapper', 'no_zfs'],
      why: "the contrast of a pod's first second, and nothing else: version 1.6 lacks that interface",
      licence: 'Apache-2.0',
    },
    {
      name: 'network-policies',
      wrapper: 'network-policies',
      module: 'sigs.k8s.io/kube-network-policies',
      version: 'v1.1.1',
      binaries: {
        'kube-network-policies': 'sigs.k8s.io/kube-network-policies/cmd/kube-network-policies/standard',
      },
      why: 'NetworkPolicies enforced on real packets',
      licence: 'Apache-2.0',
    },
    {
      name: 'coredns',
      wrapper: 'coredns',
      module: 'github.com/coredns/coredns',
      version: 'v1.15.0',
      binaries: { coredns: '.' },
      why: 'cluster DNS, for the rule that lets jobs ask the cluster DNS pods and nobody else',
      licence: 'Apache-2.0',
    },
    {
      name: 'node-tools',
      wrapper: 'node-tools',
      module: 'k8s.io/kubelet',
      version: 'v0.36.3',
      binaries: { 'device-plugin': './device-plugin', packets: './packets' },
      why: 'devices that are not there, for the real kubelet to hand out; connections, tried from inside a pod',
      licence: 'Apache-2.0',
    },
  ];
}

export function engineNamed(name: string): Engine {
  const engines = catalogue();
  const engine = engines.find((candidate) => candidate.name === name);
  if (engine) return engine;
  throw new UsageFault(`no engine "${name}"; there are ${engines.map((candidate) => candidate.name).join(', ')}`);
}
