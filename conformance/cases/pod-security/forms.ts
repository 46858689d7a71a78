import type { KubeObject } from '../../rig/kubectl';
import { create, update, type AdmissionRequest } from '../admission/request';

interface Container {
  readonly name: string;
  readonly restartPolicy?: string;
  readonly securityContext?: {
    readonly procMount?: string;
    readonly windowsOptions?: { readonly hostProcess?: boolean };
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

/** A pod as the fixtures write it. */
export interface Fixture extends KubeObject {
  readonly spec: {
    readonly os?: { readonly name: string };
    readonly hostUsers?: boolean;
    readonly containers: readonly Container[];
    readonly initContainers?: readonly Container[];
    readonly securityContext?: {
      readonly runAsNonRoot?: boolean;
      readonly windowsOptions?: { readonly hostProcess?: boolean };
    };
    readonly [field: string]: unknown;
  };
}

/** A way to write the same pod. */
interface Form {
  readonly form: string;
  request(fixture: Fixture): AdmissionRequest;
  /** Why an API server refuses it by itself; undefined where it does not. */
  apiSays(fixture: Fixture): string | undefined;
}

export const FORMS: readonly Form[] = [
  { form: 'a pod', request: (fixture) => create(fixture), apiSays: (fixture) => inAnyForm(fixture) },
  {
    form: 'init containers and sidecars',
    request: (fixture) => create(named(fixture, 'init', inInitContainers(fixture))),
    apiSays: (fixture) => inAnyForm(fixture) ?? besideAnother(fixture),
  },
  { form: 'a Job', request: (fixture) => create(job(fixture)), apiSays: (fixture) => inAnyForm(fixture) },
  {
    form: 'debug containers',
    request: (fixture) =>
      update(
        named(fixture, 'debugged', withOneGoodContainer(fixture)),
        { spec: { ephemeralContainers: allContainers(fixture) } },
        'ephemeralcontainers',
      ),
    apiSays: (fixture) => inAnyForm(fixture) ?? besideAnother(fixture) ?? asDebugContainer(fixture),
  },
];

const allContainers = ({ spec: { containers, initContainers = [] } }: Fixture): readonly Container[] => [
  ...initContainers,
  ...containers,
];

function named({ metadata, ...rest }: Fixture, ending: string, spec: object): KubeObject {
  return { ...rest, metadata: { ...metadata, name: `${metadata.name}-${ending}` }, spec };
}

/** With a container that is as it should be in the place of its own. */
function withOneGoodContainer({ spec: { initContainers: _, ...spec } }: Fixture): object {
  return { ...spec, containers: [good(spec)] };
}

function inInitContainers(fixture: Fixture): object {
  return {
    ...withOneGoodContainer(fixture),
    initContainers: allContainers(fixture).map((container) => ({
      ...container,
      // Only init containers that go on running may have these.
      ...(HOOKS.some((hook) => hook in container) ? { restartPolicy: 'Always' } : {}),
    })),
  };
}

const HOOKS = ['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle'];

function job(fixture: Fixture): KubeObject {
  const { apiVersion: _, kind: __, metadata, spec } = fixture;
  const { annotations } = metadata;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: metadata.name, ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }) },
    spec: {
      template: {
        ...(annotations === undefined ? {} : { metadata: { annotations } }),
        spec: { ...spec, restartPolicy: 'Never' },
      },
    },
  };
}

/** A container that passes, on the system that the pod is for. */
function good({ os, securityContext }: Fixture['spec']): Container {
  const image = 'registry.k8s.io/pause';
  if (os?.name === 'windows') {
    return {
      name: 'good',
      image,
      ...(securityContext?.runAsNonRoot === true ? {} : { securityContext: { runAsNonRoot: true } }),
    };
  }
  return {
    name: 'good',
    image,
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    },
  };
}

function inAnyForm(fixture: Fixture): string | undefined {
  const isUnmasked = allContainers(fixture).some(({ securityContext }) => securityContext?.procMount === 'Unmasked');
  return isUnmasked && fixture.spec.hostUsers !== false
    ? 'an unmasked /proc is invalid without a user namespace'
    : undefined;
}

function besideAnother(fixture: Fixture): string | undefined {
  const hasHostProcess = allContainers(fixture).some(
    ({ securityContext }) => securityContext?.windowsOptions?.hostProcess === true,
  );
  const isWhole = fixture.spec.securityContext?.windowsOptions?.hostProcess === true;
  return hasHostProcess && !isWhole ? 'host processes may not stand beside other containers' : undefined;
}

function asDebugContainer(fixture: Fixture): string | undefined {
  const forbidden = ['ports', 'resources', 'restartPolicy', ...HOOKS];
  if (allContainers(fixture).some((container) => forbidden.some((field) => field in container)))
    return 'debug containers have neither ports nor probes';
  if (Object.keys(fixture.metadata.annotations ?? {}).some((key) => key.startsWith('container.apparmor')))
    return 'an annotation may not name a container that is yet to be added';
  return undefined;
}
