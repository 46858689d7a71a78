import type { Metadata } from '../metadata';

/** The part of external-secrets.io/v1 SecretStore that is written here (https://external-secrets.io/latest/api/secretstore/). */
export interface SecretStore {
  apiVersion: 'external-secrets.io/v1';
  kind: 'SecretStore';
  metadata: Metadata;
  spec: {
    provider: {
      aws: {
        service: 'SecretsManager' | 'ParameterStore';
        region: string;
        /** Put in front of every key that is asked for. */
        prefix: string;
        auth: { jwt: { serviceAccountRef: { name: string } } };
      };
    };
  };
}

/** The part of external-secrets.io/v1 ExternalSecret that is written here. */
export interface ExternalSecret {
  apiVersion: 'external-secrets.io/v1';
  kind: 'ExternalSecret';
  metadata: Metadata;
  spec: {
    refreshInterval: string;
    secretStoreRef: { kind: 'SecretStore'; name: string };
    target: { name: string; creationPolicy: 'Owner'; deletionPolicy: 'Delete' };
    data: { secretKey: string; remoteRef: { key: string; property?: string } }[];
  };
}
