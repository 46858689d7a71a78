import { weakeningFaults } from '../risk/accepted-risk';
import type { AwsProps } from '../aws/aws';
import { NVIDIA_GPU } from './device-resources';
import type { Fault } from '../fault/fault';
import { shown, suggestion } from '../fault/fault';
import { INSTANCE_TYPE_NAMES, isKnownInstanceType } from './instance-types';
import type { KubernetesVersion } from '../kubernetes/kubernetes-version';
import { isExtendedResource, nameFaults, PART_NAME } from '../names';
import { nodeImageFaults } from './node-image';
import { numbersOf, poolFabric, type PoolProps } from './pool';
import { purchaseFaults } from './purchase';
import { reservedFaults } from './reserved-space';
import type { Draft } from '../fault/shape';

/** Every fault of a pool. */
export function poolFaults(
  props: Draft<PoolProps>,
  path: string,
  aws: Draft<AwsProps> | undefined,
  kubernetesVersion: KubernetesVersion,
): Fault[] {
  const faults = nameFaults(props.name, `${path}.name`, PART_NAME);
  const refuse = (field: keyof PoolProps, given: unknown, allowed: string, fix: string): void => {
    faults.push({ path: `${path}.${field}`, given: shown(given), allowed, fix });
  };
  const { instanceType } = props;
  if (typeof instanceType === 'string' && !isKnownInstanceType(instanceType)) {
    refuse(
      'instanceType',
      instanceType,
      `one of ${INSTANCE_TYPE_NAMES.join(', ')}, or an object with the numbers of another type`,
      suggestion(
        instanceType,
        INSTANCE_TYPE_NAMES,
        'give { name, gpus, gpuMemoryGiB, efaCards, vcpus, memoryGiB, localNvmeGB }',
      ),
    );
  }
  const efaCards = numbersOf(instanceType).efaCards;
  if (efaCards !== undefined) faults.push(...fabricFaults(props, efaCards, path, aws));
  const zones = aws?.zones?.filter((zone) => zone !== undefined);
  for (const field of ['rdmaResource', 'gpuResource'] as const) {
    const value = props[field];
    if (value !== undefined && (!isExtendedResource(value) || value.split('/')[0]?.endsWith('kubernetes.io'))) {
      refuse(
        field,
        value,
        'an extended resource such as "nvidia.com/gpu"',
        'write it as the device plugin advertises it',
      );
    }
  }
  if (props.rdmaResource !== undefined && props.rdmaResource === (props.gpuResource ?? NVIDIA_GPU)) {
    refuse('rdmaResource', props.rdmaResource, 'another resource than the GPUs', 'name that of the RDMA device plugin');
  }
  if (props.availabilityZone !== undefined && zones !== undefined && !zones.includes(props.availabilityZone)) {
    refuse(
      'availabilityZone',
      props.availabilityZone,
      `a zone of aws.zones: ${zones.join(', ')}`,
      suggestion(props.availabilityZone, zones, 'add the zone to aws.zones'),
    );
  }
  if (props.protectedLabel === true && (props.provisioner ?? (aws === undefined ? '' : 'managed')) === 'managed') {
    refuse(
      'protectedLabel',
      true,
      'false for managed node groups',
      'EKS refuses the label: leave it out, or take Karpenter or nodes of your own',
    );
  }
  if (props.provisioner === 'karpenter' && props.image?.family === 'bottlerocket-fips') {
    refuse(
      'image',
      props.image,
      '"al2023" or "bottlerocket"',
      'Karpenter has no alias for FIPS images: use managed nodes',
    );
  }
  if (aws === undefined) {
    for (const field of ['purchase', 'image'] as const) {
      if (props[field] !== undefined)
        refuse(field, props[field], 'nothing outside AWS', 'describe `aws`, or leave it out');
    }
  }
  return [
    ...faults,
    ...reservedFaults(props.reserved, `${path}.reserved`, numbersOf(props.instanceType)),
    ...purchaseFaults(props.purchase, `${path}.purchase`),
    ...nodeImageFaults(props.image, `${path}.image`, kubernetesVersion),
    ...weakeningFaults(props.shared, `${path}.shared`),
  ];
}

function fabricFaults(
  props: Draft<PoolProps>,
  efaCards: number,
  path: string,
  aws: Draft<AwsProps> | undefined,
): Fault[] {
  const fabric = poolFabric(props);
  const faults: Fault[] = [];
  if (fabric === 'efa' && efaCards === 0) {
    faults.push({
      path: `${path}.fabric`,
      given: '"efa"',
      allowed: 'a fabric that the type has',
      fix: 'this type has no EFA card: leave fabric out for "tcp"',
    });
  }
  if ((fabric === 'infiniband' || fabric === 'roce') && props.rdmaResource === undefined) {
    faults.push({
      path: `${path}.rdmaResource`,
      given: 'nothing',
      allowed: 'the extended resource of the RDMA device plugin',
      fix: 'for example "rdma/hca"; its name is free (https://github.com/Mellanox/k8s-rdma-shared-dev-plugin)',
    });
  }
  const reserved = typeof props.purchase === 'object' && props.purchase.kind !== 'spot';
  if ((fabric === 'efa' || reserved) && aws !== undefined && props.availabilityZone === undefined) {
    faults.push({
      path: `${path}.availabilityZone`,
      given: 'nothing',
      allowed: reserved ? 'the zone of the reservation' : 'one zone: EFA traffic does not cross zones',
      fix: aws.zones?.[0] === undefined ? 'name the zone that has the capacity' : `name one of ${aws.zones.join(', ')}`,
    });
  }
  return faults;
}
