/**
 * How a node's instance metadata service answers the node itself and no pod: a session token is demanded, and its answer
 * does not survive the hop into a pod's network. A NetworkPolicy is no control here: IPv6 default denies do not cover the
 * address (https://github.com/aws/containers-roadmap/issues/2440).
 */
export const CLOSED_METADATA = {
  httpEndpoint: 'enabled',
  httpTokens: 'required',
  httpPutResponseHopLimit: 1,
} as const;
