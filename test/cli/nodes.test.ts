import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlatformProps } from '../../lib';
import { podOf } from '../kubernetes/document-1';
import { platformProps } from '../platform-props';
import { runCli } from './run-cli';

const nodes = (format: string, props: PlatformProps = platformProps()): string => {
  const folder = mkdtempSync(join(tmpdir(), 'nodes-'));
  try {
    const file = join(folder, 'p.json');
    writeFileSync(file, JSON.stringify(props));
    const { code, stdout, stderr } = runCli(['nodes', '--platform', file, '--format', format]);
    expect([code, stderr]).toEqual([0, '']);
    return stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const { nodeSelector = {}, tolerations = [] } = podOf();

test('the nodes of a project are marked with what its pods select and tolerate', () => {
  const [alpha, beta] = JSON.parse(nodes('json')) as Record<string, unknown>[];
  expect(alpha).toMatchObject({ name: 'p4d--alpha', project: 'alpha', maxNodes: 4, labels: nodeSelector });
  expect(alpha?.['taints']).toEqual(tolerations.map(({ key, value, effect }) => ({ key, value, effect })));
  expect(beta).toMatchObject({ name: 'p4d--beta', maxNodes: 1 });
});

test('the commands for kubectl taint a node before they label it', () => {
  const [, taint, label] = nodes('kubectl').split('\n');
  expect(taint).toBe(
    `kubectl taint node "$NODE" ${tolerations.map(({ key, value, effect }) => `${key}=${value}:${effect}`).join(' ')}`,
  );
  expect(label).toBe(
    `kubectl label node "$NODE" ${Object.entries(nodeSelector)
      .map(([key, value]) => `${key}=${value}`)
      .join(' ')}`,
  );
});

test('nodes that projects share are listed once', () => {
  const pool = { ...platformProps().pools[0]!, shared: { reason: 'one team behind both projects' } };
  expect(nodes('table', platformProps({ pools: [pool] })).match(/^│ p4d /gm)).toHaveLength(1);
});
