/** How a service mesh is told to take pods in and to leave them out: one mesh hears nothing of another's word. */
export interface Mesh {
  /** As its makers write it, for messages. */
  readonly name: string;
  /** Labels or annotations with the values that take in, on pods or on their namespace. */
  readonly takesIn: readonly (readonly [key: string, values: readonly string[] | 'any'])[];
  /** On a pod, label or annotation. */
  readonly leavesOut: readonly [key: string, value: string];
  /** What on a namespace decides about all of its pods, and about whom they are led to. */
  readonly namespaceLabels: readonly string[];
  readonly namespaceAnnotations: readonly string[];
}

export const MESHES = {
  // https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/
  istio: {
    name: 'Istio',
    takesIn: [
      ['sidecar.istio.io/inject', ['true']],
      ['istio-injection', ['enabled']],
      ['istio.io/rev', 'any'],
    ],
    leavesOut: ['sidecar.istio.io/inject', 'false'],
    namespaceLabels: ['istio-injection', 'istio.io/rev'],
    namespaceAnnotations: [],
  },
  // Without sidecars: https://istio.io/latest/docs/ambient/usage/add-workloads/
  ambient: {
    name: 'Istio in ambient mode',
    takesIn: [['istio.io/dataplane-mode', ['ambient']]],
    leavesOut: ['istio.io/dataplane-mode', 'none'],
    namespaceLabels: ['istio.io/dataplane-mode', 'istio.io/use-waypoint'],
    namespaceAnnotations: [],
  },
  // https://linkerd.io/2/features/proxy-injection/
  linkerd: {
    name: 'Linkerd',
    takesIn: [['linkerd.io/inject', ['enabled', 'ingress']]],
    leavesOut: ['linkerd.io/inject', 'disabled'],
    namespaceLabels: [],
    namespaceAnnotations: ['linkerd.io/inject'],
  },
  // https://kuma.io/docs/latest/reference/kubernetes-annotations/
  kuma: {
    name: 'Kuma',
    takesIn: [['kuma.io/sidecar-injection', ['enabled', 'true']]],
    leavesOut: ['kuma.io/sidecar-injection', 'disabled'],
    namespaceLabels: ['kuma.io/sidecar-injection'],
    namespaceAnnotations: ['kuma.io/sidecar-injection'],
  },
} as const satisfies Readonly<Record<string, Mesh>>;

export const EVERY_MESH: readonly Mesh[] = Object.values(MESHES);
