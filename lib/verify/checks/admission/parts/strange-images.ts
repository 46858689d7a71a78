import { isAllowedImage, PROJECT_PLACEHOLDER } from '../../../../model/policies';
import type { Evidence } from '../../../evidence';
import type { TrainingNamespace } from '../../../scope/training-scope';

/** An image that a pod must not be made of. */
export interface StrangeImage {
  readonly meaning: string;
  readonly image: string;
}

/** What stands behind the name of an image in place of its digest, beside the usual tag: policies forbid one form and mean all. */
const BY_NAME: readonly (readonly [meaning: string, behind: string])[] = [
  ['an image by another tag than "latest"', ':v1'],
  ['an image without a tag or a digest', ''],
  ['an image by a tag that is called like a digest', ':sha256'],
  ['an image by tag whose name ends like a digest', '-sha256:v1'],
];

/** An image of the project by the usual tag. */
export function imageByTag(image: string): string {
  return `${withoutVersion(image)}:latest`;
}

/** An image of the project under other names that whoever pushes next leads elsewhere (https://github.com/distribution/reference, `reference.go`). */
export function imagesByName(image: string): readonly StrangeImage[] {
  const name = withoutVersion(image);
  return BY_NAME.map(([meaning, behind]) => ({ meaning, image: `${name}${behind}` }));
}

/**
 * Images that look like those of a project to a policy that compares less than the whole prefix. Which paths of a registry are
 * whose only a description says.
 */
export function imagesOfOthers(
  { platform }: Evidence,
  { project }: TrainingNamespace,
  image: string,
): readonly StrangeImage[] {
  const [host = '', ...path] = image.split('/');
  const last = path.at(-1) ?? host;
  const registries = platform?.policies.registries ?? [];
  const of = (name: string, prefix: string): string => prefix.replaceAll(PROJECT_PLACEHOLDER, name);
  const other = platform?.projects.find(({ name }) => name !== project)?.name ?? 'another';
  const found: readonly StrangeImage[] = [
    { meaning: 'an image of the internet under the path of its own', image: `example.com/${image}` },
    ...(path.length === 0
      ? []
      : [
          {
            meaning: 'an image of a host whose name begins like the registry',
            image: [`${host}.example.com`, ...path].join('/'),
          },
        ]),
    ...registries.flatMap((prefix) => [
      { meaning: 'an image of another project', image: `${of(other, prefix)}${last}` },
      {
        meaning: 'an image of a path that begins like its own',
        image: `${of(project, prefix).slice(0, -1)}-x/${last}`,
      },
      {
        meaning: 'an image of another path of the registry',
        image: `${prefix.split('/', 1).join()}/elsewhere/${last}`,
      },
    ]),
  ];
  return found.filter((one) => !isAllowedImage(one.image, registries, project));
}

/** `registry/name` of `registry/name:tag@digest`. */
function withoutVersion(image: string): string {
  const [name = ''] = image.split('@', 1);
  const [last = ''] = name.split('/').slice(-1);
  return name.slice(0, name.length - last.length) + (last.split(':', 1)[0] ?? '');
}
