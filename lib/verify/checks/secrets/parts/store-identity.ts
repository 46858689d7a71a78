import { ROLE_ANNOTATION } from '../../../../model/project/service-account';
import type { Evidence } from '../../../evidence';
import { itemsIn, type Field } from '../../../input/field';
import { annotationsOf } from '../../../input/kubernetes-object';
import { describedProject } from '../../../scope/described-project';
import { fails, notKnown, type Problem } from '../../../problem';

/** Providers whose clients fall back on the identity of the controller (https://external-secrets.io/latest/provider/aws-access/). */
const BY_CONTROLLER = ['aws', 'gcpsm'];

/** What a store of a project's namespace reads as, and what it reads of others. */
export function identityProblems(evidence: Evidence, store: Field, namespace: string): readonly Problem[] {
  const providers = store.at('spec', 'provider')?.entries() ?? [];
  return providers.flatMap(([name, provider]): readonly Problem[] => {
    const isFalling = BY_CONTROLLER.includes(name);
    return [
      ...authProblems(provider, isFalling ? undefined : `as whom provider ${name} reads is not known: it has no auth`),
      ...(isFalling ? keyProblems(provider) : []),
      ...(name === 'aws'
        ? [...roleProblems(evidence, provider, namespace), ...prefixProblems(evidence, provider, namespace)]
        : []),
      ...(name === 'kubernetes' ? remoteProblems(evidence, provider, namespace) : []),
    ];
  });
}

/**
 * Whether something reads as nobody of the project.
 *
 * @param otherwise what is not known then, where it is not the controller that reads
 */
export function authProblems(provider: Field, otherwise?: string): readonly Problem[] {
  const auth = provider.get('auth');
  if (auth !== undefined && auth.entries().some(([, way]) => !isEmpty(way))) return [];
  const details = { at: auth ?? provider, fix: 'say in auth as which service account of the project it reads' };
  return otherwise === undefined
    ? [fails('reads as the controller, which reads the secrets of everybody', details)]
    : [notKnown(otherwise, details)];
}

const isEmpty = ({ value }: Field): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

/** A key says neither whose it is nor what it opens. */
export function keyProblems(provider: Field): readonly Problem[] {
  const at = provider.at('auth', 'secretRef');
  const text = 'reads with a key out of a Secret: whose that is, and what it opens, does not show';
  return at === undefined ? [] : [notKnown(text, { at, fix: 'name a service account of the project in auth' })];
}

/** Roles that are taken on after the first, one after the other (https://external-secrets.io/latest/provider/aws-access/). */
export function roleProblems({ platform, objects }: Evidence, provider: Field, namespace: string): readonly Problem[] {
  const account = provider.at('auth', 'jwt', 'serviceAccountRef', 'name')?.value;
  const reader = typeof account === 'string' ? objects.find('', 'ServiceAccount', namespace, account) : undefined;
  const own = [
    describedProject(platform, namespace)?.role.arn,
    annotationsOf(reader?.field.get('metadata')).get(ROLE_ANNOTATION),
  ];
  const single = provider.get('role');
  const named = [...(single === undefined ? [] : [single]), ...itemsIn(provider, 'additionalRoles')];
  return named.flatMap((at): readonly Problem[] => {
    const arn = String(at.value);
    if (own.includes(arn)) return [];
    const other = platform?.projects.find(({ role }) => role.arn === arn);
    return other === undefined
      ? [notKnown(`reads as role ${arn}, and what that one may read is not known`, { at })]
      : [fails(`reads as the role of ${other.namespace}`, { at })];
  });
}

/** What is put in front of every key. Parameters are paths, with a slash at their beginning. */
function prefixProblems({ platform }: Evidence, provider: Field, namespace: string): readonly Problem[] {
  const at = provider.get('prefix');
  const own = describedProject(platform, namespace)?.prefix;
  if (at === undefined || own === undefined) return [];
  const given = String(at.value).replace(/^\//, '');
  const reaches = (prefix: string): boolean => given !== '' && (given.startsWith(prefix) || prefix.startsWith(given));
  const other = reaches(own) ? undefined : platform?.projects.find(({ prefix }) => reaches(prefix));
  return other === undefined ? [] : [fails(`reads below ${given}, which is of ${other.namespace}`, { at })];
}

/** What names the API server of the same cluster from within. */
const OWN_SERVER = /^https:\/\/kubernetes(?:\.default(?:\.svc(?:\.[\w.-]+)?)?)?(?::\d+)?\/?$/;

/** Another namespace, of this cluster unless a server is named (https://external-secrets.io/latest/provider/kubernetes/). */
function remoteProblems({ scope }: Evidence, provider: Field, namespace: string): readonly Problem[] {
  const at = provider.get('remoteNamespace');
  const from = String(at?.value);
  if (at === undefined || from === namespace || !scope.contains(from)) return [];
  const server = provider.at('server', 'url')?.value;
  return server === undefined || OWN_SERVER.test(String(server))
    ? [fails(`reads Secrets of ${from}, the namespace of another project`, { at })]
    : [notKnown(`reads Secrets of ${from}, and which cluster ${String(server)} is does not show`, { at })];
}
