/** Levels of nesting that are read. Custom resource definitions need some seventy; the rest is an attack on the parser. */
export const MAX_DEPTH = 200;

/** Values that the aliases of one document may stand for, all expansions counted: the API server's own limit is lower. */
export const MAX_ALIASED_VALUES = 100_000;
/** Characters of a line of YAML: one line of many megabytes can hold more values than memory does. JSON has no such limit. */
export const MAX_YAML_LINE = 2 ** 24;
/** Characters of a text that is read without the full reader. */
export const MAX_PLAIN_SCALAR = 2 ** 16;
