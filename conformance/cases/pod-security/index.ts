import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import type { PlatformProps } from '../../../lib';
import { casesOf, onlyEvaluated, type AdmissionCase } from '../admission/case';
import { platformAdmin } from '../admission/people';
import { FORMS, type Fixture } from './forms';

type KubernetesVersion = NonNullable<PlatformProps['kubernetesVersion']>;

/** Versions at which the fixtures are thrown, with the folder that holds them. */
const FOLDERS = { '1.36': 'v1.35', '1.34': 'v1.34' } as const satisfies Partial<Record<KubernetesVersion, string>>;

export type FixtureVersion = keyof typeof FOLDERS;

export const FIXTURE_VERSIONS = Object.keys(FOLDERS) as readonly FixtureVersion[];

/** What Kubernetes' own fixtures for "restricted" have to become, in every form of a pod. */
export function podSecurityCases(version: FixtureVersion): AdmissionCase[] {
  const folder = FOLDERS[version];
  return [
    ...fixtures(`restricted-${folder}-pass`).flatMap((fixture) => casesFor(fixture, 'allowed', version)),
    ...['restricted', 'baseline'].flatMap((level) =>
      fixtures(`${level}-${folder}-fail`).flatMap((fixture) => casesFor(fixture, 'refused', version)),
    ),
  ];
}

function fixtures(file: string): Fixture[] {
  return (loadAll(readFileSync(join(__dirname, `${file}.yaml`), 'utf8')) as Fixture[]).map((fixture) => ({
    ...fixture,
    metadata: {
      ...fixture.metadata,
      namespace: 'ml-alpha',
      name: `${file}-${fixture.metadata.name}`.replaceAll(/[._]/g, '-'),
    },
  }));
}

function casesFor(fixture: Fixture, answer: AdmissionCase['answer'], version: FixtureVersion): AdmissionCase[] {
  const { allowed, refused } = casesOf('pod-security', platformAdmin);
  return FORMS.map(({ form, request, apiSays }) => {
    const title = `${fixture.metadata.name} as ${form}`;
    const asked = request(fixture);
    const one =
      answer === 'allowed'
        ? allowed(title, asked)
        : refused(title, asked, platformAdmin, `Pod Security "restricted" of v${version}`);
    const why = apiSays(fixture);
    return why === undefined ? one : onlyEvaluated(one, why);
  });
}
