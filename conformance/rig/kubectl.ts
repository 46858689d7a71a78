import { dirname } from 'node:path';
import { EngineFault } from '../engine-fault';
import { engineFile } from '../engines/cache';
import { engineNamed } from '../engines/catalogue';
import { run, type Ended } from '../processes/run';

/** An object as the API server takes and gives it. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

export interface ApplyOptions {
  /** @default "client-side, as most users do" */
  readonly serverSide?: boolean;
  /** Everything but the storing: admission answers as for the real thing. @default false */
  readonly dryRun?: boolean;
  readonly namespace?: string;
}

/** kubectl as one user of one cluster. */
export class Kubectl {
  private readonly program = engineFile(engineNamed('kubernetes'), 'kubectl');

  constructor(
    private readonly kubeconfig: string,
    private readonly identity: readonly string[] = [],
  ) {}

  /** The same cluster as somebody else, by impersonation. */
  as(user: string, ...groups: string[]): Kubectl {
    return new Kubectl(this.kubeconfig, [`--as=${user}`, ...groups.map((group) => `--as-group=${group}`)]);
  }

  /** Runs kubectl and returns its answer, a refusal too. */
  answer(args: readonly string[], input?: string): Promise<Ended> {
    const flags = [`--kubeconfig=${this.kubeconfig}`, ...this.identity];
    // The user's own preferences and discovery cache stay out of it.
    const env = { PATH: process.env['PATH'], HOME: dirname(this.kubeconfig), KUBERC: 'off' };
    return run(this.program, [...flags, ...args], { env, ...(input !== undefined && { input }) });
  }

  /** Runs kubectl and throws its words when it fails. */
  async must(args: readonly string[], input?: string): Promise<string> {
    const { code, stdout, stderr } = await this.answer(args, input);
    if (code !== 0) throw new EngineFault(`kubectl ${args.join(' ')}: ${stderr.trim()}`);
    return stdout;
  }

  /** Applies objects; the server refuses unknown and duplicate fields. */
  apply(objects: readonly object[], options: ApplyOptions = {}): Promise<Ended> {
    return this.answer(applyArguments(options), asStream(objects));
  }

  /** Applies objects and throws the server's words when it refuses one. */
  async mustApply(objects: readonly object[], options: ApplyOptions = {}): Promise<void> {
    if (objects.length === 0) return;
    await this.must(applyArguments(options), asStream(objects));
  }

  /** The object as the server stores it. */
  async stored(object: KubeObject): Promise<KubeObject> {
    const resource = `${object.kind}.${apiVersionPath(object.apiVersion)}`;
    return this.get(resource, object.metadata.name, object.metadata.namespace);
  }

  /** One object: `get('pods', 'trainer-0', 'ml-alpha')`. */
  async get(resource: string, name: string, namespace?: string): Promise<KubeObject> {
    return JSON.parse(await this.must(['get', resource, name, '-o=json', ...inNamespace(namespace)])) as KubeObject;
  }

  /** All objects of a resource, of one namespace or of the whole cluster. */
  async list(resource: string, namespace?: string): Promise<readonly KubeObject[]> {
    const where = namespace === undefined ? ['--all-namespaces'] : inNamespace(namespace);
    const { items } = JSON.parse(await this.must(['get', resource, '-o=json', ...where])) as { items: KubeObject[] };
    return items;
  }
}

function applyArguments({ serverSide, dryRun, namespace }: ApplyOptions): string[] {
  return [
    ...['apply', '--filename=-', '--validate=strict'],
    ...(serverSide ? ['--server-side', '--force-conflicts'] : []),
    ...(dryRun ? ['--dry-run=server'] : []),
    ...inNamespace(namespace),
  ];
}

/** "Job.v1.batch", "Pod.v1.": the name by which kubectl finds exactly this kind and version. */
function apiVersionPath(apiVersion: string): string {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  return `${version}.${group}`;
}

const inNamespace = (namespace?: string): string[] => (namespace === undefined ? [] : [`--namespace=${namespace}`]);

/** One document after the other. Not as a List: kubectl would check that itself, by laxer rules, instead of the server. */
const asStream = (objects: readonly object[]): string => objects.map((object) => JSON.stringify(object)).join('\n');
