import { operatorNamespaces } from '../../model/component/operator-namespaces';
import { leadsBeside, serviceOf } from '../admission/engine-webhooks';
import type { Evidence } from '../evidence';
import type { Field } from '../input/field';
import { engineNamespace } from '../scope/engine-namespace';

/**
 * Where a webhook leads that is none of the platform's: `Service apps/judge`, `https://judge.example.com`. Undefined for what
 * runs beside the API server and where components run. Who else is meant in the cluster only a description says: without one
 * all are but those of projects.
 */
export function leadsElsewhere({ platform, scope }: Evidence, webhook: Field): string | undefined {
  if (leadsBeside(webhook)) return undefined;
  const service = serviceOf(webhook);
  if (service === undefined) return String(webhook.at('clientConfig', 'url')?.value);
  const { namespace, name } = service;
  const isMeant =
    platform === undefined
      ? !scope.contains(namespace)
      : namespace === engineNamespace(platform) || operatorNamespaces(platform).includes(namespace);
  return isMeant ? undefined : `Service ${namespace}/${name}`;
}
