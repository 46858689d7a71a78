import { definePlatform, type PlatformProps } from '../../../lib';
import { faultPaths } from '../../faults-of';
import { platformProps } from '../../platform-props';

const refused = (props: Partial<PlatformProps>): string[] => faultPaths(() => definePlatform(platformProps(props)));
const service = (name: string, app: string) => ({
  name,
  namespace: 'ml-data',
  podLabels: { app },
  port: 443,
  tenancy: 'per-project' as const,
});
const component = (name: string, namespace: string) => ({ name, namespace, needs: {} });

test('a component stands once in the description, whatever form it has', () => {
  expect(refused({ components: ['falco', 'falco'] })).toEqual(['components[1]']);
  expect(refused({ components: [component('exporter', 'a'), component('exporter', 'b')] })).toEqual([
    'components[1].name',
  ]);
  expect(refused({ components: ['falco', component('falco', 'security')] })).toEqual(['components[1].name']);
  // One that the description needs anyway may be given in a form of its own.
  expect(
    definePlatform(platformProps({ components: [component('coredns', 'kube-system')] })).components,
  ).toContainEqual(expect.objectContaining({ name: 'coredns', needs: {} }));
});

test('two services whose policies for their projects would have one name are refused', () => {
  const services = [service('data', 'a'), service('data-lake', 'b')];
  const projects = [
    { name: 'lake-one', gpus: 8, uses: ['data'] },
    { name: 'one', gpus: 8, uses: ['data-lake'] },
  ];
  // ml-data-lake-one-access, both of them.
  expect(refused({ services, projects })).toEqual(['services[1].name']);
  const apart = [service('data', 'a'), { ...service('data-lake', 'b'), namespace: 'ml-lake' }];
  expect(definePlatform(platformProps({ services: apart, projects })).services).toHaveLength(2);
});

test.each(['data-lake-access', 'data-lake-default-deny'])(
  'a component %s beside the service data-lake would take its policy away',
  (name) => {
    expect(refused({ components: [component(name, 'ml-data')] })).toEqual(['services[0].name']);
    expect(definePlatform(platformProps({ components: [component(name, 'elsewhere')] })).name).toBe('ml');
  },
);

test('a component that is called like a part of a known one is refused in its namespace', () => {
  const components = ['ebs-csi', component('ebs-csi-node', 'kube-system')] as const;
  expect(refused({ components })).toEqual(['components[1].name']);
});
