import { endpointService, serviceBehind } from './endpoint-service';
import type { Field } from '../../input/field';
import type { NamedPolicy } from '../policy/named-policy';
import type { Policy } from '../policy/policy';
import type { EndpointFacts } from './role';

/** The endpoints that `aws ec2 describe-vpc-endpoints` prints. */
export function* printedEndpoints(
  list: Field,
  read: (document: Field, named: NamedPolicy) => Policy | undefined,
): Generator<EndpointFacts> {
  for (const item of list.items()) {
    const id = item.get('VpcEndpointId')?.text();
    const name = id ?? item.document.file.name;
    const document = item.get('PolicyDocument');
    const type = item.get('VpcEndpointType')?.text();
    yield {
      name,
      service: endpointService(item.get('ServiceName')?.text() ?? ''),
      ...serviceBehind(item.get('ServiceName')?.text() ?? type),
      id,
      vpc: item.get('VpcId')?.text(),
      isGateway: type === undefined ? undefined : type === 'Gateway',
      policy: document === undefined ? undefined : read(document, { kind: 'endpoint-policy', endpoint: name }),
      hasPolicy: document !== undefined,
    };
  }
}
