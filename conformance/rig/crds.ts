import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import type { Kubectl } from './kubectl';
import { until } from './until';

/** CustomResourceDefinitions of other projects whose kinds the library emits. */
export const crdFolder = join(__dirname, '..', 'crds');

interface Crd {
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/** Installs the definitions and waits until the API server serves their kinds. */
export async function installCrds(kubectl: Kubectl): Promise<void> {
  const files = readdirSync(crdFolder).filter((name) => name.endsWith('.yaml'));
  await applyCrds(
    kubectl,
    files.map((name) => load(readFileSync(join(crdFolder, name), 'utf8')) as object),
  );
}

/** Server-side: the definitions are larger than the annotation that a client-side apply would leave on them. */
export async function applyCrds(kubectl: Kubectl, definitions: readonly object[]): Promise<void> {
  await kubectl.mustApply(definitions, { serverSide: true });
  await until({
    what: 'the custom resource definitions are established',
    deadlineSeconds: 60,
    missing: async () => {
      const waiting = (await kubectl.list('customresourcedefinitions')).filter((crd) => !isEstablished(crd as Crd));
      return waiting.length === 0 ? undefined : waiting.map((crd) => crd.metadata.name).join(', ');
    },
  });
}

function isEstablished({ status }: Crd): boolean {
  return status?.conditions?.some(({ type, status: value }) => type === 'Established' && value === 'True') ?? false;
}
