import { createRequire } from 'node:module';
import { ResourceProviderService } from '@pulumi/pulumi/proto/provider_grpc_pb';
import {
  CheckFailure,
  CheckResponse,
  ConfigureResponse,
  CreateResponse,
  DiffResponse,
  ReadResponse,
  UpdateResponse,
  type CheckRequest,
  type ConfigureRequest,
  type CreateRequest,
  type DeleteRequest,
  type DiffRequest,
  type InvokeRequest,
  type ReadRequest,
  type UpdateRequest,
} from '@pulumi/pulumi/proto/provider_pb';
import { PluginInfo } from '@pulumi/pulumi/proto/plugin_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { Struct, type JavaScriptValue } from 'google-protobuf/google/protobuf/struct_pb';
import { awsTypes } from '../cloud/aws';
import { Cloud } from '../cloud/cloud';
import { Deployment, HalfMade } from '../cloud/deployment';
import { kubernetesTypes } from '../cloud/kubernetes';
import type { Place } from '../cloud/resource-type';
import type { Values } from '../cloud/values';
import { halfMadeAnswer } from './half-made';
import { answering, inItsWords, serve } from './serve';

/**
 * A provider without a cloud: `provider.ts PACKAGE CLOUD_FOLDER ACCOUNT`. It answers as the real one does as far as types,
 * names, replacement and unknown values go; whether AWS would take the values, it cannot know.
 */
const [pkg = '', folder = '', account = ''] = process.argv.slice(2);
const types = { aws: awsTypes, kubernetes: kubernetesTypes }[pkg];
if (types === undefined) throw new Error(`no types of package ${pkg}`);

/** Of the SDK: the engine asks for a provider of the same. */
const { version } = createRequire(__filename)(`@pulumi/${pkg}/package.json`) as { readonly version: string };

let place: Place = { account, region: 'us-west-2' };
const deployment = new Deployment(types, new Cloud(folder), () => place);

const values = (struct: Struct | undefined): Values => (struct?.toJavaScript() ?? {}) as Values;
const struct = (object: Values): Struct => Struct.fromJavaScript(object as Record<string, JavaScriptValue>);
const typeOf = (urn: string): string => (urn.split('::')[2] ?? '').split('$').pop() ?? '';

serve(ResourceProviderService, {
  getPluginInfo: answering(() => new PluginInfo().setVersion(version)),
  checkConfig: answering((request: CheckRequest) => new CheckResponse().setInputs(request.getNews())),
  diffConfig: answering((request: DiffRequest) => {
    const changed = deployConfigChanges(request);
    return new DiffResponse()
      .setChanges(changed ? DiffResponse.DiffChanges.DIFF_SOME : DiffResponse.DiffChanges.DIFF_NONE)
      .setReplacesList([]);
  }),
  configure: answering((request: ConfigureRequest) => {
    const config = values(request.getArgs());
    const allowed = config['allowedAccountIds'];
    if (typeof allowed === 'string' && !(JSON.parse(allowed) as string[]).includes(account)) {
      throw new Error(`AWS account ID not allowed: ${account}`);
    }
    if (typeof config['region'] === 'string') place = { account, region: config['region'] };
    return new ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true).setAcceptresources(true);
  }),
  invoke: answering((request: InvokeRequest) => {
    throw new Error(`${request.getTok()}: the components look nothing up`);
  }),
  check: answering((request: CheckRequest) => {
    const inputs = values(request.getNews());
    const failures = deployment
      .faults(typeOf(request.getUrn()), inputs)
      .map((reason) => new CheckFailure().setReason(reason));
    return new CheckResponse().setInputs(struct(inputs)).setFailuresList(failures);
  }),
  diff: answering((request: DiffRequest) => {
    const [before, after] = [values(request.getOldInputs()), values(request.getNews())];
    const { changed, replaces, deleteFirst } = deployment.difference(typeOf(request.getUrn()), before, after);
    const { DIFF_SOME, DIFF_NONE } = DiffResponse.DiffChanges;
    return new DiffResponse()
      .setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE)
      .setDiffsList([...changed])
      .setReplacesList([...replaces])
      .setDeletebeforereplace(deleteFirst && replaces.length > 0);
  }),
  create: answering(
    (request: CreateRequest) => {
      const [type, inputs] = [typeOf(request.getUrn()), values(request.getProperties())];
      if (request.getPreview()) {
        return new CreateResponse().setProperties(struct(deployment.previewCreate(type, inputs)));
      }
      const { id, outputs } = deployment.create(type, request.getUrn(), inputs);
      return new CreateResponse().setId(id).setProperties(struct(outputs));
    },
    (error) => (error instanceof HalfMade ? halfMadeAnswer(error) : inItsWords(error)),
  ),
  update: answering((request: UpdateRequest) => {
    const [type, inputs] = [typeOf(request.getUrn()), values(request.getNews())];
    const outputs = request.getPreview()
      ? deployment.previewUpdate(type, request.getId(), inputs)
      : deployment.update(type, request.getId(), inputs).outputs;
    return new UpdateResponse().setProperties(struct(outputs));
  }),
  read: answering((request: ReadRequest) => {
    const found = deployment.read(typeOf(request.getUrn()), request.getId());
    // Without an id: it is gone.
    if (found === undefined) return new ReadResponse();
    return new ReadResponse().setId(found.id).setInputs(struct(found.inputs)).setProperties(struct(found.outputs));
  }),
  delete: answering((request: DeleteRequest) => {
    deployment.delete(typeOf(request.getUrn()), request.getId());
    return new Empty();
  }),
  cancel: answering(() => new Empty()),
});

function deployConfigChanges(request: DiffRequest): boolean {
  return JSON.stringify(values(request.getOldInputs())) !== JSON.stringify(values(request.getNews()));
}
