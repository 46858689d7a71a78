import * as v from 'valibot';
import type { Fault } from '../fault/fault';
import { shown } from '../fault/fault';
import { optionalText, shape, text, type Draft } from '../fault/shape';
import { imagePrefixFaults } from './image-prefix';

/** Who signs without a key of their own: an identity that Fulcio vouched for and Rekor recorded. */
export interface KeylessIdentity {
  /** Who vouched for the signer, such as `https://token.actions.githubusercontent.com`. */
  readonly issuer: string;
  /** The signer, such as a workflow at a branch. Give this or `subjectPattern`. */
  readonly subject?: string;
  /** The signer as an RE2 pattern from `^` to `$`. */
  readonly subjectPattern?: string;
  /** Log that recorded the signature. @default "https://rekor.sigstore.dev" */
  readonly rekorUrl?: string;
}

/**
 * Images that must carry a signature of cosign, by a key or by an identity. An image that no prefix names is not looked
 * at, which is why the registries are an allow-list of their own.
 */
export interface SignatureProps {
  /** Short name of the signer. */
  readonly name: string;
  /** Prefixes of the images, each ending with a slash. @default - every registry of the policies */
  readonly images?: readonly string[];
  /** Public key in PEM form. Give this or `keyless`. */
  readonly key?: string;
  /** Identity that the signer had when it signed. Give this or `key`. */
  readonly keyless?: KeylessIdentity;
  /**
   * Predicate types of attestations that must be signed by the same signer, such as `https://slsa.dev/provenance/v1`.
   * @default - none
   */
  readonly attestations?: readonly string[];
}

/** A signer with its defaults filled in. */
export interface Signature {
  /** Short name of the signer, part of names inside expressions. */
  readonly name: string;
  /** Prefixes of the images that must be signed, each ending with a slash. */
  readonly images: readonly string[];
  /** A public key in PEM form, or an identity. */
  readonly signer: { readonly key: string } | { readonly keyless: KeylessIdentity & { readonly rekorUrl: string } };
  /** Predicate types of attestations that the same signer must have signed. */
  readonly attestations: readonly string[];
}

export const signatureShape = shape<SignatureProps>({
  name: text,
  images: v.optional(v.array(text)),
  key: optionalText,
  keyless: v.optional(
    shape<KeylessIdentity>({
      issuer: text,
      subject: optionalText,
      subjectPattern: optionalText,
      rekorUrl: optionalText,
    }),
  ),
  attestations: v.optional(v.array(text)),
});

export function resolveSignature(props: SignatureProps, registries: readonly string[]): Signature {
  const { key, keyless } = props;
  return {
    name: props.name,
    images: props.images ?? registries,
    signer:
      keyless === undefined
        ? { key: key ?? '' }
        : { keyless: { ...keyless, rekorUrl: keyless.rekorUrl ?? 'https://rekor.sigstore.dev' } },
    attestations: props.attestations ?? [],
  };
}

const PEM = /^-----BEGIN PUBLIC KEY-----\n[A-Za-z0-9+/=\n]+\n-----END PUBLIC KEY-----\n?$/;

export function signatureFaults(props: Draft<SignatureProps>, path: string): Fault[] {
  const faults: Fault[] = [];
  const refuse = (field: string, given: unknown, allowed: string, fix: string): void => {
    faults.push({ path: `${path}.${field}`, given: shown(given), allowed, fix });
  };
  if (props.name !== undefined && !/^[a-z][a-z0-9]{0,29}$/.test(props.name)) {
    refuse('name', props.name, 'up to 30 lower-case letters and digits', 'it becomes a name inside expressions');
  }
  props.images?.forEach((prefix, index) => faults.push(...imagePrefixFaults(prefix, `${path}.images[${index}]`)));
  const { key, keyless } = props;
  if ((key === undefined) === (keyless === undefined)) {
    refuse(
      key === undefined ? 'key' : 'keyless',
      key === undefined ? undefined : 'key and keyless',
      'one of key and keyless',
      'say who signs: a public key, or an identity',
    );
  }
  if (key !== undefined && !PEM.test(key)) {
    refuse('key', key, 'a public key in PEM form', 'cosign.pub as it is, or cosign public-key --key ...');
  }
  if (keyless !== undefined && (keyless.subject === undefined) === (keyless.subjectPattern === undefined)) {
    refuse(
      'keyless.subject',
      keyless.subject,
      'one of subject and subjectPattern',
      'without a subject everybody whom the issuer knows could sign',
    );
  }
  const pattern = keyless?.subjectPattern;
  if (pattern !== undefined && !(pattern.startsWith('^') && pattern.endsWith('$'))) {
    refuse('keyless.subjectPattern', pattern, 'a pattern from ^ to $', 'a pattern that floats matches too many');
  }
  return faults;
}
