import type { Platform, Signature } from '../../model';
import { PROJECT_PLACEHOLDER } from '../../model/policies';
import { POD } from '../judged';
import type { PolicyObject } from '../policy-object';
import type { SignatureRule } from '../rule';
import { namespacesOf } from '../scope';
import { NO_GENERATED_RULES } from './kyverno-cluster-policy';
import { matchConstraints } from './match-constraints';
import { policyMetadata } from './policy-metadata';

/** Images are fetched from the registry while the request waits. */
const TIMEOUT_SECONDS = 30;

/** Every image below a prefix; a star of Kyverno goes over slashes. */
const glob = (prefix: string): string => `${prefix.replaceAll(PROJECT_PLACEHOLDER, '*')}*`;

/**
 * Signatures as `verifyImages` of a ClusterPolicy (https://kyverno.io/docs/policy-types/cluster-policy/verify-images/):
 * a rule for each signer. Digests are demanded, not filled in: what was reviewed is what runs.
 */
export function clusterPolicyForImages(platform: Platform, rule: SignatureRule): PolicyObject {
  const { mode } = platform.policies;
  const metadata = policyMetadata(platform, rule);
  const namespaceSelector = namespacesOf(platform, rule.scope);
  return {
    apiVersion: 'kyverno.io/v1',
    kind: 'ClusterPolicy',
    metadata: { ...metadata, annotations: { ...metadata.annotations, ...NO_GENERATED_RULES } },
    spec: {
      admission: true,
      background: false,
      emitWarning: mode === 'audit',
      webhookConfiguration: { failurePolicy: 'Fail', timeoutSeconds: TIMEOUT_SECONDS },
      rules: rule.signatures(platform).map((signature) => ({
        name: `${rule.id}-${signature.name}`,
        match: {
          any: [{ resources: { kinds: [`v1/${POD.kind}`], operations: ['CREATE', 'UPDATE'], namespaceSelector } }],
        },
        verifyImages: [
          {
            type: 'Cosign',
            failureAction: mode === 'enforce' ? 'Enforce' : 'Audit',
            imageReferences: signature.images.map(glob),
            mutateDigest: false,
            verifyDigest: true,
            required: true,
            attestors: attestors(signature),
            ...(signature.attestations.length === 0
              ? {}
              : { attestations: signature.attestations.map((type) => ({ type, attestors: attestors(signature) })) }),
          },
        ],
      })),
    },
  };
}

function attestors({ signer }: Signature): object[] {
  if ('key' in signer) {
    return [
      {
        count: 1,
        entries: [{ keys: { publicKeys: signer.key, rekor: { ignoreTlog: true }, ctlog: { ignoreSCT: true } } }],
      },
    ];
  }
  const { issuer, subject, subjectPattern, rekorUrl } = signer.keyless;
  return [
    {
      count: 1,
      entries: [
        {
          keyless: {
            issuer,
            ...(subject === undefined ? {} : { subject }),
            ...(subjectPattern === undefined ? {} : { subjectRegExp: subjectPattern }),
            rekor: { url: rekorUrl },
          },
        },
      ],
    },
  ];
}

/** The same as ImageValidatingPolicy (https://kyverno.io/docs/policy-types/image-validating-policy/): all signers in one. */
export function imageValidatingPolicies(platform: Platform, rule: SignatureRule): PolicyObject[] {
  return rule.signatures(platform).map((signature) => {
    const metadata = policyMetadata(platform, rule);
    return {
      apiVersion: 'policies.kyverno.io/v1',
      kind: 'ImageValidatingPolicy',
      metadata: { ...metadata, name: `${metadata.name}-${signature.name}` },
      spec: {
        validationActions: platform.policies.mode === 'enforce' ? ['Deny'] : ['Audit', 'Warn'],
        failurePolicy: 'Fail',
        webhookConfiguration: { timeoutSeconds: TIMEOUT_SECONDS },
        evaluation: { admission: { enabled: true }, background: { enabled: false } },
        autogen: { podControllers: { controllers: [] } },
        matchConstraints: matchConstraints(platform, rule),
        matchImageReferences: signature.images.map((prefix) => ({ glob: glob(prefix) })),
        validationConfigurations: { mutateDigest: false, verifyDigest: true, required: true },
        attestors: [{ name: signature.name, cosign: cosign(signature) }],
        ...(signature.attestations.length === 0
          ? {}
          : {
              attestations: signature.attestations.map((type, index) => ({
                name: `attestation${index}`,
                intoto: { type },
              })),
            }),
        validations: validations(signature, rule.message),
      },
    };
  });
}

function cosign({ signer }: Signature): object {
  if ('key' in signer)
    return { key: { data: signer.key }, ctlog: { insecureIgnoreTlog: true, insecureIgnoreSCT: true } };
  const { issuer, subject, subjectPattern, rekorUrl } = signer.keyless;
  return {
    keyless: {
      identities: [
        {
          issuer,
          ...(subject === undefined ? {} : { subject }),
          ...(subjectPattern === undefined ? {} : { subjectRegExp: subjectPattern }),
        },
      ],
    },
    ctlog: { url: rekorUrl },
  };
}

/** Images of every list of containers; each must have at least one good signature. */
const IMAGES = '(images.containers + images.?initContainers.orValue([]) + images.?ephemeralContainers.orValue([]))';

function validations({ name, attestations }: Signature, message: string): object[] {
  return [
    {
      expression: `${IMAGES}.map(image, verifyImageSignatures(image, [attestors.${name}])).all(count, count > 0)`,
      message,
    },
    ...attestations.map((type, index) => ({
      expression: `${IMAGES}.map(image, verifyAttestationSignatures(image, attestations.attestation${index}, [attestors.${name}])).all(count, count > 0)`,
      message: `${message}: attestation ${type}`,
    })),
  ];
}
