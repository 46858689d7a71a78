import { byKey } from '../model/code-unit-order';
import { withAddedValues } from './added-values';
import { providerName, providerPackage } from './default-providers';
import { NO_OPTIONS, type PlannedResource, type PlanOptions, type Unseen } from './plan';
import type { Callback, InvokeRequest, Monitor, OutputsRequest, ReadRequest, RegisterRequest, Sdk } from './sdk';
import { planned, UNKNOWN, type JsonObject } from './wire';

export const STACK_TYPE = 'pulumi:pulumi:Stack';

/** A default provider that resources use without saying so. */
export interface DefaultProvider {
  readonly name: string;
  readonly package: string;
  readonly version: string;
}

/** Takes the engine's place: keeps what a program registers, and answers as a preview would. */
export class PlanEngine implements Monitor {
  readonly #resources = new Map<string, PlannedResource>();
  readonly #providers = new Map<string, DefaultProvider>();
  readonly #unseen: Unseen[] = [];
  readonly #sdk: Sdk;
  readonly #options: PlanOptions;

  constructor(sdk: Sdk, options: PlanOptions) {
    this.#sdk = sdk;
    this.#options = options;
  }

  get resources(): readonly PlannedResource[] {
    return [...this.#resources.values()];
  }

  get defaultProviders(): readonly DefaultProvider[] {
    return [...this.#providers.values()];
  }

  get unseen(): readonly Unseen[] {
    return this.#unseen;
  }

  // Fields, not methods: they are copied onto the SDK's own monitor.
  readonly registerResource = (request: RegisterRequest, callback: Callback): void => {
    this.#answering(callback, async () => {
      const type = request.getType();
      const urn = this.#reserve(request.getParent(), type, request.getName());
      const { propertydependenciesMap, ignorechangesList, replaceonchangesList, ...list } = request.toObject();
      const sent = request.getObject()?.toJavaScript() ?? {};
      const custom = request.getCustom();
      const inputs = this.#inputs(request, planned(sent) as JsonObject);
      const answered = this.#options.preview === false ? sent : withAddedValues(type, sent);
      const importId = request.getImportid();
      this.#resources.set(urn, {
        urn,
        type,
        name: request.getName(),
        custom,
        ...(request.getParent() === '' ? {} : { parent: request.getParent() }),
        inputs,
        outputs: custom ? { ...inputs, ...(planned(answered) as JsonObject) } : {},
        ...(custom ? { provider: this.#provider(request) } : {}),
        dependencies: [...list.dependenciesList].sort(),
        propertyDependencies: Object.fromEntries(
          propertydependenciesMap
            .filter(([, { urnsList }]) => urnsList.length > 0)
            .map(([key, { urnsList }]): [string, string[]] => [key, [...urnsList].sort()])
            .sort(byKey),
        ),
        protect: request.hasProtect() && request.getProtect(),
        retainOnDelete: request.hasRetainondelete() && request.getRetainondelete(),
        ignoreChanges: ignorechangesList,
        replaceOnChanges: replaceonchangesList,
        additionalSecretOutputs: list.additionalsecretoutputsList ?? [],
        ...(importId === '' ? {} : { id: importId }),
      });
      if (request.getRemote()) this.#hides(urn, type);
      const more = this.#options.outputs?.({ type, name: request.getName(), inputs }) ?? {};
      const known = Object.keys(more).length === 0 ? {} : await this.#serialized(more);
      const id = custom && this.#options.preview === false ? `${request.getName()}-id` : importId;
      return this.#sdk.registered(urn, id, custom ? { ...answered, ...known } : known);
    });
  };

  readonly readResource = (request: ReadRequest, callback: Callback): void => {
    this.#answering(callback, () => {
      const type = request.getType();
      const urn = this.#reserve(request.getParent(), type, request.getName());
      const sent = request.getProperties()?.toJavaScript() ?? {};
      this.#resources.set(urn, {
        urn,
        type,
        name: request.getName(),
        custom: true,
        ...(request.getParent() === '' ? {} : { parent: request.getParent() }),
        inputs: planned(sent) as JsonObject,
        outputs: planned(sent) as JsonObject,
        provider: this.#provider(request),
        dependencies: [...request.toObject().dependenciesList].sort(),
        ...NO_OPTIONS,
        id: request.getId(),
      });
      this.#unseen.push({
        urn,
        what: `${type} "${request.getName()}" exists; what it holds is known to the cloud only`,
        how: '`pulumi preview` reads it',
      });
      return Promise.resolve(this.#sdk.read(urn, sent));
    });
  };

  readonly registerResourceOutputs = (request: OutputsRequest, callback: Callback): void => {
    this.#answering(callback, () => {
      const urn = request.getUrn();
      const resource = this.#resources.get(urn);
      if (resource === undefined) throw new Error(`outputs of ${urn}, which was never registered`);
      const outputs = planned(request.getOutputs()?.toJavaScript() ?? {}) as JsonObject;
      this.#resources.set(urn, { ...resource, outputs });
      return Promise.resolve({});
    });
  };

  readonly invoke = (request: InvokeRequest, callback: Callback): void => {
    this.#answering(callback, async () => {
      const token = request.getTok();
      const lookup = this.#options.lookups?.[token];
      if (lookup === undefined) {
        throw new Error(
          `the program looks up ${token} in the cloud, which a plan without an account cannot: ` +
            'take the value from the configuration or the description',
        );
      }
      return this.#sdk.returned(lookup(planned(request.getArgs()?.toJavaScript() ?? {}) as JsonObject));
    });
  };

  readonly call = (request: InvokeRequest, callback: Callback): void => {
    this.#answering(callback, () => {
      throw new Error(
        `the program calls ${request.getTok()}, a method of a plug-in, which a plan without plug-ins cannot`,
      );
    });
  };

  #answering(callback: Callback, answer: () => Promise<unknown>): void {
    void (async () => answer())().then(
      (response) => callback(null, response),
      // As gRPC gives errors: the SDK shows the details of some and the message of others.
      (error: unknown) =>
        callback(error instanceof Error ? Object.assign(error, { details: error.message }) : error, undefined),
    );
  }

  /** The URN of a new resource, qualified with the types of all its ancestors, as the engine does it. */
  #reserve(parent: string, type: string, name: string): string {
    const { project = 'project', stack = 'dev' } = this.#options;
    const above = parent === '' ? '' : (parent.split('::')[2] ?? '');
    const qualified = above === '' || above === STACK_TYPE ? type : `${above}$${type}`;
    const urn = `urn:pulumi:${stack}::${project}::${qualified}::${name}`;
    if (this.#resources.has(urn)) {
      throw new Error(`duplicate resource URN '${urn}'; give the second resource another name`);
    }
    return urn;
  }

  /** Reference of the provider that a request names, or of the default one of its package and version. */
  #provider(request: { getType(): string; getProvider(): string; getVersion(): string }): string {
    const given = request.getProvider();
    if (given !== '') return given.replace(/::$/, `::${UNKNOWN}`);
    const type = request.getType();
    if (type.startsWith('pulumi:')) return '';
    const { project = 'project', stack = 'dev' } = this.#options;
    const provider = { package: providerPackage(type), version: request.getVersion() };
    const name = providerName(provider.version);
    this.#providers.set(`${provider.package}/${name}`, { ...provider, name });
    return `urn:pulumi:${stack}::${project}::pulumi:providers:${provider.package}::${name}::${UNKNOWN}`;
  }

  /** Inputs as the engine keeps them: a provider that the program makes remembers the version of its package. */
  #inputs(request: RegisterRequest, sent: JsonObject): JsonObject {
    const version = request.getVersion();
    return request.getType().startsWith('pulumi:providers:') && version !== '' ? { ...sent, version } : sent;
  }

  #hides(urn: string, type: string): void {
    this.#unseen.push({
      urn,
      what: `${type} makes its resources in a plug-in: neither they nor its outputs are known here`,
      how: '`pulumi preview --json` shows them; a resource of @pulumi/aws in its place shows every field',
    });
  }

  async #serialized(value: Readonly<Record<string, unknown>>): Promise<object> {
    const wrapped = (await this.#sdk.returned(value)) as { getReturn(): { toJavaScript(): object } };
    return wrapped.getReturn().toJavaScript();
  }
}
