import { POD, subresource } from '../judged';
import type { SignatureRule } from '../rule';

export const imageSignature: SignatureRule = {
  id: 'image-signature',
  title: 'Images carry the signatures that the description asks for',
  why: 'A digest says which bytes, not whose: an image that nobody built on purpose runs as well as any.',
  stops: ['A4', 'T13'],
  judges: [{ kinds: [POD, subresource(POD, 'ephemeralcontainers')], operations: ['CREATE', 'UPDATE'] }],
  scope: 'projects',
  cannot: { vap: { reason: 'cannot-ask-a-registry', instead: ['image-digest', 'image-registry'] } },
  message: 'sign the image as policies.signatures of the description says',
  signatures: ({ policies }) => policies.signatures,
};
