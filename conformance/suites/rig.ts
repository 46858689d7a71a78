import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename } from 'node:path';
import { EngineFault } from '../engine-fault';
import { Rig } from '../rig/rig';
import { Victim } from './rig/victim';
import { askAll, expectEqual } from './question';
import type { Suite } from './suite';

/** The rig leaves nothing behind, however a run ends. */
export const rig: Suite = {
  name: 'rig',
  title: 'the rig starts, and leaves no process and no folder behind, however a run ends',
  engines: ['etcd', 'kubernetes', 'kwok'],
  run({ progress }) {
    return askAll(
      [
        { title: 'Ctrl-C ends every engine and removes the run folder', ask: interrupted },
        {
          title: 'a request to terminate while engines start ends them and removes the run folder',
          ask: terminatedEarly,
        },
        { title: 'a run killed outright takes its engines along', ask: killed },
        { title: 'a run killed outright while engines start takes them along', ask: killedEarly },
        { title: 'a start that fails ends every engine, keeps the logs and says where', ask: failing },
        { title: 'a server whose port was taken in between starts on another', ask: portTaken },
      ],
      progress,
    );
  },
};

async function withVictim(args: readonly string[], work: (victim: Victim) => Promise<void>): Promise<void> {
  const victim = new Victim(...args);
  try {
    await work(victim);
  } finally {
    victim.dispose();
  }
}

const interrupted = (): Promise<void> =>
  withVictim([], async (victim) => {
    await victim.ready();
    expectEqual('exit code', await victim.end('SIGINT'), 130);
    expectNone('processes left', await victim.processesLeft());
    expectNone('files left', victim.filesLeft);
  });

const terminatedEarly = (): Promise<void> =>
  withVictim([], async (victim) => {
    await victim.starting('kube-apiserver');
    expectEqual('exit code', await victim.end('SIGTERM'), 143);
    expectNone('processes left', await victim.processesLeft());
    expectNone('files left', victim.filesLeft);
  });

const killed = (): Promise<void> =>
  withVictim([], async (victim) => {
    await victim.ready();
    await victim.end('SIGKILL');
    expectNone('processes left', await victim.processesLeft());
  });

const killedEarly = (): Promise<void> =>
  withVictim([], async (victim) => {
    await victim.starting('etcd');
    await victim.end('SIGKILL');
    expectNone('processes left', await victim.processesLeft());
  });

const failing = (): Promise<void> =>
  withVictim(['fail'], async (victim) => {
    expectEqual('exit code', await victim.end(), 1);
    expectNone('processes left', await victim.processesLeft());
    const kept = victim.filesLeft.map((file) => basename(file));
    expectEqual('log of the API server kept', kept.includes('kube-apiserver.log'), true);
    expectEqual('store kept', kept.includes('etcd'), false);
    expectEqual('folder named', /logs kept in \S+training-isolation-/.test(victim.lastWords), true);
  });

async function portTaken(): Promise<void> {
  const [thief, rig] = [createServer(), new Rig()];
  try {
    const used: (number | undefined)[] = [];
    const listen = `require('node:net').createServer().listen(Number(process.argv[1]), '127.0.0.1', () => console.log('up'))`;
    const [port] = await rig.start({
      name: 'listener',
      program: process.execPath,
      ports: 1,
      args: ([free]) => {
        if (used.push(free) === 1) thief.listen(free, '127.0.0.1');
        return ['-e', listen, String(free)];
      },
      missing: async () =>
        readFileSync(rig.folder.file('listener.log'), 'utf8') === 'up\n' ? undefined : 'not up yet',
      deadlineSeconds: 20,
    });
    expectEqual('attempts', used.length, 2);
    expectEqual('port', port, used[1]);
  } finally {
    thief.close();
    await rig.end();
    rig.folder.remove();
  }
}

function expectNone(what: string, found: readonly string[]): void {
  if (found.length > 0) throw new EngineFault(`${what}:\n${found.join('\n')}`);
}
