import { EngineFault } from '../engine-fault';
import { ApiClient } from '../rig/api-client';
import { withCluster } from '../rig/cluster';
import type { Kubectl } from '../rig/kubectl';
import { textTable } from '../text-table';
import { askEverything, type Place, type Subject } from './authority/access-review';
import { execQuestions } from './authority/exec';
import { cluster, identities, ownProject, rightsOf, type Identity, type Right } from './authority/rights';
import { servedResources, type ServedResource } from './authority/served-resources';
import { subjectOf } from './authority/subjects';
import { applyExample, projectNamed, trainingNodes } from './example';
import { askAll, type Question } from './question';
import type { Suite } from './suite';

/** Everybody may do what the table of rights says, and nothing else that the API server knows. */
export const authority: Suite = {
  name: 'authority',
  title: 'each persona may do in its own project what the table says, and nothing else anywhere',
  engines: ['etcd', 'kubernetes', 'kwok'],
  run({ progress, print }) {
    const nodes = [...trainingNodes('alpha').slice(0, 2), ...trainingNodes('beta')];
    return withCluster({ nodes, jobPodsEnd: 'when-told', progress }, async ({ kubectl, kubeconfig }) => {
      await applyExample(kubectl);
      const api = new ApiClient(kubeconfig);
      const served = await servedResources(api);
      print(`${rightsTable()}\n`);
      const checks = await askAll(
        [...answersAsInTable(api, served), ...execQuestions(kubectl), plantedRight(kubectl, api, served)],
        progress,
      );
      api.close();
      return checks;
    });
  },
};

function answersAsInTable(api: ApiClient, served: readonly ServedResource[]): Question[] {
  return (Object.keys(identities) as Identity[]).flatMap((identity) => {
    const subject = subjectOf(identity);
    const places: readonly (readonly [string, Place, readonly Right[]])[] = [
      ['in its own project', { namespace: subject.home }, ownProject],
      ['in another project', { namespace: subject.abroad }, []],
      ['in kube-system', { namespace: 'kube-system' }, []],
      ['across namespaces', 'everywhere', []],
      ['outside namespaces', 'cluster', cluster],
    ];
    return places.map(([where, place, rights]) => ({
      title: `${identity}: may do ${where} ${rightsOf(identity, rights).size === 0 ? 'nothing' : 'exactly what the table says'}`,
      ask: async () => {
        const { faults, asked, allowed } = await compare(api, subject, place, served, rightsOf(identity, rights));
        if (faults.length > 0) throw new EngineFault(faults.join('\n'));
        return `of ${asked} questions ${allowed} are answered yes`;
      },
    }));
  });
}

/** The comparison would find a right too many: it is given one. */
function plantedRight(kubectl: Kubectl, api: ApiClient, served: readonly ServedResource[]): Question {
  return {
    title: 'a right too many is found: the built-in role "edit", bound to a stranger, is',
    ask: async () => {
      const { namespace } = projectNamed('alpha');
      const subject = subjectOf('stranger');
      const binding = ['rolebinding', 'planted', `--namespace=${namespace}`];
      await kubectl.must(['create', ...binding, '--clusterrole=edit', `--user=${subject.user}`]);
      const { faults } = await compare(api, subject, { namespace }, served, new Set());
      await kubectl.must(['delete', ...binding]);
      for (const right of ['create pods/exec', 'get secrets', 'create serviceaccounts/token']) {
        if (!faults.some((fault) => fault.startsWith(`${right}:`))) throw new EngineFault(`not found: ${right}`);
      }
      return faults.find((fault) => fault.startsWith('create pods/exec:')) ?? '';
    },
  };
}

interface Compared {
  readonly asked: number;
  readonly allowed: number;
  /** Answers that differ from the table. */
  readonly faults: readonly string[];
}

async function compare(
  api: ApiClient,
  subject: Subject,
  place: Place,
  served: readonly ServedResource[],
  expected: ReadonlySet<string>,
): Promise<Compared> {
  const answers = await askEverything(api, subject, place, served, expected);
  const unasked = [...expected].filter((right) => !answers.some((answer) => answer.right === right));
  return {
    asked: answers.length,
    allowed: answers.filter(({ allowed }) => allowed).length,
    faults: [
      ...unasked.map((right) => `${right}: the API server does not know it`),
      ...answers
        .filter(({ right, allowed }) => allowed !== expected.has(right))
        .map(({ right, allowed, reason }) => `${right}: ${allowed ? `allowed: ${reason}` : 'refused'}`),
    ],
  };
}

function rightsTable(): string {
  const rows = ownProject.map(({ verbs, resources, who }) => [verbs.join(' '), resources.join(' '), who.join(' ')]);
  return textTable([['in the own project', 'on', 'may'], ...rows]);
}
