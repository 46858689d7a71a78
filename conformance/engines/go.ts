import { EngineFault } from '../engine-fault';
import { MachineCannot } from '../machine-cannot';
import { run, type Ended } from '../processes/run';
import type { Engine } from './engine';

/** Flags of `go build` that shape the binary. No path of this machine and no state of the checkout gets in. */
export function buildFlags(engine: Engine): string[] {
  return [
    '-mod=readonly',
    '-trimpath',
    '-buildvcs=false',
    tagsFlag(engine),
    `-ldflags=${['-s', '-w', ...(engine.ldflags ?? [])].join(' ')}`,
  ];
}

/** Given even when empty: it then overrides tags in the user's GOFLAGS. */
function tagsFlag(engine: Engine): string {
  return `-tags=${(engine.tags ?? []).join(',')}`;
}

/** Runs the go command in a wrapper module, for this machine whatever the environment says about other builds. */
export function go(wrapper: string, ...args: string[]): Promise<Ended> {
  const { GOOS: _os, GOARCH: _arch, ...env } = process.env;
  return run('go', args, { cwd: wrapper, env: { ...env, CGO_ENABLED: '0', GOWORK: 'off' } });
}

/** Throws unless a Go is here that is new enough for the wrapper module. */
export async function assertGo(wrapper: string): Promise<void> {
  const { code, stderr } = await go(wrapper, 'list', '-m');
  if (code === 0) return;
  if (code === 127) throw new MachineCannot('no Go: there is no "go" on PATH', 'install Go from https://go.dev/dl');
  // The go command says which version the module wants and which it is.
  throw new MachineCannot(
    `Go can't use ${wrapper}/go.mod: ${stderr.trim()}`,
    'install a newer Go from https://go.dev/dl',
  );
}

/** Downloads the modules that the packages need, and only those. A refused module is the machine's lack, not a fault here. */
export async function fetchModules(engine: Engine, wrapper: string): Promise<void> {
  const packages = Object.values(engine.binaries);
  const flags = ['-mod=readonly', tagsFlag(engine), '-deps', '-f={{.ImportPath}}'];
  const { code, stderr } = await go(wrapper, 'list', ...flags, ...packages);
  if (code === 0) return;
  const ours = /missing go\.sum entry|updates to go\.mod needed|cannot find module providing/.test(stderr);
  if (ours) throw new EngineFault(`${wrapper} needs "go mod tidy": ${stderr.trim()}`);
  throw new MachineCannot(
    `a Go module can't be had: ${stderr.trim()}`,
    'check the network and GOPROXY, then run this again',
  );
}

/** The folder of the engine's module in the module cache. */
export async function moduleFolder(engine: Engine, wrapper: string): Promise<string> {
  const { code, stdout, stderr } = await go(wrapper, 'list', '-mod=readonly', '-m', '-f={{.Dir}}', engine.module);
  if (code !== 0 || stdout.trim() === '')
    throw new EngineFault(`go list -m ${engine.module}: ${stderr.trim() || 'no folder'}`);
  return stdout.trim();
}
