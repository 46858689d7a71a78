export { endpointPolicy } from './service';
export { ecrEndpointPolicy, PULL_ACTIONS } from './ecr';
export { s3EndpointPolicy } from './s3';
export { stsEndpointPolicy } from './sts';
