export { endpointPolicy } from './service';
export { PULL_ACTIONS } from './ecr';
