import { Field } from '../../input/field';
import { InputFaults } from '../../input/input-fault';
import { probeHosts } from '../../pod-security/baseline';
import { minorOf, podSecurity, type Level } from '../../pod-security/pod-security';
import { judgedPod } from '../../pod-security/violation';
import type { Ruling } from '../admission-policy';
import type { AdmissionRequest, Manifest } from '../admission-request';
import { isRecord } from '../../record';
import { hasTemplate, templateRequest } from './autogen';

/** The rules of Kubernetes that Kyverno 1.19 has for `latest`, and for whatever is newer (kyverno/kyverno, go.mod). */
const OWN_MINOR = 34;

/**
 * What `validate.podSecurity` says of a pod, or of what makes some
 * (https://kyverno.io/docs/policy-types/cluster-policy/validate/#pod-security). Hosts in probes it refuses by the rules of any
 * version, and a user namespace excuses nothing. Unknown where its exclusions may let pass what is refused.
 */
export function podSecurityRuling(said: Field, request: AdmissionRequest): Ruling {
  if (request.operation === 'DELETE') return 'holds';
  const pod = podOf(request);
  const level = said.get('level')?.value;
  const minor = minorOf(said.get('version')?.text());
  if (pod?.['spec'] === undefined || !isLevel(level) || minor === undefined) return 'unknown';
  const field = (value: unknown): Field =>
    new Field(value, { document: said.document, faults: new InputFaults(), path: said.pathInDocument });
  const [metadata, spec] = [field(pod.metadata), field(pod['spec'])];
  const isOpen =
    level === 'privileged' ||
    (podSecurity(level, metadata, spec, Math.min(minor, OWN_MINOR)).length === 0 &&
      [...probeHosts(judgedPod(metadata, spec), OWN_MINOR)].length === 0);
  if (isOpen) return spec.get('hostUsers')?.value === false ? 'unknown' : 'holds';
  return said.get('exclude') === undefined ? 'refuses' : 'unknown';
}

const isLevel = (level: unknown): level is Level =>
  level === 'privileged' || level === 'baseline' || level === 'restricted';

/** The pod itself, or the template of what makes some; a rule that Kyverno wrote for these is given the template alone. */
function podOf(request: AdmissionRequest): Manifest | undefined {
  const { operation, kind, object } = request;
  if (operation === 'CONNECT' || object === null || !(kind === 'Pod' || hasTemplate(kind))) return undefined;
  const spec = object['spec'];
  const isMaker = isRecord(spec) && (spec['template'] !== undefined || spec['jobTemplate'] !== undefined);
  return isMaker ? (templateRequest(request).object ?? undefined) : object;
}
