import type { KeyPair } from './certificates';

/** How a client shows who it is. */
export type User = KeyPair | { readonly token: string };

/** The file by which a client finds and trusts the API server, and shows who it is. */
export function kubeconfigText(server: string, ca: string, user: User): string {
  const name = 'conformance';
  const identity = 'token' in user ? user : { 'client-certificate': user.cert, 'client-key': user.key };
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server, 'certificate-authority': ca } }],
    users: [{ name, user: identity }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
  };
  return JSON.stringify(config, null, 2);
}
