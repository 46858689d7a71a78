"""A real distributed training run, small enough to check: every rank pulls one number towards targets of its own.

What an uninterrupted run ends with can be computed by anybody, so that a resumed one can be held against it.
"""

import io
import os
import time

import safetensors.torch
import torch
import torch.distributed as distributed

from training_audit import AuditedS3Dataset
from training_resume import CheckpointDirectory

STEPS = 40
LEARNING_RATE = 0.1
SECONDS_A_STEP = 0.15  # as if it were work: long enough to be interrupted


class MountedBucket:
    """The S3 client that the audited data set reads through: a bucket that is mounted at /data."""

    def get_object(self, Bucket, Key):
        path = os.path.join("/data", os.path.basename(Key))
        with open(path, "rb") as file:
            content = file.read()
        return {"Body": io.BytesIO(content), "ContentLength": len(content)}


def targets(rank):
    """What this rank trains on, read through the audit log."""
    prefix = os.environ["TRAINING_DATA_PREFIX"]
    dataset = AuditedS3Dataset("datasets", prefix, MountedBucket())
    scale = float(dataset.read(prefix + "scale.txt"))
    return [scale * (rank + 1) + step / 100 for step in range(STEPS)]


def main():
    distributed.init_process_group("gloo")
    rank, ranks = distributed.get_rank(), distributed.get_world_size()
    print(f"rank {rank} of {ranks}: torch {torch.__version__}", flush=True)
    checkpoints = CheckpointDirectory("/checkpoints", other_ranks="skip")
    loaded = checkpoints.load_latest()
    weight = torch.zeros(1, dtype=torch.float64) if loaded is None else loaded.state["weight"]
    first = 0 if loaded is None else loaded.checkpoint.step + 1
    print(f"rank {rank} starts at step {first}", flush=True)
    mine = targets(rank)
    for step in range(first, STEPS):
        gradient = weight - mine[step]
        distributed.all_reduce(gradient)
        weight = weight - LEARNING_RATE * gradient / ranks
        time.sleep(SECONDS_A_STEP)
        if step % 5 == 4:
            state = {"weight": weight}
            checkpoints.save(
                step, lambda file: file.write(safetensors.torch.save(state)), format="safetensors"
            )
            distributed.barrier()
            print(f"rank {rank} step {step}", flush=True)
    print(f"rank {rank} finished: weight {weight.item():.12f}", flush=True)


main()
