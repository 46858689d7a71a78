import { Command, Option } from 'commander';
import { shown } from '../../model/fault';
import { isDnsLabel } from '../../model/names/kubernetes-name';
import { Authority, type Grant } from '../../verify/authority/authority';
import { AUTHENTICATION } from '../../verify/authority/impersonation';
import { readResourceName, type ResourceName } from '../../verify/authority/resource-name';
import type { ApiRequest } from '../../verify/authority/rule';
import { subjectText } from '../../verify/authority/subject';
import { whoCan, type Holder } from '../../verify/authority/who-can';
import { lineOf } from '../../verify/input/line-of';
import { readInputs } from '../../verify/input/inputs';
import { NegativeAnswer, UsageError } from '../exit-code';

interface WhoCanOptions {
  readonly namespace?: string;
  readonly name?: string;
  readonly indirect?: true;
  readonly system?: true;
  readonly format: 'text' | 'json';
}

/** `training-isolation who-can`: which subjects have a right, and through which binding. */
export function whoCanCommand(): Command {
  return new Command('who-can')
    .description('which users, groups, service accounts and IAM principals may do something with the API server')
    .argument('<verb>', 'such as get, create, delete, impersonate')
    .argument('<resource>', 'such as pods, pods/exec, deployments.apps, widgets.example.com')
    .argument('<path...>', 'manifests, dumps, plans, folders, or - for standard input')
    .option('-n, --namespace <namespace>', 'in this namespace only')
    .option('--name <name>', 'for the object of this name')
    .option('--indirect', 'also who can get the right: by taking on somebody who has it, or by giving it to themselves')
    .option('--system', 'also the subjects that every cluster has')
    .addOption(new Option('--format <format>', 'form of the answer').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      '\nBuilt-in roles are known; what they give in every cluster is left out,' +
        '\nin a dump too, unless --system is given.' +
        '\nExit codes: 0 the answer is complete, 1 something in the input is not known, 2 bad input or usage.',
    )
    .action(answer);
}

function answer(verb: string, resource: string, paths: readonly string[], options: WhoCanOptions): void {
  const name = readResourceName(resource);
  if (typeof name === 'string') throw new UsageError(name);
  refuseVerb(verb, name);
  refuseScope(options);
  const authority = new Authority(readInputs(paths));
  const { namespaced: _, ...asked } = name;
  const request: ApiRequest = {
    verb,
    ...asked,
    ...(options.namespace === undefined ? {} : { namespace: options.namespace }),
    ...(options.name === undefined ? {} : { name: options.name }),
  };
  const holders = whoCan(authority, request, { system: options.system === true, indirect: options.indirect === true });
  process.stdout.write(
    options.format === 'json' ? `${JSON.stringify(holders.map(holderJson), null, 2)}\n` : text(holders),
  );
  for (const { kind, name: binding, role } of authority.dangling)
    console.error(
      `${kind} ${binding} names ${role.kind} ${role.name}, which is not in the input: it grants nothing until somebody makes it`,
    );
  const unknown = authority.unknownPolicies;
  if (unknown.length > 0) throw new NegativeAnswer(`not known: ${unknown.join('; ')}`);
}

/** Verbs of constrained impersonation have parts: `impersonate:user-info`, `impersonate-on:user-info:list`. */
const VERB = /^(\*|[a-z]+(-[a-z]+)*(:[a-z]+(-[a-z]+)*)*)$/;

/** @throws UsageError for what nobody is ever asked for: its answer would read as if nobody had the right */
function refuseVerb(verb: string, { resource, apiGroup }: ResourceName): void {
  if (!VERB.test(verb))
    throw new UsageError(`${verb} is no verb of the API: give one in lower case, such as get or impersonate:user-info`);
  if (verb.startsWith('impersonate:') && ![AUTHENTICATION, '*'].includes(apiGroup))
    throw new UsageError(`${verb} is asked for in the group ${AUTHENTICATION}: write ${resource}.${AUTHENTICATION}`);
}

/** @throws UsageError for what no object is called, such as the value of a variable that is not set */
function refuseScope({ namespace, name }: WhoCanOptions): void {
  if (namespace !== undefined && !isDnsLabel(namespace))
    throw new UsageError(
      `--namespace ${shown(namespace)}: give the name of a namespace, or leave it out for all of them`,
    );
  if (name === '') throw new UsageError(`--name "": give the name of an object, or leave it out`);
}

function text(holders: readonly Holder[]): string {
  if (holders.length === 0) return 'nobody\n';
  const lines = holders.flatMap(({ subject, namespace, grants, steps, principals }) => [
    `${subjectText(subject)} ${namespace === '*' ? 'in all namespaces' : `in ${namespace}`}${principals.length === 0 ? '' : ` (${principals.join(', ')})`}`,
    ...grants.map(grantText),
    ...steps.map((step, index) => `  ${index + 1}. ${step}`),
  ]);
  return `${lines.join('\n')}\n`;
}

function grantText({ binding, role, rule, names }: Grant): string {
  if (binding.kind === 'Authorizer') return `  by the API server's own rules for ${role.name}, whatever RBAC says`;
  const limit = names === undefined ? '' : ` for ${names.join(', ')}`;
  return `  by ${binding.kind} ${binding.name} to ${role.kind} ${role.name}, rule ${rule}${limit}${place(binding.object)}`;
}

function place(object: Grant['binding']['object']): string {
  if (object === undefined) return '';
  const { document } = object.field;
  return ` (${document.file.name}:${lineOf(document, object.field.pathInDocument)})`;
}

function holderJson({ subject, namespace, grants, steps, principals }: Holder): object {
  return {
    subject,
    namespace,
    grants: grants.map(({ binding, role, rule, names }) => ({
      binding: {
        kind: binding.kind,
        name: binding.name,
        ...(binding.namespace === undefined ? {} : { namespace: binding.namespace }),
      },
      role: { kind: role.kind, name: role.name, rule },
      ...(names === undefined ? {} : { names }),
      ...(binding.object === undefined
        ? {}
        : {
            file: binding.object.field.document.file.name,
            line: lineOf(binding.object.field.document, binding.object.field.pathInDocument),
          }),
    })),
    ...(steps.length === 0 ? {} : { steps }),
    ...(principals.length === 0 ? {} : { principals }),
  };
}
