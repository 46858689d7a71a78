/** Start of the name of the ConfigMap with the Python helpers. */
export const HELPER_FILES = 'helpers';

/** What follows the name of a job in the name of the ConfigMap with its files. */
export const JOB_FILES = '--config';

/** Hex digits of the digest that ends the name of a ConfigMap with code: another content is another name. */
export const CONTENT_DIGITS = 10;
