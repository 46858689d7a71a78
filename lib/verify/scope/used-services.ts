import type { Platform, SharedService } from '../../model';
import { onceFor, onceForName } from '../once-for';
import { describedProject } from './described-project';
import type { TrainingNamespace } from './training-scope';

/** A service that a project uses, by the pods that serve this project. */
export interface UsedService {
  readonly service: SharedService;
  readonly namespace: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly port: number;
}

/** The services of a project by the description; with a tenancy for each project, its own instance of each. */
export function usedServices(platform: Platform, { name }: Pick<TrainingNamespace, 'name'>): readonly UsedService[] {
  return usedIn(platform)(name);
}

/** Every check of the network asks for them. */
const usedIn = onceFor((platform: Platform) => onceForName((name: string) => servicesUsedIn(platform, name)));

function servicesUsedIn(platform: Platform, name: string): readonly UsedService[] {
  const project = describedProject(platform, name);
  return platform.services
    .filter((service) => project?.uses.includes(service.name) === true)
    .map((service) => {
      const own = service.tenancy === 'per-project' ? { [platform.keys.project]: project?.name ?? name } : {};
      const labels = new Map(Object.entries({ ...service.podLabels, ...own }));
      return { service, namespace: service.namespace, labels, port: service.port };
    });
}
