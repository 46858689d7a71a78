import * as grpc from '@grpc/grpc-js';
import { ErrorResourceInitFailed } from '@pulumi/pulumi/proto/provider_pb';
import { Status } from '@pulumi/pulumi/proto/status_pb';
import { Any } from 'google-protobuf/google/protobuf/any_pb';
import { Struct, type JavaScriptValue } from 'google-protobuf/google/protobuf/struct_pb';
import type { HalfMade } from '../cloud/deployment';

/** The answer that tells the engine of a resource that is there and failed: it must keep it, and finish it next time. */
export function halfMadeAnswer({ message, resource }: HalfMade): Partial<grpc.ServiceError> {
  const struct = (object: object): Struct => Struct.fromJavaScript(object as Record<string, JavaScriptValue>);
  const failed = new ErrorResourceInitFailed()
    .setId(resource.id)
    .setInputs(struct(resource.inputs))
    .setProperties(struct(resource.outputs))
    .setReasonsList([message]);
  const detail = new Any();
  detail.pack(failed.serializeBinary(), 'pulumirpc.ErrorResourceInitFailed');
  const status = new Status().setCode(grpc.status.UNKNOWN).setMessage(message);
  status.addDetails(detail);
  const metadata = new grpc.Metadata();
  metadata.add('grpc-status-details-bin', Buffer.from(status.serializeBinary()));
  return { code: grpc.status.UNKNOWN, details: message, metadata };
}
