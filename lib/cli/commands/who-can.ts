import { printable } from '../../model/printable';
import { Command } from 'commander';
import { Authority, type Grant } from '../../verify/authority/authority';
import { subjectText } from '../../verify/authority/subject';
import { strangeResource } from '../../verify/authority/strange-resource';
import { strangeVerb } from '../../verify/authority/verb';
import { whoCan, type Holder } from '../../verify/authority/who-can';
import { lineOf } from '../../verify/input/line-of';
import { noteAbsentNamespaces } from '../absent-namespaces';
import { defaultNamespaceOption, type DefaultNamespaceOption } from '../default-namespace';
import { readGivenAsWritten } from '../read-given';
import { askedRequest, type AskedOptions } from '../asked-request';
import { NegativeAnswer, UsageError } from '../exit-code';
import { formatOption } from '../format-option';

interface WhoCanOptions extends AskedOptions, DefaultNamespaceOption {
  readonly system?: true;
  readonly format: 'text' | 'json';
}

/** `training-isolation who-can`: which subjects have a right, and through which binding. */
export function whoCanCommand(): Command {
  return new Command('who-can')
    .description('which users, groups, service accounts and IAM principals may do something with the API server')
    .argument('<verb>', 'such as get, create, delete, impersonate')
    .argument('<resource>', 'such as pods, pods/exec, deployments.apps, widgets.example.com, or a path: /metrics')
    .argument('<path...>', 'manifests, dumps, plans, folders, or - for standard input')
    .option('-n, --namespace <namespace>', 'in this namespace only')
    .option('--name <name>', 'for the object of this name')
    .option('--indirect', 'also who can get the right: by taking on somebody who has it, or by giving it to themselves')
    .option('--system', 'also the subjects that every cluster has')
    .addOption(defaultNamespaceOption())
    .addOption(formatOption('answer'))
    .addHelpText(
      'after',
      '\nBuilt-in roles are known; what they give in every cluster is left out,' +
        '\nin a dump too, unless --system is given.' +
        '\nExit codes: 0 the answer is complete, 1 something in the input is not known, 2 bad input or usage.',
    )
    .action(answer);
}

function answer(verb: string, resource: string, paths: readonly string[], options: WhoCanOptions): void {
  const request = askedRequest(verb, resource, options);
  const inputs = readGivenAsWritten(paths, options);
  const absent = noteAbsentNamespaces(paths, inputs, options.namespace === undefined ? [] : [options.namespace]);
  const authority = new Authority(inputs);
  const strange = 'url' in request ? undefined : strangeVerb(verb, authority.rbac);
  if (strange?.meant !== undefined) throw new UsageError(`${strange.note}: ${strange.meant}`);
  const wrong = 'url' in request ? undefined : strangeResource(request, authority.rbac);
  if (wrong !== undefined) throw new UsageError(wrong);
  const holders = whoCan(authority, request, { system: options.system === true, indirect: options.indirect === true });
  process.stdout.write(
    options.format === 'json' ? `${JSON.stringify(holders.map(holderJson), null, 2)}\n` : text(holders),
  );
  if (strange !== undefined) console.error(strange.note);
  for (const { kind, name: binding, role } of authority.dangling)
    console.error(
      `${kind} ${binding} names ${role.kind} ${role.name}, which is not in the input: it grants nothing until somebody makes it`,
    );
  const unknown = [...authority.unknownPolicies, ...absent.map((name) => `who is bound in ${name}`)];
  if (unknown.length > 0) throw new NegativeAnswer(`not known: ${unknown.join('; ')}`);
}

function text(holders: readonly Holder[]): string {
  if (holders.length === 0) return 'nobody\n';
  const lines = holders.flatMap(({ subject, namespace, grants, steps, principals }) => [
    `${printable(subjectText(subject))} ${namespace === '*' ? 'in all namespaces' : `in ${namespace}`}${principals.length === 0 ? '' : ` (${principals.join(', ')})`}`,
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
