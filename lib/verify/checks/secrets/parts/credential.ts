/** What long-lived credentials look like (https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns). */
const FORMS = new RegExp(
  [
    String.raw`\b(?:AKIA|ASIA)[0-9A-Z]{16}\b`,
    String.raw`-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----`,
    String.raw`\bgh[oprsu]_[A-Za-z0-9]{36}`,
    String.raw`\bgithub_pat_[A-Za-z0-9_]{22}`,
    String.raw`\bglpat-[A-Za-z0-9_-]{20}`,
    String.raw`\bxox[abprs]-[A-Za-z0-9-]{10}`,
    String.raw`\bAIza[A-Za-z0-9_-]{35}`,
    String.raw`\bhf_[A-Za-z0-9]{30}`,
    // A token of a service account, or of whoever signs tokens (https://www.rfc-editor.org/rfc/rfc7519), and the key in a kubeconfig.
    String.raw`\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{16,}`,
    String.raw`\bclient-key-data["']?:\s*["']?[A-Za-z0-9+/]{40}`,
    // A line of .netrc (https://www.gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html).
    String.raw`\bmachine\s+(?:\S+\s+login\s+\S+|[\w-]+(?:\.[\w-]+)+)\s+password\s+["']?[^\s$<{"'][^\s"']{2}`,
    // A password in a URL; what a shell or a template puts there is none.
    String.raw`\b[a-z][a-z0-9+.-]*://[^\s/:@"']*:[^\s/:@$(){}<>"']{3,}@`,
  ].join('|'),
);

/** Names that nothing but a credential has. */
const NAMES =
  /(?:^|_)(?:SECRET(?:_ACCESS)?_KEY|ACCESS_KEY_ID|PASSWORD|PASSWD|API_?KEY|PRIVATE_KEY|AUTH_TOKEN|ACCESS_TOKEN|HF_TOKEN)$/i;

/** Names that credentials share with the tokens of a tokenizer and the passes of a run. */
const SHARED_NAMES = /(?:^|_)(?:TOKEN|PASS|SECRET)$/i;
const LONG = /^(?=.*[0-9])(?=.*[A-Za-z])[^\s]{12,}$/;

/** Filled in by somebody else, the place of a file, or no secret at all. `changeme` is a password. */
const NONE = /^(?:\$\{.*\}|\$\(.*\)|\$\w+|<.*>|\{\{.*\}\}|\/.*|file:.*|true|false|yes|no|null|none|[01]?)$/is;

/** `--password=x`, `PASSWORD=x`, alone or within the text of a shell. */
const GIVEN = /(?:^|[\s;"'])-{0,2}([A-Za-z][\w.-]*)=("[^"]*"|'[^']*'|[^\s;]+)/g;

/** Whether a value under a name is a credential: by its form, or by its name. */
export function isCredential(name: string, value: string): boolean {
  if (FORMS.test(value)) return true;
  const text = value.trim();
  const key = name.replaceAll(/[.-]/g, '_');
  return !NONE.test(text) && (NAMES.test(key) || (SHARED_NAMES.test(key) && LONG.test(text)));
}

/** Positions of the words of a command line that hold a credential. */
export function credentialWords(words: readonly string[]): readonly number[] {
  return words.flatMap((word, index) => {
    if (FORMS.test(word)) return [index];
    for (const [, name = '', given = ''] of word.matchAll(GIVEN))
      if (isCredential(name, given.replace(/^(["'])(.*)\1$/s, '$2'))) return [index];
    const option = /^-{1,2}([A-Za-z][\w.-]*)$/.exec(words[index - 1] ?? '')?.[1];
    return option !== undefined && !word.startsWith('-') && isCredential(option, word) ? [index] : [];
  });
}
