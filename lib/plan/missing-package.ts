/** What is installed with a package: the components of this library need both. */
const TOGETHER: Readonly<Record<string, string>> = { '@pulumi/pulumi': '@pulumi/pulumi @pulumi/aws' };

/** What to do about a package that a program loads and that is not installed; undefined for every other error. */
export function missingPackage(error: Error): string | undefined {
  if (!('code' in error) || !['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND'].includes(String(error.code)))
    return undefined;
  const [, asked = ''] = /^Cannot find (?:module|package) '([^']+)'/.exec(error.message) ?? [];
  // A path is a file of the program itself.
  const [name] = /^(?:@[^/@.]+\/)?[^/@.][^/]*/.exec(asked) ?? [];
  if (name === undefined) return undefined;
  return `the program needs ${name}, which is not installed: npm install ${TOGETHER[name] ?? name}`;
}
