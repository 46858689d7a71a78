import { readFileSync } from 'node:fs';
import { loadAll } from 'js-yaml';
import { engineFile } from '../engines/cache';
import { engineNamed } from '../engines/catalogue';
import type { KubeObject } from './kubectl';

/** How a controller of a release is run. */
export interface ShippedController {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The objects of Kyverno's installation, as its release ships them. */
export class KyvernoRelease {
  private readonly objects = loadObjects();

  get definitions(): readonly KubeObject[] {
    return this.objects.filter(isDefinition);
  }

  /** Namespace, ServiceAccounts, roles and ConfigMaps: what exists without nodes. */
  get rightsAndSettings(): readonly KubeObject[] {
    return this.objects.filter((object) => !isDefinition(object) && !['Deployment', 'Service'].includes(object.kind));
  }

  /** Arguments and environment that the release's Deployment gives a controller. */
  controller(name: string): ShippedController {
    const found = this.objects.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === name);
    const [container] = (found as Deployment | undefined)?.spec.template.spec.containers ?? [];
    if (!container) throw new Error(`Kyverno's installation has no Deployment ${name} with a container`);
    const { args = [], env = [] } = container;
    const values = env.flatMap((variable) => (variable.value === undefined ? [] : [[variable.name, variable.value]]));
    return { args, env: Object.fromEntries(values) as Record<string, string> };
  }
}

interface Deployment extends KubeObject {
  readonly spec: { readonly template: { readonly spec: { readonly containers: readonly Container[] } } };
}

interface Container {
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
}

function loadObjects(): KubeObject[] {
  const text = readFileSync(engineFile(engineNamed('kyverno'), 'install.yaml'), 'utf8');
  return (loadAll(text) as (KubeObject | null)[]).filter((object) => object !== null);
}

const isDefinition = ({ kind }: KubeObject): boolean => kind === 'CustomResourceDefinition';
