import { turned, type Loose } from '../example';

const GROUP = 'rbac.authorization.k8s.io';
const SCIENTISTS = { kind: 'Group', name: 'ml:beta:scientists', apiGroup: GROUP };

/** A role and a binding that gives it, of the cluster unless there is a namespace. */
function given(
  rule: string,
  { namespace, subject = SCIENTISTS }: { namespace?: string; subject?: object } = {},
): Loose[] {
  const [verb = '', combined = ''] = rule.split(' ');
  const [resource = '', ...group] = combined.split('.');
  const kind = namespace === undefined ? 'ClusterRole' : 'Role';
  const metadata = { name: 'extra', ...(namespace === undefined ? {} : { namespace }) };
  return [
    {
      apiVersion: `${GROUP}/v1`,
      kind,
      metadata,
      rules: [{ apiGroups: [group.join('.')], resources: [resource], verbs: [verb] }],
    },
    {
      apiVersion: `${GROUP}/v1`,
      kind: `${kind}Binding`,
      metadata,
      subjects: [subject],
      roleRef: { apiGroup: GROUP, kind, name: 'extra' },
    },
  ];
}
const account = (namespace: string, name: string): object => ({ kind: 'ServiceAccount', name, namespace });
const turnedBy = (objects: readonly Loose[]): string[] => [...turned((all) => void all.push(...objects))].sort();

describe('what a tool applies with its own rights is asked of bindings of every namespace', () => {
  test.each([
    ['create applications.argoproj.io', 'argocd'],
    ['patch appprojects.argoproj.io', 'argocd'],
    ['create restores.velero.io', 'velero'],
    ['update updaterequests.kyverno.io', 'tools'],
    ['create kustomizations.kustomize.toolkit.fluxcd.io', 'flux-system'],
    ['patch helmreleases.helm.toolkit.fluxcd.io', 'flux-system'],
    ['create resourcesets.fluxcd.controlplane.io', 'flux-system'],
    ['patch gitrepositories.source.toolkit.fluxcd.io', 'flux-system'],
    ['update ocirepositories.source.toolkit.fluxcd.io', 'flux-system'],
    ['create imageupdateautomations.image.toolkit.fluxcd.io', 'flux-system'],
    ['create applications.argoproj.io', 'ml-beta'],
    ['create projectroletemplatebindings.management.cattle.io', 'p-x7q9z'],
    ['patch sriovnetworks.sriovnetwork.openshift.io', 'sriov'],
  ])('%s in %s', (rule, namespace) => {
    expect(turnedBy(given(rule, { namespace }))).toEqual(['authority/cluster-writers']);
  });

  test.each<[string, string, object]>([
    ['get applications.argoproj.io', 'argocd', SCIENTISTS],
    ['create backups.velero.io', 'velero', SCIENTISTS],
    ['create applications.argoproj.io', 'argocd', account('argocd', 'argocd-server')],
    ['create buckets.s3.services.k8s.aws', 'team-x', SCIENTISTS],
    ['patch deployments.apps', 'team-x', SCIENTISTS],
    ['create gitrepositories.source.toolkit.fluxcd.io', 'flux-system', account('flux-system', 'source-controller')],
    ['get gitrepositories.source.toolkit.fluxcd.io', 'flux-system', SCIENTISTS],
  ])('%s in %s is none of these (%j)', (rule, namespace, subject) => {
    expect(turnedBy(given(rule, { namespace, subject }))).toEqual([]);
  });
});

describe('kinds whose controllers write in the cloud, in the cluster, or run code', () => {
  test.each([
    ['create buckets.s3.services.k8s.aws', ['authority/fences']],
    ['update roles.iam.services.k8s.aws', ['authority/fences']],
    ['create *.ec2.services.k8s.aws', ['authority/fences', 'authority/loose-rules']],
    ['patch buckets.s3.aws.m.upbound.io', ['authority/fences']],
    ['create terraforms.infra.contrib.fluxcd.io', ['authority/fences']],
    ['create stacks.pulumi.com', ['authority/fences']],
    ['create subscriptions.operators.coreos.com', ['authority/fences']],
    ['create secretexports.secretgen.carvel.dev', ['authority/fences']],
    ['create secretimports.secretgen.carvel.dev', []],
    ['create pushsecrets.external-secrets.io', ['authority/secrets']],
    ['create externalsecrets.external-secrets.io', []],
    ['update sealedsecrets.bitnami.com', []],
    ['create jobs.batch', []],
    ['get buckets.s3.services.k8s.aws', []],
    ['create buckets.s3.example.com', []],
  ])('%s in a project', (rule, expected) => {
    expect(turnedBy(given(rule, { namespace: 'ml-beta' }))).toEqual(expected);
  });

  test.each([
    ['create buckets.s3.services.k8s.aws', ['authority/fences']],
    ['create buckets.s3.aws.upbound.io', ['authority/cluster-writers']],
    ['update compositions.apiextensions.crossplane.io', ['authority/cluster-writers']],
    ['patch sidecarsets.apps.kruise.io', ['authority/cluster-writers']],
    ['create virtualmachines.kubevirt.io', ['authority/across-projects']],
    ['create scaledjobs.keda.sh', ['authority/across-projects']],
    ['patch clonesets.apps.kruise.io', ['authority/across-projects']],
    ['create llminferenceservices.serving.kserve.io', ['authority/across-projects']],
    ['update deploymentconfigs.apps.openshift.io', ['authority/across-projects']],
    ['patch sparkconnects.sparkoperator.k8s.io', ['authority/across-projects']],
    ['create configurations.serving.knative.dev', ['authority/across-projects']],
    ['create raycronjobs.ray.io', ['authority/across-projects']],
    ['create replicationsources.volsync.backube', ['authority/across-projects']],
    ['create juicefsruntimes.data.fluid.io', ['authority/across-projects']],
    ['create customruns.tekton.dev', ['authority/across-projects']],
    ['update workflowtemplates.argoproj.io', ['authority/across-projects']],
    ['update clusterworkflowtemplates.argoproj.io', ['authority/cluster-writers']],
    ['patch clusterservingruntimes.serving.kserve.io', ['authority/cluster-writers']],
    ['get clusterservingruntimes.serving.kserve.io', []],
    ['create resourcegraphdefinitions.kro.run', ['authority/cluster-writers']],
    ['create clustersecrets.clustersecret.io', ['authority/cluster-writers']],
    ['create rbacdefinitions.rbacmanager.reactiveops.io', ['authority/cluster-writers']],
    ['create globalrolebindings.management.cattle.io', ['authority/cluster-writers']],
    ['patch profiles.kubeflow.org', ['authority/cluster-writers']],
    ['create clusterrolebindings.authorization.openshift.io', ['authority/cluster-writers']],
    ['update groups.user.openshift.io', ['authority/cluster-writers']],
    ['create iamidentitymappings.iamauthenticator.k8s.aws', ['authority/cluster-writers']],
    ['create projectroletemplatebindings.management.cattle.io', ['authority/fences']],
    ['create rolebindings.authorization.openshift.io', ['authority/fences']],
    ['create sandboxclaims.extensions.agents.x-k8s.io', ['authority/across-projects']],
    ['create opentelemetrycollectors.opentelemetry.io', ['authority/across-projects']],
    ['patch autoscalingrunnersets.actions.github.com', ['authority/across-projects']],
    ['create sensors.argoproj.io', ['authority/across-projects']],
    ['update eventlisteners.triggers.tekton.dev', ['authority/across-projects']],
    ['create workspaces.kaito.sh', ['authority/across-projects']],
    ['patch nodesets.slinky.slurm.net', ['authority/across-projects']],
    ['create seldondeployments.machinelearning.seldon.io', ['authority/across-projects']],
    ['create flyteworkflows.flyte.lyft.com', ['authority/across-projects']],
    ['update datadogagents.datadoghq.com', ['authority/across-projects']],
    ['create decoratorcontrollers.metacontroller.k8s.io', ['authority/cluster-writers']],
    ['create assign.mutations.gatekeeper.sh', ['authority/cluster-writers']],
    ['patch configs.config.gatekeeper.sh', ['authority/cluster-writers']],
    ['create networkchaos.chaos-mesh.org', ['authority/cluster-writers']],
    ['create machineconfigs.machineconfiguration.openshift.io', ['authority/cluster-writers']],
    ['update securitycontextconstraints.security.openshift.io', ['authority/cluster-writers']],
    ['create tracingpolicies.cilium.io', ['authority/cluster-writers']],
    ['create envoyfilters.networking.istio.io', ['authority/fences']],
    ['get tracingpolicies.cilium.io', []],
    ['get groups.user.openshift.io', []],
    ['create clusterpushsecrets.external-secrets.io', ['authority/cluster-writers']],
    ['update clusterexternalsecrets.external-secrets.io', ['authority/cluster-writers']],
    ['create pushsecrets.external-secrets.io', ['authority/secrets']],
    ['patch externalsecrets.external-secrets.io', ['authority/cluster-writers']],
    ['update sealedsecrets.bitnami.com', ['authority/cluster-writers']],
    ['list externalsecrets.external-secrets.io', []],
    ['create hostdevicenetworks.mellanox.com', ['authority/cluster-writers']],
    ['create sriovnetworks.sriovnetwork.openshift.io', ['authority/cluster-writers']],
    ['update buckets.source.toolkit.fluxcd.io', ['authority/fences']],
    ['update nvidiadrivers.nvidia.com', ['authority/cluster-writers']],
    ['create plans.upgrade.cattle.io', ['authority/cluster-writers']],
    ['patch nodefeaturerules.nfd.k8s-sigs.io', ['authority/cluster-writers']],
    ['create gitrepos.fleet.cattle.io', ['authority/cluster-writers']],
    ['create manifestworks.work.open-cluster-management.io', ['authority/cluster-writers']],
    ['create globaltenantresources.capsule.clastix.io', ['authority/cluster-writers']],
    ['create nodefeatures.nfd.k8s-sigs.io', ['authority/fences']],
    ['create modules.kmm.sigs.x-k8s.io', ['authority/fences']],
    ['create hierarchyconfigurations.hnc.x-k8s.io', ['authority/fences']],
    ['patch felixconfigurations.crd.projectcalico.org', ['authority/cluster-writers']],
    ['update ippools.projectcalico.org', ['authority/cluster-writers']],
    ['patch installations.operator.tigera.io', ['authority/cluster-writers']],
    ['patch ciliumidentities.cilium.io', ['authority/cluster-writers']],
    ['patch ciliumendpoints.cilium.io', ['authority/fences']],
    ['create ciliumlocalredirectpolicies.cilium.io', ['authority/fences']],
    ['get ciliumidentities.cilium.io', []],
    ['get nodefeaturerules.nfd.k8s-sigs.io', []],
    ['create images.kro.run', []],
    ['watch buckets.s3.aws.upbound.io', []],
  ])('%s in the whole cluster', (rule, expected) => {
    expect(turnedBy(given(rule))).toEqual(expected);
  });
});

describe('in the whole cluster', () => {
  test.each([
    ['create services', ['authority/across-projects']],
    ['patch services', ['authority/across-projects']],
    ['get services', []],
    ['update nodes/status', ['authority/cluster-writers']],
    ['patch nodes/status', ['authority/cluster-writers']],
    ['get nodes/status', []],
    ['get nodes/log', ['authority/cluster-writers']],
    ['get nodes/pods', ['authority/cluster-writers']],
    ['create nodes/checkpoint', ['authority/cluster-writers']],
    ['get nodes/metrics', []],
    ['get nodes/healthz', []],
  ])('a member of a project may %s', (rule, expected) => {
    expect(turnedBy(given(rule))).toEqual(expected);
  });

  test('the controller of load balancers writes Services', () => {
    const subject = account('kube-system', 'aws-load-balancer-controller');
    expect(turnedBy(given('patch services', { subject }))).toEqual([]);
  });
});

test('operators of the description write what their charts give them', () => {
  const subject = account('nvidia-device-plugin', 'nvidia-device-plugin-node-feature-discovery-worker');
  expect(turnedBy(given('create nodefeatures.nfd.k8s-sigs.io', { subject }))).toEqual([]);
  expect(turnedBy(given('create nodefeaturerules.nfd.k8s-sigs.io', { subject }))).toEqual([
    'authority/cluster-writers',
  ]);
});

test.each(['patch', 'update'])("a member may %s the scale of Kyverno's deployments", (verb) => {
  const objects = given(`${verb} deployments/scale.apps`, { namespace: 'kyverno' });
  expect(turnedBy(objects)).toEqual(['authority/component-namespaces']);
});

test('whoever writes settings of Cilium for its nodes, where it runs, switches its policies off', () => {
  const objects = given('create ciliumnodeconfigs.cilium.io', { namespace: 'kube-system' });
  expect(turnedBy(objects)).toEqual(['authority/component-namespaces']);
});

test.each<[string, string[] | undefined, object, readonly string[]]>([
  ['a member', undefined, SCIENTISTS, ['authority/cluster-writers']],
  ['a member', ['privileged'], SCIENTISTS, ['authority/cluster-writers']],
  [
    'an account of a project',
    ['privileged'],
    account('ml-beta', 'train'),
    ['authority/cluster-writers', 'authority/training-accounts'],
  ],
  ['a member', ['restricted-v2'], SCIENTISTS, []],
  ['an operator', ['privileged'], account('tools', 'exporter'), []],
])('%s uses the constraints %j of OpenShift (%j)', (_, resourceNames, subject, expected) => {
  const [role, binding] = given('use securitycontextconstraints.security.openshift.io', { subject });
  Object.assign(role.rules[0], resourceNames === undefined ? {} : { resourceNames });
  expect(turnedBy([role, binding])).toEqual(expected);
});

test.each(['create externalsecrets.external-secrets.io', 'patch sealedsecrets.bitnami.com'])(
  '%s where Kyverno runs is somebody who gives it Secrets',
  (rule) => {
    expect(turnedBy(given(rule, { namespace: 'kyverno' }))).toEqual(['authority/component-namespaces']);
  },
);

test.each<[string, object, readonly string[]]>([
  [
    'patch deployments/scale.apps',
    { kind: 'Group', name: 'developers', apiGroup: GROUP },
    ['authority/cluster-writers'],
  ],
  ['update */scale.*', { kind: 'User', name: 'eve', apiGroup: GROUP }, ['authority/cluster-writers']],
  ['get */scale.*', { kind: 'User', name: 'eve', apiGroup: GROUP }, []],
  ['patch */scale.*', account('keda', 'keda-operator'), []],
])('%s in the whole cluster, Kyverno included, by %j', (rule, subject, expected) => {
  expect(turnedBy(given(rule, { subject }))).toEqual(expected);
});

test('the scale of deployments elsewhere is of whoever is there', () => {
  expect(turnedBy(given('patch deployments/scale.apps', { namespace: 'team-x' }))).toEqual([]);
});
