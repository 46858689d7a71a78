/**
 * Marks by which Pulumi's wire format and stack exports tell values that are not plain
 * (https://github.com/pulumi/pulumi sdk/go/common/resource/properties.go): the plan writes them, the verifier reads them.
 */
export const SIGNATURE_KEY = '4dabf18193072939515e22adb298388d';
export const SECRET_SIGNATURE = '1b47061264138c4ac30d75fd1eb44270';
export const REFERENCE_SIGNATURE = '5cf8f73096256a8f31e491e813e4eb8e';
export const OUTPUT_SIGNATURE = 'd0e6a833031e9bbcd3f4e8bde6ca49a4';
/** A value that is known only when the resource exists. */
export const UNKNOWN_TEXT = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
