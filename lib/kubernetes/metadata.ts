import { acceptedRiskAnnotation, type AcceptedRisk } from '../model/risk/accepted-risk';
import type { LabelKeys, Platform, Project } from '../model';
import { platformLabels } from '../model/kubernetes/managed-by';

/** Metadata with everything that the library itself sets spelled out. */
export interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels: Record<string, string>;
  readonly annotations?: Record<string, string>;
}

/** What an object says about itself beside its labels. */
export interface Remarks {
  /** What the object is for, in a sentence. */
  readonly purpose?: string;
  /** Weakenings that the object carries out. */
  readonly risks?: readonly Pick<AcceptedRisk, 'id' | 'reason'>[];
}

/** Metadata of an object that belongs to the platform as a whole. */
export function platformMetadata(
  platform: Platform,
  name: string,
  namespace?: string,
  remarks: Remarks = {},
): Metadata {
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    labels: platformLabels(platform),
    ...annotations(platform.keys, remarks),
  };
}

/** Metadata of an object in a project's namespace. */
export function projectMetadata(platform: Platform, project: Project, name: string, remarks: Remarks = {}): Metadata {
  const metadata = platformMetadata(platform, name, project.namespace, remarks);
  return { ...metadata, labels: { ...metadata.labels, [platform.keys.project]: project.name } };
}

/** Metadata of a cluster-scoped object that belongs to a project. */
export function projectClusterMetadata(
  platform: Platform,
  project: Project,
  name: string,
  remarks: Remarks = {},
): Metadata {
  const { namespace: _, ...metadata } = projectMetadata(platform, project, name, remarks);
  return metadata;
}

function annotations(keys: LabelKeys, { purpose, risks = [] }: Remarks): { annotations?: Record<string, string> } {
  const out: Record<string, string> = {};
  if (purpose !== undefined) out[keys.purpose] = purpose;
  if (risks.length > 0) out[keys.acceptedRisk] = acceptedRiskAnnotation(risks);
  return Object.keys(out).length === 0 ? {} : { annotations: out };
}
