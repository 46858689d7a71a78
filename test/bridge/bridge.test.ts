import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { App } from 'cdk8s';
import { ProjectIdentity } from '../../lib/aws';
import { Manifests, Placeholders, type ManifestObject } from '../../lib/bridge';
import { PlatformIsolation, TrainingProject } from '../../lib/kubernetes';
import { definePlatform, type Platform } from '../../lib/model';
import { UNKNOWN, type JsonObject, type Plan } from '../../lib/plan';
import { synthesize } from '../../lib/testing';
import { described, plan } from '../aws/planned';

function objectsOf(platform: Platform): readonly ManifestObject[] {
  const app = new App();
  new PlatformIsolation(app, 'platform', { platform });
  for (const { name } of platform.projects) new TrainingProject(app, name, { platform, project: name });
  return synthesize(app);
}

const kubernetes = (planned: Plan): Plan['resources'] =>
  planned.resources.filter(({ type, custom }) => custom && type.startsWith('kubernetes:'));

const identity = ({ kind, metadata }: ManifestObject): string => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;

describe('manifests in a Pulumi program', () => {
  it('are one resource an object, equal to the synthesized ones field by field', async () => {
    const objects = objectsOf(described());
    const planned = await plan(() => new Manifests('m', { objects }));
    const applied = kubernetes(planned).map(({ inputs }) => inputs as unknown as ManifestObject);
    const sorted = (list: readonly ManifestObject[]): ManifestObject[] =>
      [...list].sort((a, b) => (identity(a) < identity(b) ? -1 : 1));
    expect(applied).toHaveLength(objects.length);
    expect(sorted(applied)).toEqual(sorted(objects));
  });

  it('hold a value of the cloud where a placeholder stood, and only there', async () => {
    const planned = await plan(() => {
      const fileSystem = new aws.efs.FileSystem('fs');
      const accessPoint = new aws.efs.AccessPoint('ap', { fileSystemId: fileSystem.id });
      const placeholders = new Placeholders();
      const platform = describedWithEfs(
        placeholders.of('file-system', 'file-system-id'),
        placeholders.of('access-point', 'access-point-id'),
      );
      placeholders.fill('file-system', fileSystem.id);
      placeholders.fill('access-point', accessPoint.id);
      new Manifests('m', { objects: objectsOf(platform), placeholders });
    });
    const unknown = kubernetes(planned).flatMap(({ inputs }) => placesOf(inputs, UNKNOWN));
    expect(unknown).toEqual(['PersistentVolume ml-alpha--checkpoints spec.csi.volumeHandle']);
    const dependent = kubernetes(planned).filter(
      ({ propertyDependencies }) => propertyDependencies['spec'] !== undefined,
    );
    expect(dependent.map(({ propertyDependencies }) => propertyDependencies['spec']?.length)).toEqual([2]);
  });

  it('bind several placeholders in one text, and leave none behind', async () => {
    const planned = await plan(
      () => {
        const placeholders = new Placeholders();
        const [a, b] = [placeholders.of('a'), placeholders.of('b')];
        const object = {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'c' },
          data: { text: `${a}-${b}-${a}` },
        };
        expect(placeholders.unfilledIn(object)).toEqual(['a', 'b']);
        placeholders.fill('a', pulumi.output('one'));
        placeholders.fill('b', 'two');
        expect(placeholders.unfilledIn(object)).toEqual([]);
        new Manifests('m', { objects: [object], placeholders });
      },
      { preview: false },
    );
    expect(kubernetes(planned)[0]?.inputs['data']).toEqual({ text: 'one-two-one' });
  });

  it('have the same placeholders in every run, of a form that the description accepts', () => {
    const [a, b] = [new Placeholders(), new Placeholders()];
    expect(a.of('x', 'file-system-id')).toBe(b.of('x', 'file-system-id'));
    expect(a.of('x', 'file-system-id')).toBe(b.of('x', 'file-system-id'));
    expect(() => a.of('x', 'name')).toThrow(/"x" has a placeholder of another form/);
    expect(a.of('m', 'mount-name')).toMatch(/^[0-9a-f]{8}$/);
    a.fill('x', 'fs-1');
    expect(() => a.fill('x', 'fs-2')).toThrow(/"x" is filled already/);
    expect(() => a.fill('y', 'v')).toThrow(/nobody asked for the placeholder "y"/);
  });

  it('are refused while a placeholder in them has no value', async () => {
    const placeholders = new Placeholders();
    const object = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'c' },
      data: { id: placeholders.of('id') },
    };
    await expect(plan(() => new Manifests('m', { objects: [object], placeholders }))).rejects.toThrow(
      /objects\[0\].*placeholder "id".*fill\("id", \.\.\.\)/s,
    );
  });

  it('T7: go in an order that leaves no role under a free name: association, objects, namespace', async () => {
    const platform = described();
    const planned = await plan(() => {
      const manifests = new Manifests('m', { objects: objectsOf(platform) });
      new ProjectIdentity(
        'alpha',
        { platform, project: 'alpha', cluster: 'train-1' },
        { dependsOn: [manifests.namespaces] },
      );
    });
    const namespace = kubernetes(planned).find(({ inputs }) => identity(inputs as never) === 'Namespace /ml-alpha');
    const association = planned.resources.find(({ type }) => type.endsWith(':PodIdentityAssociation'));
    expect(association?.dependencies).toContain(namespace?.urn);
    const claims = kubernetes(planned).filter(({ type }) => type.endsWith(':PersistentVolumeClaim'));
    expect(claims.length).toBeGreaterThan(0);
    for (const { dependencies } of claims) expect(dependencies).toContain(namespace?.urn);
  });

  it('wait, each of them, for what they are told to wait for', async () => {
    const planned = await plan(() => {
      const cluster = new aws.eks.Cluster('c', {
        roleArn: 'arn:aws:iam::111122223333:role/c',
        vpcConfig: { subnetIds: [] },
      });
      new Manifests('m', { objects: objectsOf(described()) }, { dependsOn: cluster });
    });
    const cluster = planned.resources.find(({ name }) => name === 'c');
    const waiting = kubernetes(planned).filter(({ dependencies }) => dependencies.includes(cluster?.urn ?? ''));
    expect(waiting).toHaveLength(objectsOf(described()).length);
  });

  it('are refused with all their faults where an object stands twice or is none', async () => {
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', namespace: 'n' } };
    const broken = { apiVersion: 'v1', kind: 'List', items: [] } as unknown as ManifestObject;
    await expect(plan(() => new Manifests('m', { objects: [object, broken, object] }))).rejects.toThrow(
      /2 faults.*objects\[1\].*objects\[2\].*v1 ConfigMap n\/c/s,
    );
  });
});

/** Alpha's checkpoints on EFS, whose ids the same program makes. */
function describedWithEfs(fileSystemId: string, accessPointId: string): Platform {
  return definePlatform({
    name: 'ml',
    aws: { account: '111122223333', region: 'us-west-2', zones: ['us-west-2b'], vpcCidr: '10.0.0.0/16' },
    pools: [{ name: 'a10g', instanceType: 'g5.xlarge', maxNodes: 4 }],
    projects: [{ name: 'alpha', gpus: 4, storage: { checkpoints: { kind: 'efs', fileSystemId, accessPointId } } }],
  });
}

/** Paths at which a value stands or is part of a text. */
function placesOf(object: JsonObject, value: string): string[] {
  const { kind, metadata } = object as unknown as ManifestObject;
  const below = (item: unknown, path: string): string[] => {
    if (typeof item === 'string') return item.includes(value) ? [path] : [];
    if (typeof item !== 'object' || item === null) return [];
    return Object.entries(item).flatMap(([key, inner]) => below(inner, path === '' ? key : `${path}.${key}`));
  };
  return below(object, '').map((path) => `${kind} ${metadata.name} ${path}`);
}
