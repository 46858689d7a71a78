import { isClusterScoped } from '../input/kinds';
import { MAKER_KINDS, type MakerKind } from '../workload/maker-kinds';

/** A kind as roles name it. */
interface NamedKind {
  readonly apiGroup: string;
  readonly resource: string;
}

const isOfCluster = ({ group, kind }: MakerKind): boolean => isClusterScoped(`${group}/*`, kind);
const named = ({ group, resource }: MakerKind): NamedKind => ({ apiGroup: group, resource });

/** Kinds of namespaces whose writers run code there. */
export const POD_MAKERS: readonly NamedKind[] = MAKER_KINDS.filter((kind) => !isOfCluster(kind)).map(named);

/** Kinds of the whole cluster whose writers say what runs in every namespace. */
export const MAKERS_OF_CLUSTER: readonly NamedKind[] = MAKER_KINDS.filter(isOfCluster).map(named);
