import { platform } from '../../../../examples/document-1/platform';
import type { Platform } from '../../../../lib';
import {
  judged,
  judgedBy,
  judgedText,
  object,
  podOf,
  result,
  turned,
  exampleObjects,
  ASSUMED,
  type Loose,
} from '../example';

const policy = (objects: Loose[], name: string, namespace = 'ml-alpha'): Loose =>
  object(objects, 'NetworkPolicy', name, namespace);

const added = (spec: object, namespace = 'ml-alpha', name = 'other'): Loose => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, namespace },
  spec,
});

describe('what a change of the network turns', () => {
  test.each<[string, readonly string[], (objects: Loose[]) => void]>([
    [
      'without the default deny',
      ['network/default-deny', 'network/closed-ingress'],
      (objects) => objects.splice(objects.indexOf(policy(objects, 'default-deny')), 1),
    ],
    [
      'a default deny of ingress only',
      // Egress is denied all the same, by the policies that allow something; it goes with them.
      ['network/default-deny'],
      (objects) => (policy(objects, 'default-deny').spec.policyTypes = ['Ingress']),
    ],
    [
      'a default deny that leaves pods out by a label, which anybody may set',
      ['network/default-deny'],
      (objects) =>
        (policy(objects, 'default-deny').spec.podSelector = {
          matchExpressions: [{ key: 'open', operator: 'NotIn', values: ['yes'] }],
        }),
    ],
    [
      'a rule for pods of all namespaces, of which the policies of the others let none in',
      ['network/other-namespaces', 'network/namespace-labels', 'network/dns-pinned', 'network/own-rules'],
      (objects) =>
        objects.push(
          added({ podSelector: {}, egress: [{ to: [{ namespaceSelector: {} }] }], policyTypes: ['Egress'] }),
        ),
    ],
    [
      'projects that let each other in and out',
      ['network/projects-apart'],
      (objects) => {
        const beta = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ml-beta' } } };
        const alpha = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ml-alpha' } } };
        objects.push(added({ podSelector: {}, egress: [{ to: [beta] }], policyTypes: ['Egress'] }));
        objects.push(added({ podSelector: {}, ingress: [{ from: [alpha] }], policyTypes: ['Ingress'] }, 'ml-beta'));
      },
    ],
    [
      'a service of another project',
      ['network/other-namespaces', 'network/service-rules'],
      (objects) => {
        const to = [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ml-platform' } },
            podSelector: { matchLabels: { app: 'mlflow' } },
          },
        ];
        objects.push(
          added({ podSelector: {}, egress: [{ to, ports: [{ port: 5000 }] }], policyTypes: ['Egress'] }, 'ml-beta'),
        );
        const [access] = object(objects, 'NetworkPolicy', 'ml-tracking-access').spec.ingress;
        access.from = [{ namespaceSelector: {} }];
      },
    ],
    [
      'production by its name',
      ['network/other-namespaces'],
      (objects) => {
        const to = [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'production' } },
            podSelector: { matchLabels: { app: 'vault' } },
          },
        ];
        objects.push(added({ podSelector: {}, egress: [{ to, ports: [{ port: 8200 }] }], policyTypes: ['Egress'] }));
      },
    ],
    [
      'ingress from monitoring',
      ['network/closed-ingress'],
      (objects) => {
        const from = [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } },
            podSelector: { matchLabels: { app: 'prometheus' } },
          },
        ];
        objects.push(added({ podSelector: {}, ingress: [{ from }], policyTypes: ['Ingress'] }));
      },
    ],
    [
      'ingress from addresses',
      ['network/closed-ingress'],
      (objects) =>
        objects.push(
          added({
            podSelector: {},
            ingress: [{ from: [{ ipBlock: { cidr: '192.0.2.0/24' } }] }],
            policyTypes: ['Ingress'],
          }),
        ),
    ],
    [
      'a DNS rule without peers',
      [
        'network/other-namespaces',
        'network/outside-addresses',
        'network/dns-pinned',
        'network/instance-metadata',
        'network/own-rules',
      ],
      (objects) => delete policy(objects, 'allow-dns').spec.egress[0].to,
    ],
    [
      'a pod that asks a name server of its own',
      ['network/dns-pinned'],
      (objects) => (podOf(objects).spec.dnsConfig = { nameservers: ['1.1.1.1'] }),
    ],
    [
      'a DNS rule for one protocol',
      ['network/dns-answers'],
      (objects) => policy(objects, 'allow-dns').spec.egress[0].ports.pop(),
    ],
    [
      'endpoints on every port',
      ['network/outside-addresses', 'network/dns-pinned'],
      (objects) => delete policy(objects, 'allow-cloud-endpoints').spec.egress[0].ports,
    ],
    [
      'a block around the endpoints',
      ['network/outside-addresses', 'network/other-namespaces', 'network/own-rules'],
      (objects) => (policy(objects, 'allow-cloud-endpoints').spec.egress[0].to[0].ipBlock.cidr = '10.0.0.0/8'),
    ],
    [
      'endpoints that nobody can reach',
      ['network/cloud-answers'],
      (objects) => objects.splice(objects.indexOf(policy(objects, 'allow-cloud-endpoints')), 1),
    ],
    [
      'no way to credentials',
      ['network/cloud-answers'],
      (objects) => objects.splice(objects.indexOf(policy(objects, 'allow-pod-identity')), 1),
    ],
    [
      'the whole link-local block for the identity agent',
      ['network/instance-metadata', 'network/outside-addresses'],
      (objects) => (policy(objects, 'allow-pod-identity').spec.egress[0].to[0].ipBlock.cidr = '169.254.0.0/16'),
    ],
    [
      'the internet but for the private blocks',
      ['network/cni-limits', 'network/outside-addresses', 'network/dns-pinned'],
      (objects) => {
        const ipBlock = {
          cidr: '0.0.0.0/0',
          except: ['10.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
        };
        objects.push(added({ podSelector: {}, egress: [{ to: [{ ipBlock }] }], policyTypes: ['Egress'] }));
      },
    ],
    [
      'a namespace by a label that anybody may set',
      ['network/namespace-labels', 'network/other-namespaces', 'network/services-answer'],
      (objects) => {
        const [peer] = policy(objects, 'use-data-lake').spec.egress[0].to;
        peer.namespaceSelector = { matchLabels: { name: 'ml-data' } };
      },
    ],
    [
      'a service by its namespace only',
      ['network/other-namespaces'],
      (objects) => {
        const [rule] = policy(objects, 'use-data-lake').spec.egress;
        delete rule.to[0].podSelector;
        object(objects, 'NetworkPolicy', 'ml-data-lake-default-deny').spec.policyTypes = ['Egress'];
      },
    ],
    [
      'the port of the Service instead of the container',
      ['network/services-answer', 'network/own-rules'],
      (objects) => (policy(objects, 'use-tracking').spec.egress[0].ports[0].port = 80),
    ],
    [
      'ranks that may only send',
      ['network/ranks-reach'],
      (objects) => (policy(objects, 'pretrain--peers').spec.policyTypes = ['Egress']),
    ],
    [
      'ranks that may use one port',
      ['network/ranks-reach'],
      (objects) => (policy(objects, 'pretrain--peers').spec.ingress[0].ports = [{ port: 29500 }]),
    ],
    [
      'a policy for a label that no pod has',
      ['network/effective-policies', 'network/ranks-reach'],
      (objects) => (policy(objects, 'pretrain--peers').spec.podSelector = { matchLabels: { role: 'training-job' } }),
    ],
    [
      'a Service that the world reaches',
      ['network/service-shape', 'pod/references'],
      (objects) => {
        const { spec } = object(objects, 'Service', 'pretrain');
        Object.assign(spec, { type: 'LoadBalancer', externalIPs: ['192.0.2.1'] });
        delete spec.clusterIP;
      },
    ],
    [
      'the same where kube-proxy opens node ports on every address, and so every pod reaches its ranks',
      [
        'network/node-ports',
        'network/service-shape',
        'network/closed-ingress',
        'network/projects-apart',
        'pod/references',
      ],
      (objects) => {
        delete object(objects, 'ConfigMap', 'kube-proxy-config').data;
        const { spec } = object(objects, 'Service', 'pretrain');
        Object.assign(spec, { type: 'LoadBalancer', externalIPs: ['192.0.2.1'] });
        delete spec.clusterIP;
      },
    ],
    [
      'a hand-written EndpointSlice',
      ['network/service-shape'],
      (objects) =>
        objects.push({
          apiVersion: 'discovery.k8s.io/v1',
          kind: 'EndpointSlice',
          metadata: { name: 'x', namespace: 'ml-alpha' },
          addressType: 'IPv4',
          endpoints: [],
        }),
    ],
    [
      'a shared service that nothing isolates for ingress',
      ['network/service-rules'],
      (objects) => {
        for (const name of ['ml-data-lake-default-deny', 'ml-data-lake-access'])
          policy(objects, name, 'ml-data').spec.policyTypes = ['Egress'];
        delete policy(objects, 'ml-data-lake-access', 'ml-data').spec.ingress;
      },
    ],
    [
      'a shared service that lets a namespace in that is no project',
      ['network/service-rules'],
      (objects) => {
        const from = [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'production' } } }];
        objects.push(added({ podSelector: {}, ingress: [{ from }], policyTypes: ['Ingress'] }, 'ml-data'));
      },
    ],
    [
      'a shared service that is open to addresses',
      ['network/service-rules'],
      (objects) => {
        const from = [{ ipBlock: { cidr: '203.0.113.0/24' } }];
        objects.push(added({ podSelector: {}, ingress: [{ from }], policyTypes: ['Ingress'] }, 'ml-data'));
      },
    ],
    [
      'a shared service that goes on from there',
      ['network/shared-services'],
      (objects) =>
        objects.splice(
          objects.indexOf(object(objects, 'NetworkPolicy', 'ml-tracking-default-deny')),
          1,
          added({ podSelector: {}, egress: [{}], policyTypes: ['Egress'] }, 'ml-platform'),
        ),
    ],
    ...(
      [
        ['production', { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'production' } } }],
        [
          'a project that is not the first',
          { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ml-beta' } } },
        ],
        ['addresses', { ipBlock: { cidr: '203.0.113.0/24' } }],
      ] as const
    ).map(([where, peer]): [string, readonly string[], (objects: Loose[]) => void] => [
      `a shared service that goes on to ${where}`,
      ['network/shared-services'],
      (objects) =>
        objects.push(added({ podSelector: {}, egress: [{ to: [peer] }], policyTypes: ['Egress'] }, 'ml-data')),
    ]),
    [
      'a policy of a kind that is not evaluated',
      [
        'network/other-namespaces',
        'network/closed-ingress',
        'network/outside-addresses',
        'network/instance-metadata',
        'network/ranks-reach',
        'network/dns-answers',
        'network/services-answer',
        'network/cloud-answers',
      ],
      (objects) =>
        objects.push({
          apiVersion: 'cilium.io/v2',
          kind: 'CiliumNetworkPolicy',
          metadata: { name: 'x', namespace: 'ml-alpha' },
          spec: { endpointSelector: {}, egress: [{ toFQDNs: [{ matchName: 'example.com' }] }] },
        }),
    ],
    [
      'pods in a mesh',
      ['pod/mesh'],
      (objects) => {
        object(objects, 'Namespace', 'ml-alpha').metadata.labels['istio.io/dataplane-mode'] = 'ambient';
        delete podOf(objects).metadata.labels['sidecar.istio.io/inject'];
        delete podOf(objects).metadata.annotations['linkerd.io/inject'];
      },
    ],
  ])('%s', (_, expected, change) => {
    expect([...turned((objects) => void change(objects))].sort()).toEqual([...expected].sort());
  });
});

describe('what files cannot show', () => {
  test('nothing is assumed by itself: who enforces, how pods start, and what else is in the cluster are asked for', () => {
    const verdict = judged(exampleObjects(), { assume: [''].filter(Boolean) });
    const unknown = verdict.results.filter(({ status }) => status === 'unknown').map(({ check }) => check.id);
    expect(unknown.filter((id) => id.startsWith('network/'))).toEqual([
      'network/enforced',
      'network/starts-closed',
      'network/projects-apart',
      'network/other-namespaces',
      'network/closed-ingress',
      'network/outside-addresses',
    ]);
    expect(verdict.complete).toBe(false);
  });

  test('the add-on of a plan shows it, and shows when it is off', () => {
    const plan = (settings: object): string =>
      JSON.stringify({
        version: 3,
        deployment: {
          resources: [
            {
              urn: 'urn:pulumi:dev::p::aws:eks/addon:Addon::cni',
              type: 'aws:eks/addon:Addon',
              inputs: { addonName: 'vpc-cni', configurationValues: JSON.stringify(settings) },
            },
          ],
        },
      });
    const judgedWith = (plans: readonly object[], more: readonly Loose[]): readonly string[] => {
      const items = [...exampleObjects(), ...more];
      const texts = Object.fromEntries(plans.map((settings, index) => [`plan-${index}.json`, plan(settings)]));
      const objects = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
      const verdict = judgedText({ ...texts, 'objects.json': objects }, { assume: ['complete'] });
      return ['network/enforced', 'network/starts-closed'].map((id) => result(verdict, id).status);
    };
    const statuses = (...plans: object[]): readonly string[] => judgedWith(plans, []);
    const strict = { enableNetworkPolicy: 'true', env: { NETWORK_POLICY_ENFORCING_MODE: 'strict' } };
    expect(statuses(strict)).toEqual(['pass', 'pass']);
    expect(statuses(strict, { enableNetworkPolicy: 'false' })).toEqual(['fail', 'fail']);
    const controller = (data: object): Loose => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'amazon-vpc-cni', namespace: 'kube-system' },
      data,
    });
    const switched = (word: string): Loose => controller({ 'enable-network-policy-controller': word });
    expect(judgedWith([strict], [switched('false')])).toEqual(['fail', 'pass']);
    expect(judgedWith([strict], [switched('True')])).toEqual(['fail', 'pass']);
    expect(judgedWith([strict], [switched('true')])).toEqual(['pass', 'pass']);
    expect(judgedWith([strict], [controller({ 'enable-windows-ipam': 'true' })])).toEqual(['pass', 'pass']);
    expect(statuses({ enableNetworkPolicy: 'true' })).toEqual(['pass', 'fail']);
    expect(statuses({})).toEqual(['fail', 'fail']);
  });

  test('node ports are open through the own node unless kube-proxy keeps to loopback', () => {
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', namespace: 'production' },
      spec: { type: 'NodePort', selector: { app: 'web' }, ports: [{ port: 80, nodePort: 30080 }] },
    };
    const config = (addresses: string, name = 'kube-proxy-config'): Loose => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace: 'kube-system' },
      data: { config: `kind: KubeProxyConfiguration\nmode: iptables\nnodePortAddresses: [${addresses}]\n` },
    });
    const others = exampleObjects().filter(({ metadata }) => metadata.name !== 'kube-proxy-config');
    const status = (...more: Loose[]): string => result(judged([...others, ...more]), 'network/node-ports').status;
    expect(status(service)).toBe('fail');
    expect(status(service, config('127.0.0.0/8'))).toBe('pass');
    expect(status(service, config('10.0.0.0/8'))).toBe('fail');
    expect(status(service, config('127.0.0.0/1'))).toBe('fail');
    expect(status(service, config('127.0.0.0/8'), config('10.0.0.0/8', 'kube-proxy'))).toBe('fail');
    expect(
      result(judged([...exampleObjects(), service], { assume: ['cni=calico', 'complete'] }), 'network/node-ports')
        .status,
    ).toBe('not-applicable');
  });

  test('what one block of addresses leaves open to pods of many namespaces is one question, and says what answers it', () => {
    const { findings } = result(judged(exampleObjects(), { platform: undefined }), 'network/other-namespaces');
    expect(findings.map(({ status, namespace, resource }) => [status, namespace ?? resource])).toEqual([
      ['unknown', 'Namespace/ml-alpha'],
      ['unknown', 'Namespace/ml-beta'],
    ]);
    for (const { message, all, fix } of findings) {
      expect(message).toContain('these pods (status.podIPs, or --assume pod-cidr=...): 10.0.240.0/24, 10.0.241.0/24');
      expect(all).toEqual(expect.arrayContaining(['any pod of kube-system', 'any pod of ml-registry']));
      expect(fix).toContain('--assume pod-cidr=');
    }
  });

  test('without a description, services are what policies name exactly, and production never', () => {
    const verdict = judged(exampleObjects(), { platform: undefined, assume: [...ASSUMED, 'pod-cidr=10.0.0.0/18'] });
    expect(result(verdict, 'network/other-namespaces').status).toBe('pass');
    const objects = exampleObjects();
    const [peer] = policy(objects, 'use-data-lake').spec.egress[0].to;
    peer.namespaceSelector.matchLabels['kubernetes.io/metadata.name'] = 'prod-data';
    const changed = judged(objects, { platform: undefined, assume: [...ASSUMED, 'pod-cidr=10.0.0.0/18'] });
    expect(result(changed, 'network/other-namespaces').findings.map(({ message }) => message)).toEqual([
      'reaches into namespace prod-data: ml-alpha/pretrain[Job] -> pods app=data-lake of prod-data: TCP 443, allowed by use-data-lake',
    ]);
  });
});

const accepting: Platform = {
  ...platform,
  acceptedRisks: [
    ...platform.acceptedRisks,
    { id: 'kubernetes-api-egress', path: 'projects[0].unsafe.kubernetesApi', reason: 'elastic launchers' },
  ],
};

test('the accepted way to the API server excuses its addresses and its port, not others of the same rule', () => {
  const status = (port: number, ...cidrs: string[]): string => {
    const to = cidrs.map((cidr) => ({ ipBlock: { cidr } }));
    const egress = [{ to, ports: [{ port }] }];
    const objects = [...exampleObjects(), added({ podSelector: {}, egress, policyTypes: ['Egress'] })];
    return judgedBy('network/outside-addresses', objects, { platform: accepting }).status;
  };
  expect(status(443, '10.0.248.0/24')).toBe('accepted');
  expect(status(443, '10.0.248.0/24', '10.99.0.0/16')).toBe('fail');
  expect(status(10250, '10.0.248.0/24')).toBe('fail');
});

test('under Cilium the node is met for credentials and names, the API server where that is accepted, the world never', () => {
  const entities = (names: string[], ...listed: number[]): Loose => ({
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumNetworkPolicy',
    metadata: { name: 'entities', namespace: 'ml-alpha' },
    spec: {
      endpointSelector: {},
      egress: [
        {
          toEntities: names,
          ...(listed.length === 0
            ? {}
            : { toPorts: [{ ports: listed.map((port) => ({ port: String(port), protocol: 'TCP' })) }] }),
        },
      ],
    },
  });
  const under = (cni: string, item: Loose, described = platform): string =>
    judgedBy('network/outside-addresses', [...exampleObjects(), item], {
      assume: [`cni=${cni}`, 'complete'],
      platform: described,
    }).status;
  expect(under('cilium', entities(['host'], 80, 53))).toBe('pass');
  expect(under('cilium', entities(['host'], 80, 10250))).toBe('fail');
  expect(under('cilium', entities(['host']))).toBe('fail');
  expect(under('cilium', entities(['kube-apiserver'], 443))).toBe('fail');
  expect(under('cilium', entities(['kube-apiserver'], 443), accepting)).toBe('accepted');
  expect(under('cilium', entities(['kube-apiserver'], 10250), accepting)).toBe('fail');
  expect(under('cilium', entities(['world'], 443), accepting)).toBe('fail');
  expect(under('cilium', entities(['all'], 443), accepting)).toBe('fail');
  expect(under('vpc-cni', entities(['world', 'host'], 22))).toBe('pass');
});
