/** Where the kubelet of a node answers (https://kubernetes.io/docs/reference/networking/ports-and-protocols/). */
export const KUBELET_PORT = 10250;
