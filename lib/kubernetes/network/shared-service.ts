import type { Platform, Project, SharedService } from '../../model';
import type { NetworkPolicy } from '../api';
import { projectMetadata } from '../metadata';
import { egressTo, EVERY_POD } from './selectors';

/** Lets the project's pods reach one shared service, by the pods that serve it and the port of their container. */
export function allowSharedService(platform: Platform, project: Project, service: SharedService): NetworkPolicy {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: projectMetadata(platform, project, `use-${service.name}`, {
      purpose: `The project uses ${service.name} in namespace ${service.namespace}.`,
    }),
    spec: {
      podSelector: EVERY_POD,
      policyTypes: ['Egress'],
      egress: [egressTo({ ...service, podLabels: instanceLabels(platform, service, project.name) })],
    },
  };
}

/** Labels of the pods that serve a project: with a tenancy per project, those of its own instance. */
export function instanceLabels(platform: Platform, service: SharedService, project: string): Record<string, string> {
  return service.tenancy === 'per-project'
    ? { ...service.podLabels, [platform.keys.project]: project }
    : { ...service.podLabels };
}
