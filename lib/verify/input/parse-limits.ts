/** Levels of nesting that are read. Custom resource definitions need some seventy; the rest is an attack on the parser. */
export const MAX_DEPTH = 200;

/** Values that the aliases of one document may stand for, all expansions counted: the API server's own limit is lower. */
export const MAX_ALIASED_VALUES = 100_000;
