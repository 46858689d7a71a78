import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from './run-cli';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'placement-'));
  writeFileSync(
    join(folder, 'nodes.yaml'),
    `apiVersion: v1
kind: Node
metadata: {name: gpu-0, labels: {workload-type: ai-training}}
spec: {taints: [{key: workload-type, value: ai-training, effect: NoSchedule}]}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: []}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: plugin, namespace: kube-system}
spec: {template: {spec: {containers: []}}}
`,
  );
  writeFileSync(
    join(folder, 'more.yaml'),
    'apiVersion: v1\nkind: Node\nmetadata: {name: gpu-1}\nspec: {taints: [{key: gpu, value: only, effect: NoSchedule}]}\n',
  );
  writeFileSync(
    join(folder, 'train.yaml'),
    'apiVersion: v1\nkind: Pod\nmetadata: {name: train, namespace: alpha}\nspec: {containers: [], tolerations: [{operator: Exists}]}\n',
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

test('placement tells which pods can land on which nodes, that none can, and which agents starve', () => {
  expect(runCli(['placement', 'nodes.yaml', 'train.yaml'], folder)).toEqual({
    code: 0,
    stdout:
      'alpha/train[Pod] => Node gpu-0\nkube-system/plugin[DaemonSet] starves on Node gpu-0: does not tolerate workload-type=ai-training:NoSchedule\n',
    stderr: '',
  });
  const json = JSON.parse(runCli(['placement', '.', '--format', 'json'], folder).stdout) as { placements: object[] };
  expect(json.placements).toContainEqual({
    workload: 'shop/web[Pod]',
    pool: 'Node gpu-0',
    lands: 'no',
    keptOutBy: ['workload-type=ai-training:NoSchedule'],
  });
  expect(runCli(['placement', 'nodes.yaml', 'more.yaml'], folder)).toEqual({
    code: 0,
    stdout: [
      'no pod lands on any of 2 pools',
      'kube-system/plugin[DaemonSet] starves on Node gpu-0: does not tolerate workload-type=ai-training:NoSchedule',
      'kube-system/plugin[DaemonSet] starves on Node gpu-1: does not tolerate gpu=only:NoSchedule',
      '',
    ].join('\n'),
    stderr: '',
  });
  expect(runCli(['placement', 'train.yaml'], folder)).toMatchObject({ code: 2, stdout: '' });
});
