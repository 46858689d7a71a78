import type { ReportedFinding } from './report';

/** `ml-alpha/Job/pretrain spec.template.spec.containers[0].image`. */
export function resourceText({ namespace, resource, path }: ReportedFinding): string {
  return `${namespace === undefined ? '' : `${namespace}/`}${resource}${path === '' ? '' : ` ${path}`}`;
}

/** `dist/alpha.k8s.yaml:12`, undefined for what no file holds. */
export function placeText({ file, line }: ReportedFinding): string | undefined {
  return file === undefined ? undefined : `${file}:${line ?? 1}`;
}
