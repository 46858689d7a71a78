import { InvalidArgumentError, Option } from 'commander';
import { isDnsLabel } from '../model/names';

export interface DefaultNamespaceOption {
  readonly defaultNamespace?: string;
}

/** The option of every command that reads objects. Charts often leave the namespace to whoever applies them. */
export function defaultNamespaceOption(): Option {
  return new Option(
    '--default-namespace <name>',
    'namespace of objects that name none, as kubectl apply --namespace gives it (default: "default")',
  ).argParser((name) => {
    if (!isDnsLabel(name)) throw new InvalidArgumentError('give the name of a namespace.');
    return name;
  });
}
