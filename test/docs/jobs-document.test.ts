import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { judge } from '../../lib/policies';
import { namespaceLabels } from '../../lib/kubernetes/project/namespace';
import { codeBlocks } from './code-blocks';
import { jobOf, platformOf, synthesizeAll } from '../kubernetes/document-1';
import { platformProps } from '../platform-props';

const text = readFileSync(join(__dirname, '../../docs/jobs.md'), 'utf8');
const platform = platformOf();
const [alpha] = platform.projects;

interface Deployment {
  readonly spec: { readonly template: { readonly spec: { priorityClassName?: string } } };
}
const deployment = (): Deployment => {
  const [block] = codeBlocks('docs/jobs.md').filter(({ attributes }) => attributes['judged'] === 'deployment');
  return load(block?.text ?? '') as Deployment;
};
const refusedBy = (object: unknown): string[] => {
  if (alpha === undefined) throw new Error('no project');
  return judge(platform, object as never, namespaceLabels(platform, alpha)).map(({ rule }) => rule.id);
};

test('the Deployment of the guide passes every rule, and without its priority class that one refuses it', () => {
  expect(refusedBy(deployment())).toEqual([]);
  const without = deployment();
  delete without.spec.template.spec.priorityClassName;
  expect(refusedBy(without)).toEqual(['priority-class']);
  const quota = synthesizeAll().filter(({ metadata }) => metadata.name === 'other-priorities');
  expect(quota.map(({ metadata }) => metadata.namespace)).toEqual(['ml-alpha', 'ml-beta']);
  for (const one of quota) expect(one).toMatchObject({ kind: 'ResourceQuota', spec: { hard: { pods: '0' } } });
});

test('the times of the guide are those of the Job, and a queue holds a job back before they run', () => {
  expect(text).toMatch(/`deadlineSeconds`, three days by default/);
  expect(text).toMatch(/`keepFinishedSeconds`, a week by default/);
  const day = 24 * 60 * 60;
  expect(jobOf().spec).toMatchObject({ activeDeadlineSeconds: 3 * day, ttlSecondsAfterFinished: 7 * day });
  expect(jobOf().spec).not.toHaveProperty('suspend');
  const queued = platformProps({
    policies: { ...platformProps().policies, queue: 'training', controllers: ['system:serviceaccount:queue:queue'] },
  });
  expect(jobOf(queued).spec).toMatchObject({ suspend: true });
});
