import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Values } from './values';

/** A resource that exists. */
export interface CloudResource {
  readonly type: string;
  readonly id: string;
  readonly inputs: Values;
  readonly outputs: Values;
}

/** Something that was done to the cloud. */
export interface CloudEvent {
  readonly done: 'create' | 'update' | 'delete';
  readonly type: string;
  readonly id: string;
}

/**
 * A cloud that is a folder: a file for each resource, and one for all that was done, in order. Several processes write into
 * it at once, each its own files.
 */
export class Cloud {
  constructor(private readonly folder: string) {
    mkdirSync(join(folder, 'resources'), { recursive: true });
  }

  get resources(): readonly CloudResource[] {
    return readdirSync(join(this.folder, 'resources'))
      .sort()
      .map((file) => JSON.parse(readFileSync(join(this.folder, 'resources', file), 'utf8')) as CloudResource);
  }

  /** What was done since the cloud was made, oldest first. */
  get events(): readonly CloudEvent[] {
    if (!existsSync(this.#journal)) return [];
    const lines = readFileSync(this.#journal, 'utf8').trimEnd().split('\n');
    return lines.map((line) => JSON.parse(line) as CloudEvent);
  }

  find(type: string, id: string): CloudResource | undefined {
    const file = this.#file(type, id);
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as CloudResource) : undefined;
  }

  create(resource: CloudResource): void {
    if (this.find(resource.type, resource.id) !== undefined)
      throw new Error(`${resource.type} ${resource.id} exists already`);
    this.#write(resource);
    this.#note('create', resource);
  }

  update(resource: CloudResource): void {
    this.#write(resource);
    this.#note('update', resource);
  }

  delete(type: string, id: string): void {
    rmSync(this.#file(type, id), { force: true });
    this.#note('delete', { type, id });
  }

  /** Changes a resource behind Pulumi's back, as somebody at a console would. */
  tamper(type: string, id: string, change: (inputs: Values) => Values): void {
    const found = this.find(type, id);
    if (found === undefined) throw new Error(`no ${type} ${id}`);
    const inputs = change(found.inputs);
    this.#write({ ...found, inputs, outputs: { ...found.outputs, ...inputs } });
  }

  /** From now on making resources of these types fails, at once or when they are there already; none to make peace. */
  fail(failures: Readonly<Record<string, 'at-once' | 'half-way'>>): void {
    writeFileSync(this.#failures, JSON.stringify(failures));
  }

  failureOf(type: string): 'at-once' | 'half-way' | undefined {
    if (!existsSync(this.#failures)) return undefined;
    return (JSON.parse(readFileSync(this.#failures, 'utf8')) as Record<string, 'at-once' | 'half-way'>)[type];
  }

  /** A number that no resource of this URN has had. */
  fresh(urn: string): string {
    const digest = createHash('sha256').update(`${urn}\0${this.events.length}`).digest('hex');
    return digest.slice(0, 17);
  }

  get #journal(): string {
    return join(this.folder, 'journal');
  }

  get #failures(): string {
    return join(this.folder, 'failures.json');
  }

  #file(type: string, id: string): string {
    const digest = createHash('sha256').update(`${type}\0${id}`).digest('hex').slice(0, 16);
    return join(this.folder, 'resources', `${type.replaceAll(/\W+/g, '-')}-${digest}.json`);
  }

  #write(resource: CloudResource): void {
    writeFileSync(this.#file(resource.type, resource.id), `${JSON.stringify(resource, null, 2)}\n`);
  }

  #note(done: CloudEvent['done'], { type, id }: { readonly type: string; readonly id: string }): void {
    appendFileSync(this.#journal, `${JSON.stringify({ done, type, id })}\n`);
  }
}
