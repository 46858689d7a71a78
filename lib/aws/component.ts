import * as pulumi from '@pulumi/pulumi';
import { passingOnDependencies } from '../component';
import type { Platform } from '../model';
import { awsWalls } from '../model/aws/aws-walls';
import { refuseFaults, shown, suggestion, type Fault } from '../model/fault/fault';
import { isGivenPlatform, WHAT_MAKES_ONE } from '../model/platform/given-platform';
import { isOnAws, type AwsPlatform } from '../model/iam';

/** What every component is told. */
export interface ComponentArgs {
  /** The description: the one that the manifests are made from. */
  readonly platform: Platform;
  /** Tags of every resource that has tags, besides those that say to whom it belongs. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Every argument of a component, and whether it has to be given; the compiler holds this and the arguments together. */
export type ArgumentRules<Args> = {
  readonly [Name in keyof Required<Args>]: object extends Pick<Args, Name> ? 'optional' : 'required';
};

export const COMPONENT_ARGUMENTS: ArgumentRules<ComponentArgs> = { platform: 'required', tags: 'optional' };

/**
 * A component of this library. Its children are public fields, named after it and parented to it; nothing of what isolates
 * comes from an Output, so a preview shows it whole.
 */
export abstract class IsolationComponent extends pulumi.ComponentResource {
  protected readonly platform: AwsPlatform;
  readonly #name: string;
  readonly #tags: Readonly<Record<string, string>>;

  /** @param kind last part of the type token, which stands in every URN for ever */
  protected constructor(
    kind: string,
    name: string,
    args: ComponentArgs,
    opts: pulumi.ComponentResourceOptions | undefined,
    rules: Readonly<Record<string, 'required' | 'optional'>>,
    faults: (platform: AwsPlatform) => readonly Fault[],
  ) {
    const subject = `${kind} "${name}"`;
    // Judged before anything is registered: a description with faults plans nothing.
    const wrong = argumentFaults(args, rules);
    // Without what it needs there is nothing more to ask of a component.
    if (wrong.some(({ path, given }) => given === MISSING || path === 'platform')) refuseFaults(subject, wrong);
    const platform = judged(subject, args.platform, (described) => [...wrong, ...faults(described)]);
    super(`training-isolation:index:${kind}`, name, {}, passingOnDependencies(opts));
    this.platform = platform;
    this.#name = name;
    this.#tags = args.tags ?? {};
  }

  /** Name of a child: `p4d` and `role` give `p4d-role`. */
  protected child(part: string): string {
    return `${this.#name}-${part}`;
  }

  /** Options of a child. */
  protected within(more: pulumi.CustomResourceOptions = {}): pulumi.CustomResourceOptions {
    return { parent: this, ...more };
  }

  /** Tags of a child: the user's, ours, and a name where consoles show one. */
  protected tags(own: Readonly<Record<string, string>> = {}): Record<string, string> {
    return { ...this.#tags, [this.platform.keys.platform]: this.platform.name, ...own };
  }
}

const MISSING = 'nothing';

/** Arguments that are missing, and unknown ones; the values of the others are Pulumi's to judge. */
function argumentFaults(
  args: ComponentArgs | undefined,
  rules: Readonly<Record<string, 'required' | 'optional'>>,
): readonly Fault[] {
  const given: Readonly<Record<string, unknown>> = { ...args };
  const names = Object.keys(rules);
  return [
    ...names
      .filter((name) => rules[name] === 'required' && given[name] === undefined)
      .map((path) => ({ path, given: MISSING, allowed: 'a value: this argument is required', fix: 'add it' })),
    ...(given['platform'] === undefined || isGivenPlatform(given['platform'])
      ? []
      : [{ path: 'platform', given: shown(given['platform']), allowed: WHAT_MAKES_ONE, fix: 'give that' }]),
    ...Object.entries(given)
      .filter(([name]) => !names.includes(name))
      .map(([path, value]) => ({
        path,
        given: typeof value === 'object' ? 'an object' : shown(value),
        allowed: `no such argument; known here: ${names.join(', ')}`,
        fix: suggestion(path, names, 'remove it'),
      })),
  ];
}

/**
 * The description, if it is on AWS, within the walls of AWS, and without the faults of this component.
 *
 * @throws InvalidInputError with all of them at once
 */
function judged(subject: string, platform: Platform, faults: (platform: AwsPlatform) => readonly Fault[]): AwsPlatform {
  if (!isOnAws(platform)) {
    refuseFaults(subject, [
      { path: 'platform.aws', given: 'nothing', allowed: 'the AWS side of the description', fix: 'describe `aws`' },
    ]);
    throw new Error('unreachable');
  }
  refuseFaults(subject, [...walls(platform), ...faults(platform)]);
  return platform;
}

/** Asked once a platform: every component of a program has the same. */
const known = new WeakMap<Platform, readonly Fault[]>();

function walls(platform: AwsPlatform): readonly Fault[] {
  const found = known.get(platform) ?? awsWalls(platform);
  known.set(platform, found);
  return found;
}
