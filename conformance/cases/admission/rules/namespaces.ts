import type { KubeObject } from '../../../rig/kubectl';
import { casesOf } from '../case';
import { deployer, engineer, platformAdmin } from '../people';
import { create, remove, update } from '../request';

let count = 0;
const namespace = (name: string, labels?: Readonly<Record<string, string>>): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, ...(labels === undefined ? {} : { labels }) },
});
const fresh = (start: string): string => `${start}-${++count}`;
const label = (name: string, value: string | null) => ({ metadata: { labels: { [name]: value } } });
const ofProject = (project: string) => ({
  'training-isolation/tier': 'training',
  'training-isolation/project': project,
});
const enforce = 'pod-security.kubernetes.io/enforce';

const labels = casesOf('namespace-labels', engineer);

export const namespaceLabels = [
  labels.allowed('a namespace without labels', create(namespace(fresh('free')))),
  labels.allowed(
    'a namespace with labels of its own',
    create(namespace(fresh('free'), { team: 'a', [enforce]: 'baseline' })),
  ),
  labels.allowed(
    'Pod Security of a namespace outside the projects',
    update(namespace(fresh('free')), label(enforce, 'privileged')),
  ),
  labels.allowed('another label of a project', update(namespace(fresh('old'), ofProject('old')), label('team', 'a'))),
  labels.refused(
    'a namespace that joins the projects',
    create(namespace(fresh('free'), { 'training-isolation/tier': 'training' })),
  ),
  labels.refused(
    'a namespace that joins the projects later',
    update(namespace(fresh('free')), label('training-isolation/tier', 'training')),
  ),
  labels.refused(
    'a namespace that joins the projects by its status, which takes labels too',
    update(namespace(fresh('free')), label('training-isolation/tier', 'training'), 'status'),
  ),
  labels.refused(
    'a namespace that calls itself a component',
    update(namespace(fresh('free')), label('training-isolation/tier', 'platform')),
  ),
  labels.refused(
    'a namespace that leaves the projects',
    update(namespace(fresh('old'), ofProject('old')), label('training-isolation/tier', null)),
  ),
  labels.refused(
    'a namespace that becomes that of another project',
    update(namespace(fresh('old'), ofProject('old')), label('training-isolation/project', 'beta')),
  ),
  labels.refused(
    'access to every device',
    update(namespace(fresh('free')), label('resource.kubernetes.io/admin-access', 'true')),
  ),
  labels.refused(
    'a project without Pod Security',
    update(namespace(fresh('old'), { ...ofProject('old'), [enforce]: 'restricted' }), label(enforce, 'privileged')),
    engineer,
    'Pod Security',
  ),
  labels.refused(
    'a project at another version of Pod Security',
    update(
      namespace(fresh('old'), { ...ofProject('old'), [`${enforce}-version`]: 'v1.36' }),
      label(`${enforce}-version`, 'v1.0'),
    ),
  ),
  labels.refused(
    'a project in a mesh',
    update(namespace(fresh('old'), ofProject('old')), label('istio-injection', 'enabled')),
  ),
  labels.refused(
    'a project in a mesh of Kuma',
    update(namespace(fresh('old'), ofProject('old')), label('kuma.io/sidecar-injection', 'enabled')),
  ),
  labels.refused(
    'a project in another mesh',
    update(namespace(fresh('old'), ofProject('old')), {
      metadata: { annotations: { 'linkerd.io/inject': 'enabled' } },
    }),
  ),
  labels.allowed(
    'the same by the platform',
    update(namespace(fresh('free')), label('training-isolation/tier', 'platform')),
    platformAdmin,
  ),
];

const names = casesOf('project-namespaces', engineer);

export const projectNamespaces = [
  names.allowed('a namespace under another name', create(namespace(fresh('free')))),
  names.allowed(
    'a project by the platform, with its labels',
    create(namespace('ml-gamma', ofProject('gamma'))),
    platformAdmin,
  ),
  names.allowed('a project by what applies manifests', create(namespace('ml-delta', ofProject('delta'))), deployer),
  names.allowed('the namespace of a service by the platform', create(namespace('ml-data')), platformAdmin),
  names.allowed('a label of a project', update(namespace('ml-old-1', ofProject('old-1')), label('team', 'a'))),
  names.allowed(
    'a label of an old namespace that never had those of a project',
    update(namespace('ml-old-2'), label('team', 'a')),
    platformAdmin,
  ),
  names.allowed(
    'the deletion of a project by the platform',
    remove(namespace('ml-old-3', ofProject('old-3'))),
    platformAdmin,
  ),
  names.allowed('the deletion of another namespace', remove(namespace(fresh('free')))),
  names.refused('a namespace under the name of the platform', create(namespace('ml-epsilon')), engineer),
  names.refused(
    'a namespace that the cloud may trust, made by the platform without labels',
    create(namespace('ml-zeta')),
    platformAdmin,
    'label',
  ),
  names.refused(
    'a namespace with the labels of another project',
    create(namespace('ml-eta', ofProject('alpha'))),
    platformAdmin,
    'label',
  ),
  names.refused('an adopted namespace, made again by somebody', create(namespace('vision-team')), engineer),
  names.refused(
    'an adopted namespace, made again without its labels',
    create(namespace('vision-team')),
    platformAdmin,
    'label',
  ),
  names.allowed(
    'an adopted namespace with its labels',
    create(namespace('vision-team', ofProject('vision'))),
    platformAdmin,
  ),
  names.refused(
    'a project that loses its labels, by the platform',
    update(namespace('ml-old-4', ofProject('old-4')), label('training-isolation/tier', null)),
    platformAdmin,
    'label',
  ),
  names.refused('the deletion of a project by an engineer', remove(namespace('ml-old-5', ofProject('old-5')))),
  names.allowed(
    "the deletion of a project by the platform's controller",
    remove(namespace('ml-old-6', ofProject('old-6'))),
    deployer,
  ),
];
