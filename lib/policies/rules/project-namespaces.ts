import type { Platform } from '../../model';
import { operatorNamespaces } from '../../model/component/operator-namespaces';
import { projectNamespace } from '../../model/project/project';
import { NAMESPACE } from '../judged';
import { isKubernetes, isPlatform } from '../people';
import { isCreated, object, oldObject, operation } from '../predicate/request';
import { allOf, anyOf, Text, type Flag, type Thing } from '../predicate/values';
import type { ExpressionRule } from '../rule';

export const projectNamespaces: ExpressionRule = {
  id: 'project-namespaces',
  title: 'Only the platform makes and removes namespaces under its name, and the namespace of a project has its labels',
  why: 'The cloud trusts a namespace by its name, admission judges it by its label: one without labels has the role of a project and none of its rules.',
  stops: ['A2', 'A4', 'T7'],
  judges: [{ kinds: [NAMESPACE], operations: ['CREATE', 'UPDATE', 'DELETE'] }],
  scope: 'cluster',
  guard: true,
  requires: (platform) => [
    {
      message: `let the platform make and remove namespaces that start with ${platform.name}- or belong to a project`,
      holds: anyOf(
        allOf(isCreated.not(), operation.isNot('DELETE')),
        nameIsFree(platform),
        isPlatform(platform),
        isKubernetes(platform),
      ),
    },
    {
      message: `label the namespace of a project ${platform.keys.tier}=training and ${platform.keys.project}=<project>`,
      holds: anyOf(operation.is('DELETE'), labelsAreKept(platform), hasItsLabels(platform)),
    },
  ],
};

const labelsOf = (namespace: Thing): Thing => namespace.thing('metadata.labels');

/** Old namespaces may go on without the labels; nobody takes them away. */
const labelsAreKept = ({ keys }: Platform): Flag =>
  allOf(
    isCreated.not(),
    ...[keys.tier, keys.project].map((key) =>
      labelsOf(oldObject)
        .text([key])
        .is(labelsOf(object).text([key])),
    ),
  );

/** Name of the namespace; a deletion has only the old object. */
function nameIs(of: (name: Text) => Flag): Flag {
  return anyOf(
    allOf(operation.is('DELETE'), of(oldObject.text('metadata.name'))),
    allOf(operation.isNot('DELETE'), of(object.text('metadata.name'))),
  );
}

/** Namespaces of projects that were there before, under names of their own. */
const adopted = ({ name, projects }: Platform) =>
  projects.filter((project) => project.namespace !== projectNamespace(name, { name: project.name }));

function nameIsFree(platform: Platform): Flag {
  const names = adopted(platform).map(({ namespace }) => namespace);
  return nameIs((name) => allOf(name.startsWith(`${platform.name}-`).not(), name.isOneOf(names).not()));
}

/** Namespaces under the platform's name that belong to no project: those of services and components. */
function othersOf(platform: Platform): string[] {
  const all = [...platform.services.map(({ namespace }) => namespace), ...operatorNamespaces(platform)];
  return [...new Set(all)].filter((name) => name.startsWith(`${platform.name}-`)).sort();
}

function hasItsLabels(platform: Platform): Flag {
  const { keys } = platform;
  const name = object.text('metadata.name');
  const labels = labelsOf(object);
  const isTraining = labels.text([keys.tier]).is('training');
  const derived = Text.of(`${platform.name}-`).plus(labels.text([keys.project]));
  return allOf(
    anyOf(
      name.startsWith(`${platform.name}-`).not(),
      name.isOneOf([...othersOf(platform), ...adopted(platform).map(({ namespace }) => namespace)]),
      allOf(isTraining, name.is(derived)),
    ),
    ...adopted(platform).map((project) =>
      name.is(project.namespace).implies(isTraining.and(labels.text([keys.project]).is(project.name))),
    ),
  );
}
