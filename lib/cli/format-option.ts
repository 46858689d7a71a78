import { Option } from 'commander';

/** In which form a command answers: the first of them unless told otherwise. */
export function formatOption(what: string, forms: readonly string[] = ['text', 'json']): Option {
  return new Option('--format <format>', `form of the ${what}`).choices(forms).default(forms[0]);
}
