import { exampleObjects, judged, judgedBy, object, result, type Loose } from '../example';

/** A pod of a dump, on one of the example's nodes. */
function seen(namespace: string, node: string, phase = 'Running'): Loose {
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'r', controller: true };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web-1', namespace, uid: 'p', ownerReferences: [owner] },
    spec: { nodeName: node, containers: [{ name: 'c', image: 'c' }] },
    status: { phase },
  };
}
const messages = (id: string, pod: Loose): readonly string[] =>
  result(judged([...exampleObjects(), pod]), id).findings.map(({ message }) => message);

describe('a pod that a dump shows on a node', () => {
  const STRANGERS = 'placement/others-stay-out';

  test('is on it, though the taint of the node came later than the pod', () => {
    expect(messages(STRANGERS, seen('production', 'alpha-node'))).toEqual(['runs on Node alpha-node']);
    expect(messages(STRANGERS, seen('production', 'other-node'))).toEqual([]);
    expect(messages(STRANGERS, seen('production', 'alpha-node', 'Succeeded'))).toEqual([]);
  });

  test('of a project is not to be on nodes of another, or of nobody', () => {
    expect(messages('placement/projects-apart', seen('ml-beta', 'alpha-node'))).toEqual([
      'pods of ml-alpha, ml-beta land on it',
    ]);
    expect(messages('placement/training-stays', seen('ml-beta', 'other-node'))).toContain(
      'can land on Node other-node',
    );
  });
});

test('a policy on names of nodes is asked about a pod as it was written where a dump shows one that runs', () => {
  const objects = exampleObjects();
  const { metadata, spec } = object(objects, 'Job', 'pretrain').spec.template;
  const owner = { apiVersion: 'batch/v1', kind: 'Job', name: 'pretrain', uid: 'j', controller: true };
  objects.unshift({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...metadata, name: 'pretrain-0', namespace: 'ml-alpha', ownerReferences: [owner] },
    spec: { ...spec, nodeName: 'training-node' },
  });
  expect(judgedBy('admission/node-name', objects).status).toBe('pass');
});
