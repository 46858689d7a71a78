import { generateKeyPairSync } from 'node:crypto';
import { definePlatform } from '../../lib';
import { props } from '../../conformance/cases/admission/platform';

/** A public key as cosign writes it. */
export const publicKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({
  type: 'spki',
  format: 'pem',
}) as string;

/** The platform of the cases with both kinds of signers. */
export const signed = definePlatform({
  ...props,
  policies: {
    ...props.policies,
    signatures: [
      { name: 'builds', images: ['registry.example.com/{project}/'], key: publicKey },
      {
        name: 'releases',
        images: ['registry.example.com/shared/'],
        keyless: {
          issuer: 'https://token.actions.githubusercontent.com',
          subjectPattern: '^https://github\\.com/example/trainers/\\.github/workflows/release\\.yaml@refs/tags/v.*$',
        },
        attestations: ['https://slsa.dev/provenance/v1'],
      },
    ],
  },
});
