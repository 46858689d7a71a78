/** Which names are accepted, and why: those that a description gives, and those of Kubernetes, AWS and registries. */
export * from './aws-name';
export * from './duplicates';
export * from './given-name';
export * from './image-name';
export * from './kubernetes-name';
