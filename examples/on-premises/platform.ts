import { definePlatform } from 'training-isolation';

/** A cluster of one's own: Cilium, InfiniBand, volumes by StorageClass, no cloud. */
export const platform = definePlatform({
  name: 'hpc',
  kubernetesVersion: '1.35',
  cni: 'cilium',
  controlPlane: { cidrs: ['192.168.10.5/32'], port: 6443 },
  pools: [
    {
      name: 'dgx',
      instanceType: {
        name: 'dgx-h100',
        gpus: 8,
        gpuMemoryGiB: 80,
        efaCards: 0,
        vcpus: 224,
        memoryGiB: 2048,
        localNvmeGB: 30_000,
      },
      fabric: 'infiniband',
      rdmaResource: 'rdma/hca',
      protectedLabel: true,
      maxNodes: 8,
    },
  ],
  storage: {
    checkpoints: { kind: 'storage-class', storageClass: 'weka', sizeGiB: 8000 },
  },
  storageClasses: { allowed: [{ name: 'weka-scratch', perProjectGiB: 1000 }], denied: ['longhorn'] },
  services: [
    { name: 'tracking', namespace: 'mlops', podLabels: { app: 'mlflow' }, port: 5000, tenancy: 'per-project' },
  ],
  components: ['network-operator'],
  policies: { registries: ['registry.example.org/{project}/'] },
  projects: [
    {
      name: 'climate',
      gpus: 32,
      uses: ['tracking'],
      people: { scientists: ['climate-scientists@example.org'] },
      storage: { datasets: { kind: 'existing', claim: 'reanalysis', sizeGiB: 2000 } },
    },
    {
      name: 'genomics',
      gpus: 16,
      uses: ['tracking'],
      peers: 'project',
      storage: { datasets: { kind: 'existing', claim: 'reads', sizeGiB: 2000 } },
    },
  ],
});
