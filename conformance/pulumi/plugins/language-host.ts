import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ServerWritableStream } from '@grpc/grpc-js';
import { LanguageRuntimeService } from '@pulumi/pulumi/proto/language_grpc_pb';
import {
  GetRequiredPackagesResponse,
  GetRequiredPluginsResponse,
  RunPluginResponse,
  RunResponse,
  type RunPluginRequest,
  type RunRequest,
} from '@pulumi/pulumi/proto/language_pb';
import { PluginInfo } from '@pulumi/pulumi/proto/plugin_pb';
import { answering, serve } from './serve';

/**
 * Runs Pulumi programs of Node.js for the engine: the official host is no Go module, but all that it does to a program is
 * to start `@pulumi/pulumi/cmd/run` with the same arguments (https://github.com/pulumi/pulumi, sdk/nodejs/cmd/pulumi-language-nodejs).
 */
const engineAddress = process.argv.slice(2).find((argument) => !argument.startsWith('-')) ?? '';

/** Exit code of `cmd/run` when it has said itself what is wrong. */
const BAIL = 32;

serve(LanguageRuntimeService, {
  getPluginInfo: answering(() => new PluginInfo().setVersion('0.0.0')),
  getRequiredPlugins: answering(() => new GetRequiredPluginsResponse()),
  getRequiredPackages: answering(() => new GetRequiredPackagesResponse()),
  run: answering(async (request: RunRequest) => {
    const code = await runProgram(request);
    const response = new RunResponse();
    if (code === BAIL) return response.setBail(true);
    return code === 0 ? response : response.setError(`the program ended with exit code ${code}`);
  }),
  runPlugin,
});

/** A script of the program's own copy of the SDK. */
const script = (folder: string, name: string): string =>
  createRequire(join(folder, 'index.js')).resolve(`@pulumi/pulumi/cmd/${name}`);

function runProgram(request: RunRequest): Promise<number> {
  const folder = request.getInfo()?.getProgramDirectory() ?? request.getPwd();
  const options = {
    monitor: request.getMonitorAddress(),
    engine: engineAddress,
    organization: request.getOrganization(),
    project: request.getProject(),
    stack: request.getStack(),
    pwd: request.getPwd(),
    'root-directory': request.getInfo()?.getRootDirectory() ?? folder,
    parallel: String(request.getParallel()),
  };
  const args = [
    script(folder, 'run'),
    ...Object.entries(options).flatMap(([name, value]) => (value === '' ? [] : [`--${name}`, value])),
    ...(request.getDryrun() ? ['--dry-run'] : []),
    request.getInfo()?.getEntryPoint() ?? request.getProgram(),
  ];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().toArray())),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
      PULUMI_NODEJS_TYPESCRIPT: 'true',
    },
  });
  process.once('exit', () => child.kill('SIGKILL'));
  return new Promise((done) => child.once('close', (code) => done(code ?? 1)));
}

/** Runs a policy pack, which must find itself in its own folder. */
function runPlugin(call: ServerWritableStream<RunPluginRequest, RunPluginResponse>): void {
  const { request } = call;
  const folder = request.getInfo()?.getProgramDirectory() ?? request.getPwd();
  const args = [script(folder, 'run-policy-pack'), ...request.getArgsList(), request.getInfo()?.getEntryPoint() ?? '.'];
  const child = spawn(process.execPath, args, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: Object.fromEntries(request.getEnvList().map((entry) => splitOnce(entry))),
  });
  process.once('exit', () => child.kill('SIGKILL'));
  call.once('cancelled', () => child.kill('SIGKILL'));
  child.stdout.on('data', (chunk: Buffer) => call.write(new RunPluginResponse().setStdout(chunk)));
  child.stderr.on('data', (chunk: Buffer) => call.write(new RunPluginResponse().setStderr(chunk)));
  child.once('close', (code) => {
    call.write(new RunPluginResponse().setExitcode(code ?? 1));
    call.end();
  });
}

function splitOnce(entry: string): [string, string] {
  const equals = entry.indexOf('=');
  return [entry.slice(0, equals), entry.slice(equals + 1)];
}
