/** Port of rank 0's rendezvous: torchrun's store, JAX's coordinator (torchrun's own default). */
export const RENDEZVOUS_PORT = 29500;

/** Port on which rank 0's guard hears of the other ranks (python/training_rank_guard.py). */
export const RANK_GUARD_PORT = 29499;

/**
 * Exit code of a rank that failed only because another rank was lost. The Job ignores it, so that an eviction costs no
 * retry. Outside the codes that shells (126 to 165) and sysexits (64 to 78) use. A child that ends with it by itself does not
 * get through: the guard turns it into 1.
 */
export const LOST_PEER_EXIT_CODE = 117;

/**
 * For how long the guard remembers the loss of a rank, in seconds: longer than survivors take to fail, which with Gloo is
 * half an hour.
 */
export const LOSS_MEMORY_SECONDS = 3600;

/** Latest stop of a survivor, in seconds after the loss: the guard takes half of its memory. */
export const LONGEST_STOP_SECONDS = LOSS_MEMORY_SECONDS / 2;
