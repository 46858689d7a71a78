import { definePlatform } from '../../../../lib';
import { synthesizeAll } from '../../../kubernetes/document-1';
import { OPTIONS, plainDraft } from '../described-options';
import { judgedBy, type Loose } from '../example';

/** Namespaces of projects whose pods may select nodes that others have, once nothing guards it. */
function unguarded(...options: string[]): readonly string[] {
  const draft = plainDraft();
  for (const name of options) OPTIONS[name]?.(draft);
  const platform = definePlatform(draft.platform);
  const ruled = platform.keys.rule;
  const objects = (synthesizeAll(draft.platform, draft.job) as Loose[]).filter(
    ({ metadata }) => metadata.labels?.[ruled] !== 'training-nodes',
  );
  const { findings } = judgedBy('admission/training-nodes', objects, { platform });
  return findings.filter(({ message }) => message.includes('nodes of another project')).map(({ resource }) => resource);
}

test('projects are asked for nodes that they have not, whoever has them', () => {
  expect(unguarded()).toEqual(['Namespace/ml-alpha', 'Namespace/ml-beta']);
  expect(unguarded('a pool for each project')).toEqual(['Namespace/ml-alpha', 'Namespace/ml-beta']);
});

test('nodes of a shared pool are those of whoever uses it, and what one of them has beside is its own', () => {
  expect(unguarded('a shared pool')).toEqual([]);
  expect(unguarded('a shared pool', 'two pools for one project')).toEqual(['Namespace/ml-beta']);
});
