/** Registry, and folders below it (https://github.com/distribution/reference/blob/main/reference.go). */
const REPOSITORY = String.raw`[a-z0-9.-]+(:\d+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)+`;
const TAG = String.raw`:[\w][\w.-]{0,127}`;

/** An image by its bytes, the registry spelled out. */
export const IMAGE_BY_DIGEST = new RegExp(`^${REPOSITORY}(${TAG})?@sha256:[0-9a-f]{64}$`);
export const IMAGE_BY_TAG = new RegExp(`^${REPOSITORY}${TAG}$`);

/** A published repository, neither tag nor digest behind it. */
export const IMAGE_REPOSITORY = /^[a-z0-9][-a-z0-9.]*\.[a-z]{2,}(\/[a-z0-9]+([._-]+[a-z0-9]+)*)+$/;

/**
 * Where images come from, ending with a slash: `registry.example.com/ml/` without it would also let
 * `registry.example.com/ml-evil/x` pass, and `registry.example.com` also `registry.example.com.evil.io`.
 */
const IMAGE_PREFIX = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:\d+)?(\/([a-z0-9]+([._-]+[a-z0-9]+)*|\{project\}))*\/$/;

export function isImagePrefix(text: string): boolean {
  return IMAGE_PREFIX.test(text) && /[.:]|^localhost/.test(text.split('/')[0] ?? '');
}
