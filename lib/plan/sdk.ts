import { createRequire } from 'node:module';
import type * as Pulumi from '@pulumi/pulumi';
import { loadCompilerLazily } from './lazy-compiler';

/**
 * The parts of Pulumi's SDK that are not its public interface, in one place: the plan stands in for the engine, and the SDK
 * has no door for that. Tried with 3.142 to 3.270.
 */

/** A request to register or read a resource, as the SDK sends it to the engine. */
export interface ResourceRequest {
  getType(): string;
  getName(): string;
  getParent(): string;
  getProvider(): string;
  getVersion(): string;
  toObject(): {
    readonly dependenciesList: readonly string[];
    readonly additionalsecretoutputsList?: readonly string[];
  };
}

export interface ReadRequest extends ResourceRequest {
  getId(): string;
  getProperties(): Struct | undefined;
}

export interface RegisterRequest extends ResourceRequest {
  getCustom(): boolean;
  getRemote(): boolean;
  getImportid(): string;
  getObject(): Struct | undefined;
  hasProtect(): boolean;
  getProtect(): boolean;
  hasRetainondelete(): boolean;
  getRetainondelete(): boolean;
  toObject(): ReturnType<ResourceRequest['toObject']> & {
    readonly propertydependenciesMap: readonly (readonly [string, { readonly urnsList: readonly string[] }])[];
    readonly ignorechangesList: readonly string[];
    readonly replaceonchangesList: readonly string[];
  };
}

export interface InvokeRequest {
  getTok(): string;
  getArgs(): Struct | undefined;
}

export interface OutputsRequest {
  getUrn(): string;
  getOutputs(): Struct | undefined;
}

/** google.protobuf.Struct */
export interface Struct {
  toJavaScript(): Readonly<Record<string, unknown>>;
}

export type Callback = (error: unknown, response: unknown) => void;

/** What the SDK calls instead of an engine. */
export interface Monitor {
  registerResource(request: RegisterRequest, callback: Callback): unknown;
  readResource(request: ReadRequest, callback: Callback): unknown;
  registerResourceOutputs(request: OutputsRequest, callback: Callback): unknown;
  invoke(request: InvokeRequest, callback: Callback): unknown;
  call(request: InvokeRequest, callback: Callback): unknown;
}

/** A response of the engine, by the names of its setters. */
interface Message {
  setUrn(urn: string): void;
  setId(id: string): void;
  setObject(object: Struct): void;
  setProperties(object: Struct): void;
  setReturn(object: Struct): void;
}

type MessageClass = new () => Message;

interface Internals {
  readonly MockMonitor: new (mocks: unknown) => object;
  readonly getStore: () => { settings: { monitor: unknown; options: { rootDirectory?: string } } };
  readonly waitForRPCs: () => Promise<void>;
  readonly serializeProperties: (label: string, props: object) => Promise<object>;
  readonly Struct: { fromJavaScript(value: object): Struct };
  readonly RegisterResourceResponse: MessageClass;
  readonly ReadResourceResponse: MessageClass;
  readonly InvokeResponse: MessageClass;
}

interface Debugging {
  /** Wraps every promise of the SDK, to find those that never end. */
  debuggablePromise: <T>(promise: Promise<T>, context: string) => Promise<T>;
}

/** The SDK that a program uses. */
export interface Sdk {
  readonly pulumi: typeof Pulumi;
  /** Puts a monitor in the engine's place. */
  start(monitor: Monitor, options: StartOptions): Promise<void>;
  /** Waits until the program has nothing more to ask. */
  settled(): Promise<void>;
  /** Leaves the SDK as it was. */
  stop(): void;
  registered(urn: string, id: string, object: object): unknown;
  read(urn: string, properties: object): unknown;
  returned(value: object): Promise<unknown>;
}

export interface StartOptions {
  readonly project: string;
  readonly stack: string;
  readonly organization: string;
  readonly preview: boolean;
  readonly config: Readonly<Record<string, string>>;
  readonly secretConfig: readonly string[];
  readonly rootDirectory?: string | undefined;
}

/**
 * The SDK as a file would load it: the store of registrations is the SDK's, so the plan must use the program's copy.
 *
 * @param from path of a file
 */
export function loadSdk(from: string): Sdk {
  const load = createRequire(createRequire(from).resolve('@pulumi/pulumi'));
  loadCompilerLazily(load);
  const pulumi = load('@pulumi/pulumi') as typeof Pulumi;
  const internals: Internals = {
    ...(load('@pulumi/pulumi/runtime/mocks') as Pick<Internals, 'MockMonitor'>),
    ...(load('@pulumi/pulumi/runtime/state') as Pick<Internals, 'getStore'>),
    ...(load('@pulumi/pulumi/runtime/settings') as Pick<Internals, 'waitForRPCs'>),
    ...(load('@pulumi/pulumi/runtime/rpc') as Pick<Internals, 'serializeProperties'>),
    ...(load('google-protobuf/google/protobuf/struct_pb.js') as Pick<Internals, 'Struct'>),
    ...(load('@pulumi/pulumi/proto/resource_pb') as Pick<
      Internals,
      'RegisterResourceResponse' | 'ReadResourceResponse'
    >),
    ...(load('@pulumi/pulumi/proto/provider_pb') as Pick<Internals, 'InvokeResponse'>),
  };
  const { Struct, getStore } = internals;
  const debugging = load('@pulumi/pulumi/runtime/debuggable') as Debugging;
  const { debuggablePromise } = debugging;
  return {
    pulumi,
    async start(monitor, { project, stack, organization, preview, config, secretConfig, rootDirectory }) {
      // It takes a stack trace of every promise: half of the time of a plan, and more where sources are mapped.
      debugging.debuggablePromise = (promise) => promise;
      const nothing = { newResource: () => ({ id: undefined, state: {} }), call: () => ({}) };
      await pulumi.runtime.setMocks(nothing as never, project, stack, preview, organization);
      const { settings } = getStore();
      // After setMocks, which also says which features the engine has.
      settings.monitor = Object.assign(new internals.MockMonitor(nothing), monitor);
      if (rootDirectory !== undefined) settings.options.rootDirectory = rootDirectory;
      pulumi.runtime.setAllConfig({ ...config }, [...secretConfig]);
    },
    settled: () => internals.waitForRPCs(),
    stop() {
      debugging.debuggablePromise = debuggablePromise;
    },
    registered(urn, id, object) {
      const response = new internals.RegisterResourceResponse();
      response.setUrn(urn);
      response.setId(id);
      response.setObject(Struct.fromJavaScript(object));
      return response;
    },
    read(urn, properties) {
      const response = new internals.ReadResourceResponse();
      response.setUrn(urn);
      response.setProperties(Struct.fromJavaScript(properties));
      return response;
    },
    async returned(value) {
      const response = new internals.InvokeResponse();
      response.setReturn(Struct.fromJavaScript(await internals.serializeProperties('', value)));
      return response;
    },
  };
}
