import * as grpc from '@grpc/grpc-js';

/**
 * Serves a plug-in on loopback as Pulumi's engine expects: its port, alone, on standard output. It ends with the engine,
 * however that ends.
 */
export function serve(service: grpc.ServiceDefinition, implementation: grpc.UntypedServiceImplementation): void {
  const server = new grpc.Server({ 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 });
  server.addService(service, implementation);
  server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    process.stdout.write(`${port}\n`);
  });
  const engine = process.ppid;
  const heartbeat = 200;
  setInterval(() => process.ppid === engine || process.exit(0), heartbeat);
}

/**
 * A handler of one request. What it throws is the answer's error, in the same words.
 *
 * @param explain turns an error into an answer that says more than its message
 */
export function answering<Request, Response>(
  answer: (request: Request) => Response | Promise<Response>,
  explain: (error: unknown) => Partial<grpc.ServiceError> = inItsWords,
): grpc.handleUnaryCall<Request, Response> {
  return (call, callback) => {
    void (async () => answer(call.request))().then(
      (response) => callback(null, response),
      (error: unknown) => callback(explain(error)),
    );
  };
}

export const inItsWords = (error: unknown): Partial<grpc.ServiceError> => ({
  code: grpc.status.UNKNOWN,
  details: error instanceof Error ? error.message : String(error),
});
