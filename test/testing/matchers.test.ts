import { App, Chart } from 'cdk8s';
import { platform } from '../../examples/document-1/platform';
import { isolationMatchers, type IsolationOptions } from '../../lib/testing';
import { exampleObjects, object, podOf, type Loose } from '../verify/checks/example';
import { networkPolicy } from '../verify/reports/reported';

expect.extend(isolationMatchers);

const manifests = exampleObjects().filter(({ kind }) => kind !== 'Node');
const after = (change: (objects: Loose[]) => void): Loose[] => {
  const objects = structuredClone(manifests) as Loose[];
  change(objects);
  return objects;
};
const STATED: IsolationOptions = { platform, assume: ['cni=vpc-cni'] };
const messageOf = (run: () => void): string => {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the matcher did not fail');
};

describe('toBeIsolated', () => {
  test('holds for the example with its description, and says which check a change breaks and how to mend it', () => {
    expect(manifests).toBeIsolated(STATED);
    const tagged = after(
      (objects) => (podOf(objects).spec.containers[0].image = '111122223333.dkr.ecr.us-west-2.amazonaws.com/alpha/a:1'),
    );
    expect(tagged).not.toBeIsolated(STATED);
    expect(messageOf(() => expect(tagged).toBeIsolated(STATED))).toMatch(
      /findings:\n[^]* {2}pod\/image-digest: ml-alpha\/Job\/pretrain .*containers\[0\]\.image: .*\n {4}fix: /,
    );
  });

  test('judges on the day on which it runs, or on the given one: what has run out accepts nothing', () => {
    const tagged = after(
      (objects) =>
        delete objects.find(({ kind, metadata }) => kind === 'ConfigMap' && /^helpers-/.test(metadata.name))?.immutable,
    );
    const entry = { check: 'pod/mounted-code', resource: 'Job/pretrain', namespace: 'ml-alpha', reason: 'until later' };
    const until = (day: string): IsolationOptions => ({ ...STATED, baseline: [{ ...entry, until: day }] });
    expect(tagged).toBeIsolated(until('9999-12-31'));
    expect(tagged).not.toBeIsolated(until('2020-01-01'));
    expect(tagged).toBeIsolated({ ...until('2020-01-01'), at: '2019-12-31' });
  });

  test('counts a weakening that no description accepts', () => {
    expect(messageOf(() => expect(manifests).toBeIsolated({ ...STATED, platform: undefined as never }))).toContain(
      'authority/shells',
    );
  });

  test('counts what manifests cannot show when it is told to, and lets it be unknown by name', () => {
    const message = messageOf(() => expect(manifests).toBeIsolated({ ...STATED, premises: 'required' }));
    expect(message).toContain('placement/others-stay-out: training nodes: no training nodes are in the files');
    expect(manifests).toBeIsolated({
      platform,
      assume: ['cni=vpc-cni', 'strict', 'complete'],
      premises: 'required',
      allowUnknown: ['placement/others-stay-out'],
    });
  });

  test('takes text as well, and refuses what proves nothing', () => {
    expect(manifests.map((item) => JSON.stringify(item)).join('\n---\n')).toBeIsolated(STATED);
    expect(() => expect([]).toBeIsolated()).toThrow(/empty set is no proof/);
    expect(() =>
      expect([{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x', namespace: 'y' } }]).toBeIsolated(),
    ).toThrow(/no namespace of a project/);
    expect(() => expect(manifests).toBeIsolated({ assume: ['all is well'] })).toThrow(/cannot assume all is well/);
  });

  const app = new App();
  const chart = new Chart(app, 'chart');

  test.each([
    ['an app', app],
    ['a chart', chart],
    ['charts', [chart]],
    ['a promise of manifests', Promise.resolve(manifests)],
    ['one object', manifests[0]],
    ['nothing', undefined],
  ])('says what it takes where it is given %s, which compiles', (_, given) => {
    expect(messageOf(() => expect(given).toBeIsolated())).toMatch(
      /^1 fault in the manifests\n[^]*allowed: a list of objects as synthesize\(app\) returns it, or YAML or JSON text\n/,
    );
  });

  test('refuses every option that would not count, a path in the place of a description among them', () => {
    const given = {
      platform: 'platform.ts',
      asume: ['strict'],
      namespaces: 'ml-alpha',
      premises: 'requird',
      allowUnknown: ['placement/others-stay-ot'],
      at: 'tomorrow',
    };
    const message = messageOf(() => expect(manifests).toBeIsolated(given as never));
    expect(message).toMatch(/^6 faults in toBeIsolated\n/);
    expect(message).toContain('allowed: what definePlatform(...) returns');
    for (const near of ['assume', 'required', 'placement/others-stay-out'])
      expect(message).toContain(`did you mean "${near}"?`);
  });
});

describe('toAllowConnection and toDenyConnection', () => {
  const lake = { namespace: 'ml-data', labels: { app: 'data-lake' } };

  test('ask about workloads, pods that are not in the manifests, and addresses', () => {
    expect(manifests).toAllowConnection({ from: 'ml-alpha/pretrain', to: lake, port: 443 });
    expect(manifests).toDenyConnection({ from: 'ml-alpha/pretrain', to: lake, port: 80 });
    expect(manifests).toAllowConnection({ from: 'ml-alpha/pretrain', to: 'ml-alpha/pretrain[Job]' });
    expect(manifests).toDenyConnection({ from: 'ml-alpha/pretrain', to: 'ml-beta/finetune' });
    expect(manifests).toDenyConnection({ from: { namespace: 'production' }, to: 'ml-alpha/pretrain' });
    expect(manifests).toAllowConnection({ from: 'ml-alpha/pretrain', to: '169.254.170.23', port: 80 });
    expect(manifests).toDenyConnection({ from: 'ml-alpha/pretrain', to: '169.254.169.254' });
    expect(manifests).toDenyConnection({ from: '0.0.0.0/0', to: 'ml-alpha/pretrain' });
  });

  test('mean every port and every address: a part is neither allowed nor denied', () => {
    const part = { from: 'ml-alpha/pretrain', to: lake };
    expect(manifests).not.toAllowConnection(part);
    expect(manifests).not.toDenyConnection(part);
    const block = { from: 'ml-alpha/pretrain', to: '10.0.0.0/16', port: 443 };
    expect(manifests).not.toAllowConnection(block);
    expect(manifests).not.toDenyConnection(block);
  });

  test('turn with the policy, and tell what is allowed instead', () => {
    const opened = after((objects) => {
      const beta = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ml-beta' } } };
      const alpha = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ml-alpha' } } };
      objects.push(networkPolicy({ podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [beta] }] }));
      objects.push(
        networkPolicy(
          { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from: [alpha], ports: [{ port: 22 }] }] },
          'ml-beta',
        ),
      );
    });
    const asked = { from: 'ml-alpha/pretrain', to: 'ml-beta/finetune' };
    expect(opened).toAllowConnection({ ...asked, port: 22 });
    expect(messageOf(() => expect(opened).toDenyConnection(asked))).toBe(
      'expected All Connections from ml-alpha/pretrain to ml-beta/finetune to be denied\n  allowed for sure: TCP 22',
    );
  });

  test('are both false for what is undecided, and say what would have to be known', () => {
    const labelled = after((objects) => {
      const team = { namespaceSelector: { matchLabels: { team: 'x' } } };
      object(objects, 'NetworkPolicy', 'allow-dns', 'ml-alpha').spec.egress.push({ to: [team] });
    });
    const asked = { from: 'ml-alpha/pretrain', to: { namespace: 'elsewhere' } };
    expect(labelled).not.toDenyConnection(asked);
    expect(messageOf(() => expect(labelled).toAllowConnection(asked))).toContain(
      'namespace elsewhere is not in the input, so its labels are not known',
    );
  });

  test('refuse a name that is no workload, two addresses, and a port that is none', () => {
    const from = 'ml-alpha/pretrain';
    expect(() => expect(manifests).toDenyConnection({ from: 'ml-alpha/pretain', to: from })).toThrow(
      /ml-alpha\/pretain is neither[^]*ml-alpha\/pretrain\[Job\]/,
    );
    expect(() => expect(manifests).toDenyConnection({ from: '10.0.0.1', to: '10.0.0.2' })).toThrow(/both ends/);
    expect(() => expect(manifests).toDenyConnection({ from, to: '10.0.0.2', port: 0 })).toThrow(/1 to 65535/);
  });

  test('refuse a protocol that is none, which nothing would allow and a denial would hold for', () => {
    const asked = { from: 'ml-alpha/pretrain', to: lake, port: 443, protocol: 'tcp' as never };
    expect(() => expect(manifests).toDenyConnection(asked)).toThrow(/protocol\n.*"tcp"\n.*\n.*did you mean "TCP"\?/);
    expect(() => expect(manifests).not.toAllowConnection(asked)).toThrow(/protocol/);
  });

  test('refuse a question with misspelt fields, and none at all', () => {
    const asked = { form: 'ml-alpha/pretrain', to: { namespace: 'ml-data', label: { app: 'data-lake' } } } as never;
    const message = messageOf(() => expect(manifests).toDenyConnection(asked));
    for (const path of ['from', 'form', 'to.label']) expect(message).toMatch(new RegExp(`^ {2}\\d\\. ${path}$`, 'm'));
    expect(() => expect(manifests).toDenyConnection(undefined as never)).toThrow(/fault in toDenyConnection/);
  });
});
