/** How the pods of a kind show in its objects. */
type Shown =
  /** By templates, which `pod-template.ts` reads. */
  | 'templates'
  /** Not, or in a way that is not read here. */
  | 'nothing'
  /** As little, but for their tolerations, which stand in it as they are. */
  | 'tolerations'
  /** What it holds is what another object makes pods of: by itself it makes none. */
  | 'for others';

/** A kind whose writers run code in pods of its namespace, with every account, Secret and volume there. */
export interface MakerKind {
  /** Empty for the core group. */
  readonly group: string;
  readonly kind: string;
  readonly resource: string;
  readonly shown: Shown;
}

const kinds = (group: string, shown: Shown, named: Readonly<Record<string, string>>): readonly MakerKind[] =>
  Object.entries(named).map(([resource, kind]) => ({ group, kind, resource, shown }));

/** Every kind that is known to make pods, or to be what pods are made of, and the name of its resource in roles. */
export const MAKER_KINDS: readonly MakerKind[] = [
  ...kinds('', 'templates', { pods: 'Pod', replicationcontrollers: 'ReplicationController' }),
  ...kinds('apps', 'templates', {
    deployments: 'Deployment',
    statefulsets: 'StatefulSet',
    daemonsets: 'DaemonSet',
    replicasets: 'ReplicaSet',
  }),
  ...kinds('batch', 'templates', { jobs: 'Job', cronjobs: 'CronJob' }),
  ...kinds('jobset.x-k8s.io', 'templates', { jobsets: 'JobSet' }),
  ...kinds('leaderworkerset.x-k8s.io', 'templates', { leaderworkersets: 'LeaderWorkerSet' }),
  ...kinds('trainer.kubeflow.org', 'templates', { trainjobs: 'TrainJob' }),
  ...kinds('trainer.kubeflow.org', 'for others', {
    trainingruntimes: 'TrainingRuntime',
    clustertrainingruntimes: 'ClusterTrainingRuntime',
  }),
  ...kinds('kubeflow.org', 'templates', {
    pytorchjobs: 'PyTorchJob',
    mpijobs: 'MPIJob',
    tfjobs: 'TFJob',
    xgboostjobs: 'XGBoostJob',
    paddlejobs: 'PaddleJob',
    jaxjobs: 'JAXJob',
    notebooks: 'Notebook',
  }),
  ...kinds('notebooks.kubeflow.org', 'templates', { notebooks: 'Notebook' }),
  // The last three: https://www.kubeflow.org/docs/components/katib/, https://www.kubeflow.org/docs/components/pipelines/
  ...kinds('kubeflow.org', 'nothing', {
    mxjobs: 'MXJob',
    experiments: 'Experiment',
    trials: 'Trial',
    scheduledworkflows: 'ScheduledWorkflow',
  }),
  ...kinds('ray.io', 'templates', {
    rayclusters: 'RayCluster',
    rayjobs: 'RayJob',
    rayservices: 'RayService',
    raycronjobs: 'RayCronJob',
  }),
  ...kinds('argoproj.io', 'templates', { rollouts: 'Rollout' }),
  // https://argo-workflows.readthedocs.io/en/latest/fields/
  ...kinds('argoproj.io', 'nothing', { workflows: 'Workflow', cronworkflows: 'CronWorkflow' }),
  // https://argoproj.github.io/argo-events/APIs/
  ...kinds('argoproj.io', 'tolerations', { eventsources: 'EventSource', sensors: 'Sensor', eventbus: 'EventBus' }),
  ...kinds('argoproj.io', 'for others', {
    workflowtemplates: 'WorkflowTemplate',
    clusterworkflowtemplates: 'ClusterWorkflowTemplate',
  }),
  // https://tekton.dev/docs/pipelines/pipeline-api/
  ...kinds('tekton.dev', 'nothing', { taskruns: 'TaskRun', pipelineruns: 'PipelineRun', customruns: 'CustomRun' }),
  ...kinds('tekton.dev', 'for others', {
    tasks: 'Task',
    clustertasks: 'ClusterTask',
    stepactions: 'StepAction',
    pipelines: 'Pipeline',
  }),
  // https://tekton.dev/docs/triggers/eventlisteners/
  ...kinds('triggers.tekton.dev', 'tolerations', { eventlisteners: 'EventListener' }),
  // https://github.com/kubeflow/spark-operator/blob/master/docs/api-docs.md
  ...kinds('sparkoperator.k8s.io', 'nothing', {
    sparkapplications: 'SparkApplication',
    scheduledsparkapplications: 'ScheduledSparkApplication',
    sparkconnects: 'SparkConnect',
  }),
  // https://kserve.github.io/website/docs/reference/crd-api
  ...kinds('serving.kserve.io', 'nothing', {
    inferenceservices: 'InferenceService',
    llminferenceservices: 'LLMInferenceService',
    inferencegraphs: 'InferenceGraph',
  }),
  ...kinds('serving.kserve.io', 'for others', {
    servingruntimes: 'ServingRuntime',
    clusterservingruntimes: 'ClusterServingRuntime',
    llminferenceserviceconfigs: 'LLMInferenceServiceConfig',
  }),
  // https://knative.dev/docs/serving/reference/serving-api/: it puts a proxy of its own into every pod
  ...kinds('serving.knative.dev', 'nothing', {
    services: 'Service',
    configurations: 'Configuration',
    revisions: 'Revision',
  }),
  ...kinds('batch.volcano.sh', 'templates', { jobs: 'Job' }),
  ...kinds('batch.volcano.sh', 'nothing', { cronjobs: 'CronJob' }),
  // https://volcano.sh/en/docs/jobflow/
  ...kinds('flow.volcano.sh', 'nothing', { jobflows: 'JobFlow' }),
  ...kinds('flow.volcano.sh', 'for others', { jobtemplates: 'JobTemplate' }),
  ...kinds('keda.sh', 'nothing', { scaledjobs: 'ScaledJob' }),
  ...kinds('kubevirt.io', 'templates', {
    virtualmachines: 'VirtualMachine',
    virtualmachineinstances: 'VirtualMachineInstance',
    virtualmachineinstancereplicasets: 'VirtualMachineInstanceReplicaSet',
  }),
  ...kinds('pool.kubevirt.io', 'nothing', { virtualmachinepools: 'VirtualMachinePool' }),
  // https://openkruise.io/docs/
  ...kinds('apps.kruise.io', 'nothing', {
    clonesets: 'CloneSet',
    statefulsets: 'StatefulSet',
    daemonsets: 'DaemonSet',
    uniteddeployments: 'UnitedDeployment',
    broadcastjobs: 'BroadcastJob',
    advancedcronjobs: 'AdvancedCronJob',
  }),
  ...kinds('apps.openshift.io', 'templates', { deploymentconfigs: 'DeploymentConfig' }),
  // https://docs.redhat.com/en/documentation/openshift_container_platform/latest/html/builds_using_buildconfig
  ...kinds('build.openshift.io', 'nothing', { builds: 'Build', buildconfigs: 'BuildConfig' }),
  // What it wraps may be of any kind (https://project-codeflare.github.io/appwrapper/).
  ...kinds('workload.codeflare.dev', 'nothing', { appwrappers: 'AppWrapper' }),
  // https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-eks-operator.html
  ...kinds('sagemaker.amazonaws.com', 'nothing', { hyperpodpytorchjobs: 'HyperPodPyTorchJob' }),
  // https://docs.nvidia.com/nim-operator/latest/, https://docs.nvidia.com/dynamo/
  ...kinds('apps.nvidia.com', 'nothing', {
    nimservices: 'NIMService',
    nimpipelines: 'NIMPipeline',
    nimcaches: 'NIMCache',
  }),
  ...kinds('nvidia.com', 'nothing', {
    dynamographdeployments: 'DynamoGraphDeployment',
    dynamocomponentdeployments: 'DynamoComponentDeployment',
  }),
  // https://github.com/kubernetes-sigs/agent-sandbox
  ...kinds('agents.x-k8s.io', 'nothing', { sandboxes: 'Sandbox' }),
  ...kinds('extensions.agents.x-k8s.io', 'nothing', {
    sandboxclaims: 'SandboxClaim',
    sandboxwarmpools: 'SandboxWarmPool',
  }),
  ...kinds('extensions.agents.x-k8s.io', 'for others', { sandboxtemplates: 'SandboxTemplate' }),
  // https://github.com/ai-dynamo/grove/blob/main/docs/api-reference/operator-api.md
  ...kinds('grove.io', 'nothing', {
    podcliquesets: 'PodCliqueSet',
    podcliquescalinggroups: 'PodCliqueScalingGroup',
    podcliques: 'PodClique',
  }),
  // https://kubernetes.dask.org/en/latest/operator_resources.html
  ...kinds('kubernetes.dask.org', 'nothing', {
    daskclusters: 'DaskCluster',
    daskworkergroups: 'DaskWorkerGroup',
    daskjobs: 'DaskJob',
  }),
  // https://nightlies.apache.org/flink/flink-kubernetes-operator-docs-main/docs/custom-resource/overview/
  ...kinds('flink.apache.org', 'nothing', {
    flinkdeployments: 'FlinkDeployment',
    flinksessionjobs: 'FlinkSessionJob',
  }),
  // https://prometheus-operator.dev/docs/api-reference/api/
  ...kinds('monitoring.coreos.com', 'tolerations', {
    prometheuses: 'Prometheus',
    prometheusagents: 'PrometheusAgent',
    alertmanagers: 'Alertmanager',
    thanosrulers: 'ThanosRuler',
  }),
  // Movers of data, in the namespace of the claim (https://volsync.readthedocs.io/en/stable/usage/index.html): they tolerate nothing.
  ...kinds('volsync.backube', 'tolerations', {
    replicationsources: 'ReplicationSource',
    replicationdestinations: 'ReplicationDestination',
  }),
  // Caches and their clients on nodes (https://github.com/fluid-cloudnative/fluid/blob/master/docs/en/dev/api_doc.md)
  ...kinds('data.fluid.io', 'nothing', {
    alluxioruntimes: 'AlluxioRuntime',
    cacheruntimes: 'CacheRuntime',
    efcruntimes: 'EFCRuntime',
    goosefsruntimes: 'GooseFSRuntime',
    jindoruntimes: 'JindoRuntime',
    juicefsruntimes: 'JuiceFSRuntime',
    thinruntimes: 'ThinRuntime',
    vineyardruntimes: 'VineyardRuntime',
    dataloads: 'DataLoad',
    databackups: 'DataBackup',
    datamigrates: 'DataMigrate',
    dataprocesses: 'DataProcess',
  }),
  // https://github.com/open-telemetry/opentelemetry-operator/blob/main/docs/api/opentelemetrycollectors.md
  ...kinds('opentelemetry.io', 'tolerations', { opentelemetrycollectors: 'OpenTelemetryCollector' }),
  // https://github.com/DataDog/datadog-operator/blob/main/docs/configuration.v2alpha1.md
  ...kinds('datadoghq.com', 'tolerations', { datadogagents: 'DatadogAgent' }),
  // https://docs.github.com/en/actions/concepts/runners/actions-runner-controller
  ...kinds('actions.github.com', 'tolerations', {
    autoscalingrunnersets: 'AutoscalingRunnerSet',
    ephemeralrunnersets: 'EphemeralRunnerSet',
    ephemeralrunners: 'EphemeralRunner',
  }),
  // https://docs.rs/kcr_slinky_slurm_net; a Cluster of the older version makes no pods, and a Token a Secret.
  ...kinds('slinky.slurm.net', 'tolerations', {
    nodesets: 'NodeSet',
    loginsets: 'LoginSet',
    controllers: 'Controller',
    restapis: 'RestApi',
    accountings: 'Accounting',
  }),
  // https://docs.seldon.io/projects/seldon-core/en/latest/reference/seldon-deployment.html
  ...kinds('machinelearning.seldon.io', 'tolerations', { seldondeployments: 'SeldonDeployment' }),
  // https://docs.flyte.org/en/latest/user_guide/concepts/component_architecture/flytepropeller_architecture.html
  ...kinds('flyte.lyft.com', 'nothing', { flyteworkflows: 'FlyteWorkflow' }),
  // It makes nodes with GPUs too, and its pods tolerate their taint (https://kaito-project.github.io/kaito/docs/).
  ...kinds('kaito.sh', 'nothing', { workspaces: 'Workspace' }),
  // https://cloudnative-pg.io/documentation/current/cloudnative-pg.v1/
  ...kinds('postgresql.cnpg.io', 'tolerations', { clusters: 'Cluster', poolers: 'Pooler' }),
];

const byKind = new Map(MAKER_KINDS.map((maker) => [`${maker.group}/${maker.kind}`, maker]));

/** What is known of a kind that makes pods, or is what pods are made of. */
export function makerKind(group: string, kind: string): MakerKind | undefined {
  return byKind.get(`${group}/${kind}`);
}
