import { UNKNOWN } from '../../../lib/plan';
import type { Cloud, CloudResource } from './cloud';
import type { Place, ResourceType } from './resource-type';
import { at, changedKeys, previewOf, textsIn, type Values } from './values';

export interface Difference {
  /** Inputs that change. */
  readonly changed: readonly string[];
  /** Those of them for which another resource is made. */
  readonly replaces: readonly string[];
  /** Whether the old one must go first, since the new one takes its name. */
  readonly deleteFirst: boolean;
}

/** A resource that is there, though the cloud said that it failed: a node group whose nodes do not come, for example. */
export class HalfMade extends Error {
  constructor(readonly resource: CloudResource) {
    super(`${resource.type} ${resource.id} was made, but does not become ready`);
  }
}

const alike = (one: Values, other: Values, keys: readonly string[]): boolean =>
  keys.every((key) => one[key] === other[key]);

/** What a provider does with resources, in a cloud that is a folder. */
export class Deployment {
  constructor(
    private readonly types: Readonly<Record<string, ResourceType>>,
    private readonly cloud: Cloud,
    private readonly place: () => Place,
  ) {}

  /** What is wrong with the inputs, all of it. */
  faults(type: string, inputs: Values): string[] {
    const known = this.#type(type);
    const listed = new Set([...known.required, ...known.optional]);
    const given = known.oneOf?.filter((key) => inputs[key] !== undefined).length ?? 1;
    return [
      ...known.required.filter((key) => inputs[key] === undefined).map((key) => `${key} is missing`),
      ...Object.keys(inputs)
        .filter((key) => !listed.has(key))
        .map((key) => `${key} is unknown`),
      ...textsIn(inputs)
        .filter(({ text }) => /undefined|\[object Object\]|calling \[toString\]/i.test(text))
        .map(({ path, text }) => `${path} holds ${JSON.stringify(text)}`),
      ...(given === 1 ? [] : [`exactly one of ${known.oneOf?.join(', ')}`]),
      ...[known.fault?.(inputs)].filter((fault) => fault !== undefined),
    ];
  }

  difference(type: string, before: Values, after: Values): Difference {
    const { replaces, oneOf = [], name } = this.#type(type);
    const changed = changedKeys(before, after);
    const replacing = [
      ...replaces.filter((path) => changedKeys({ it: at(before, path) }, { it: at(after, path) }).length > 0),
      ...oneOf.filter((key) => (before[key] === undefined) !== (after[key] === undefined)),
    ];
    // https://github.com/pulumi/pulumi-terraform-bridge pkg/tfbridge/provider.go, nameRequiresDeleteBeforeReplace
    const deleteFirst = name !== undefined && at(before, name) === at(after, name);
    return { changed, replaces: replacing.map((path) => path.split('.')[0] ?? path), deleteFirst };
  }

  /** What a preview knows of a resource that does not exist. */
  previewCreate(type: string, inputs: Values): Values {
    const outputs = { ...inputs, ...this.#outputs(type, UNKNOWN, inputs) };
    return previewOf(outputs, inputs) as Values;
  }

  previewUpdate(type: string, id: string, inputs: Values): Values {
    const { counts } = this.#type(type);
    return { ...inputs, ...this.#outputs(type, id, inputs), ...(counts === undefined ? {} : { [counts]: UNKNOWN }) };
  }

  /** @throws HalfMade if the cloud made it and then failed */
  create(type: string, urn: string, inputs: Values): CloudResource {
    const failure = this.cloud.failureOf(type);
    if (failure === 'at-once') throw new Error(`${type}: the cloud has no capacity`);
    const { id: idOf, unique } = this.#type(type);
    const twin =
      unique && this.cloud.resources.find((other) => other.type === type && alike(other.inputs, inputs, unique));
    if (twin) throw new Error(`${type}: ${twin.id} is the same already: ${unique.join(', ')}`);
    const id = idOf(inputs, this.cloud.fresh(urn));
    const outputs = { ...inputs, ...this.#outputs(type, id, inputs) };
    const resource = { type, id, inputs, outputs };
    this.cloud.create(resource);
    if (failure === 'half-way') throw new HalfMade(resource);
    return resource;
  }

  update(type: string, id: string, inputs: Values): CloudResource {
    const before = this.cloud.find(type, id);
    if (before === undefined) throw new Error(`${type} ${id} is not there`);
    const { counts } = this.#type(type);
    const counted = counts === undefined ? {} : { [counts]: Number(before.outputs[counts]) + 1 };
    const outputs = { ...inputs, ...this.#outputs(type, id, inputs), ...counted };
    const resource = { type, id, inputs, outputs };
    this.cloud.update(resource);
    return resource;
  }

  read(type: string, id: string): CloudResource | undefined {
    this.#type(type);
    return this.cloud.find(type, id);
  }

  delete(type: string, id: string): void {
    const why = this.#type(type).keeps?.(this.cloud.find(type, id)?.inputs ?? {});
    if (why !== undefined) throw new Error(`${type} ${id} cannot be deleted: ${why}`);
    this.cloud.delete(type, id);
  }

  #outputs(type: string, id: string, inputs: Values): Values {
    return this.#type(type).outputs?.(id, inputs, this.place()) ?? {};
  }

  #type(type: string): ResourceType {
    const found = this.types[type];
    if (found === undefined) throw new Error(`${type} is not among the types of this cloud: list it, with its source`);
    return found;
  }
}
