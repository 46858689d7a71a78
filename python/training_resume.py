# SPDX-License-Identifier: Apache-2.0
"""Checkpoints that a clean job can resume from without executing what a poisoned one left behind.

A pickle runs code when it is loaded, so a checkpoint outlives the compromise of the job that wrote
it. This module loads two formats only: ``safetensors``, and ``torch`` with ``weights_only=True``.
It loads only files that a manifest names by SHA-256 and size, and it loads the very bytes that it
verified. The manifest lies beside the file, so it tells damage and later replacement (where names
are create-only), not the intent of who wrote both: against that stand the two formats.

    from training_resume import CheckpointDirectory

    checkpoints = CheckpointDirectory("/checkpoints/llm-pretrain", other_ranks="skip")
    loaded = checkpoints.load_latest()
    if loaded is not None:
        model.load_state_dict(loaded.state)
        first_step = loaded.checkpoint.step + 1
    ...
    checkpoints.save(step, lambda file: torch.save(model.state_dict(), file), format="torch")
    checkpoints.prune(keep=3)

*Layout.* A step is ``step-<n>-<random>.<suffix>`` and ``step-<n>.manifest.json``. The manifest is
created last and makes the step exist. No name is written twice and there is no ``latest`` marker,
so names can be create-only. A save that is killed leaves a file without a manifest, never a step.

*File systems.* Where rename and hard links work (local disks, Lustre, EFS), a file is complete
when it gets its name. Where they do not (Mountpoint for S3 on general purpose buckets), a file is
one sequential write to its final name, which Mountpoint shows when the upload is complete
(https://github.com/awslabs/mountpoint-s3/blob/main/doc/SEMANTICS.md). Mountpoint refuses to
overwrite by itself, but sends no ``If-None-Match`` with uploads: a bucket policy that demands
``s3:if-none-match`` denies them.

*Ranks.* Only rank 0 saves and prunes: ``RANK`` decides, else ``NODE_RANK``, else there is one rank.
``other_ranks`` says what the calls do elsewhere: ``"refuse"`` (default) raises ``NotRankZero``,
``"skip"`` returns without doing anything, ``"save"`` is for sharded checkpoints, where every rank
has a directory of its own.

*Runs.* A manifest names its run. Checkpoints of other runs are skipped unless ``also_from`` names
the run.

*Versions of torch.* ``weights_only`` came with 1.13, but ways to execute code past it were closed
only in 2.6 (https://nvd.nist.gov/vuln/detail/CVE-2025-32434) and in 2.10
(https://nvd.nist.gov/vuln/detail/CVE-2026-24747). Older ones are refused for the ``torch`` format,
at the save already, unless ``minimum_torch`` is lowered. ``safetensors`` has no such floor.
"""

import hashlib
import inspect
import io
import json
import logging
import os
import re
import stat
import uuid
from contextlib import suppress
from typing import Any, BinaryIO, Callable, Collection, Iterator, List, NamedTuple, Optional, Tuple

SUFFIXES = {"safetensors": "safetensors", "torch": "pt"}

_SCHEMA = "training-isolation/checkpoint/1"
_MANIFEST_NAME = re.compile(r"step-(0|[1-9][0-9]{0,17})\.manifest\.json")
_MANIFEST_BYTES = 4096  # more than a manifest ever has
_BLOCK = 8 * 1024 * 1024
_LOGGER = logging.getLogger("training.resume")

_Loader = Callable[[io.BytesIO, Any], Any]


class NotRankZero(RuntimeError):
    """A rank other than 0 asked to save or prune."""


class StepExists(FileExistsError):
    """The step has a manifest already, and manifests are never rewritten."""


class UnsafeTorch(RuntimeError):
    """The installed torch may execute what a checkpoint holds."""


class Checkpoint(NamedTuple):
    """What a manifest says; ``file`` is a name in the same directory."""

    step: int
    file: str
    format: str
    size: int
    sha256: str
    run_id: str


class Loaded(NamedTuple):
    """A checkpoint and what its file held."""

    checkpoint: Checkpoint
    state: Any


class _Damaged(ValueError):
    """An entry that must not be loaded, and why."""


class CheckpointDirectory:
    """The checkpoints of a run in one directory.

    :param path: an existing directory, not a symlink
    :param rename: whether the file system renames and hard-links (default: tried out at a save)
    :param run_id: default: ``TRAINING_RUN_ID``
    :param also_from: ids of other runs whose checkpoints may be loaded
    :param other_ranks: ``"refuse"``, ``"skip"`` or ``"save"``
    :param minimum_torch: the oldest torch trusted with the ``torch`` format
    """

    def __init__(
        self,
        path: str,
        rename: Optional[bool] = None,
        *,
        run_id: Optional[str] = None,
        also_from: Collection[str] = (),
        other_ranks: str = "refuse",
        minimum_torch: Tuple[int, int] = (2, 10),
    ) -> None:
        run = run_id if run_id is not None else os.environ.get("TRAINING_RUN_ID", "")
        if not 1 <= len(run) <= 253:
            raise ValueError(f"run_id is {run!r}: pass 1 to 253 characters or set TRAINING_RUN_ID")
        if other_ranks not in ("refuse", "skip", "save"):
            raise ValueError(f"other_ranks is {other_ranks!r}: allowed are refuse, skip, save")
        if os.path.islink(path) or not os.path.isdir(path):
            raise NotADirectoryError(f"{path!r} is not a directory (a symlink is refused)")
        self._path = path
        self._rename = rename
        self._run_id = run
        self._readable_runs = {run, *also_from}
        self._other_ranks = other_ranks
        self._minimum_torch = minimum_torch

    def save(
        self, step: int, writer: Callable[[Any], object], *, format: str
    ) -> Optional[Checkpoint]:
        """Write a checkpoint; ``writer`` gets a file that it can only write to, in sequence.

        Returns None where this rank is to skip. Raises ``StepExists`` for a step with a manifest,
        even a damaged one: look at why, then remove that manifest by hand.
        """
        if not self._may_write():
            return None
        if type(step) is not int or not 0 <= step < 10**18:
            raise ValueError(f"step is {step!r}: allowed are whole numbers from 0 below 10^18")
        self._loader(format)  # refuse now what could not be loaded at the resume
        manifest = _manifest_name(step)
        if os.path.lexists(self._join(manifest)):
            raise StepExists(f"step {step} has a manifest already")
        if self._rename is None:
            self._rename = self._rename_works()
        file = f"step-{step}-{uuid.uuid4().hex}.{SUFFIXES[format]}"
        size, sha256 = self._create(file, writer)
        checkpoint = Checkpoint(step, file, format, size, sha256, self._run_id)
        content = _manifest_bytes(checkpoint)
        try:
            self._create(manifest, lambda output: output.write(content))
        except FileExistsError:
            raise StepExists(f"step {step} was saved by another process meanwhile") from None
        return checkpoint

    def latest(self) -> Optional[Checkpoint]:
        """The highest step whose file is what its manifest says, or None. Loads nothing."""
        for checkpoint in self._readable():
            if self._verified(checkpoint, None):
                return checkpoint
        return None

    def load_latest(self, map_location: Any = "cpu") -> Optional[Loaded]:
        """Load the highest verified step to the device ``map_location``, or return None.

        The file is held in memory beside the loaded state: what is loaded are the verified bytes,
        not the file opened again. An error of the loader is raised, not skipped, because a verified
        file that does not load was tampered with or needs another version.
        """
        for checkpoint in self._readable():
            content = io.BytesIO()
            if self._verified(checkpoint, content):
                content.seek(0)
                return Loaded(checkpoint, self._loader(checkpoint.format)(content, map_location))
        return None

    def prune(self, keep: int) -> List[int]:
        """Remove the steps of this run below its ``keep`` highest; return the removed ones.

        A step counts as kept when its file has the manifest's size; digests are not read again.
        Needs the right to delete.
        """
        if keep < 1:
            raise ValueError(f"keep is {keep!r}: allowed are whole numbers from 1")
        if not self._may_write():
            return []
        kept = 0
        removed = []
        for checkpoint in list(self._readable()):
            if checkpoint.run_id != self._run_id:
                continue
            if kept < keep:
                kept += self._has_size(checkpoint)
                continue
            os.unlink(self._join(_manifest_name(checkpoint.step)))
            with suppress(FileNotFoundError):
                os.unlink(self._join(checkpoint.file))
            removed.append(checkpoint.step)
        return removed

    def _may_write(self) -> bool:
        rank = os.environ.get("RANK", os.environ.get("NODE_RANK", "0"))
        if not re.fullmatch("[0-9]+", rank):
            raise ValueError(f"RANK or NODE_RANK is {rank!r}: allowed are whole numbers from 0")
        if int(rank) == 0 or self._other_ranks == "save":
            return True
        if self._other_ranks == "skip":
            return False
        raise NotRankZero(f"rank {rank} must not save, only rank 0 does: see other_ranks")

    def _create(self, name: str, writer: Callable[[Any], object]) -> Tuple[int, str]:
        """Create the new file ``name``, durable; return its size and digest."""
        path = self._join(name)
        # A hard link is the rename that fails on an existing name instead of replacing it.
        first = self._join(f".{name}.{uuid.uuid4().hex}.tmp") if self._rename else path
        descriptor = os.open(first, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        try:
            with os.fdopen(descriptor, "wb", buffering=_BLOCK) as file:
                output = _DigestWriter(file)
                writer(output)
                file.flush()
                os.fsync(file.fileno())
            if self._rename:
                os.link(first, path)
                _remove(first)
                _sync_directory(self._path)
        except BaseException:
            _remove(first)
            raise
        return output.size, output.digest.hexdigest()

    def _rename_works(self) -> bool:
        """Try it out, under fixed names: where nothing can be deleted, one empty file remains."""
        probe, second = self._join(".rename-probe"), self._join(".rename-probe-2")
        with suppress(FileExistsError):
            os.close(os.open(probe, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
        try:
            os.link(probe, second)
            return True
        except OSError:
            return False
        finally:
            _remove(second)
            _remove(probe)

    def _readable(self) -> Iterator[Checkpoint]:
        """The checkpoints with sound manifests, highest step first; others are logged."""
        matches = [_MANIFEST_NAME.fullmatch(name) for name in os.listdir(self._path)]
        for step in sorted((int(match[1]) for match in matches if match), reverse=True):
            try:
                with self._open(_manifest_name(step)) as file:
                    checkpoint = _parse_manifest(file.read(_MANIFEST_BYTES), step)
                if checkpoint.run_id not in self._readable_runs:
                    raise _Damaged(f"it belongs to another run, {checkpoint.run_id!r}")
            except (OSError, _Damaged) as reason:
                _LOGGER.warning("skipped the manifest of step %d: %s", step, reason)
            else:
                yield checkpoint

    def _verified(self, checkpoint: Checkpoint, copy: Optional[BinaryIO]) -> bool:
        """Whether the file has the manifest's size and digest; ``copy`` gets what was read."""
        digest = hashlib.sha256()
        left = checkpoint.size
        try:
            with self._open(checkpoint.file) as file:
                if os.fstat(file.fileno()).st_size != checkpoint.size:
                    raise _Damaged("its size differs from the manifest's")
                while left:
                    block = file.read(min(_BLOCK, left))
                    if not block:
                        raise _Damaged("it was truncated while being read")
                    left -= len(block)
                    digest.update(block)
                    if copy is not None:
                        copy.write(block)
            if digest.hexdigest() != checkpoint.sha256:
                raise _Damaged("its digest differs from the manifest's")
        except (OSError, _Damaged) as reason:
            _LOGGER.warning("skipped step %d, %s: %s", checkpoint.step, checkpoint.file, reason)
            return False
        return True

    def _has_size(self, checkpoint: Checkpoint) -> bool:
        with suppress(OSError, _Damaged), self._open(checkpoint.file) as file:
            return os.fstat(file.fileno()).st_size == checkpoint.size
        return False

    def _open(self, name: str) -> BinaryIO:
        """Open an entry for reading: a regular file, never through a symlink."""
        # O_NONBLOCK, because opening a named pipe would wait for a writer.
        descriptor = os.open(self._join(name), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise _Damaged("it is not a regular file")
        return os.fdopen(descriptor, "rb")

    def _join(self, name: str) -> str:
        return os.path.join(self._path, name)

    def _loader(self, format: str) -> _Loader:
        if format == "safetensors":
            return _safetensors_loader()
        if format == "torch":
            return _torch_loader(self._minimum_torch)
        raise ValueError(f"format is {format!r}: allowed are {', '.join(SUFFIXES)}")


class _DigestWriter(io.RawIOBase):
    """A write-only, unseekable file that keeps size and digest of what goes through it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.size = 0
        self.digest = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        written = self._file.write(data)
        self.digest.update(data)
        self.size += written
        return written


def _manifest_name(step: int) -> str:
    return f"step-{step}.manifest.json"


def _manifest_bytes(checkpoint: Checkpoint) -> bytes:
    fields = {"schema": _SCHEMA, **checkpoint._asdict()}
    return (json.dumps(fields, indent=2, sort_keys=True) + "\n").encode("ascii")


def _parse_manifest(content: bytes, step: int) -> Checkpoint:
    """The manifest of ``step``, which must be byte for byte what this module writes."""
    try:
        fields = json.loads(content.decode("ascii"))
        checkpoint = Checkpoint(*(fields[name] for name in Checkpoint._fields))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _Damaged(f"it cannot be parsed ({type(error).__name__})") from None
    for name, value, kind in zip(Checkpoint._fields, checkpoint, (int, str, str, int, str, str)):
        if type(value) is not kind:
            raise _Damaged(f"{name} is not of type {kind.__name__}")
    if checkpoint.step != step:
        raise _Damaged(f"it is of step {checkpoint.step}")
    if checkpoint.format not in SUFFIXES:
        raise _Damaged(f"format {checkpoint.format!r} is refused")
    suffix = SUFFIXES[checkpoint.format]
    if not re.fullmatch(rf"step-{step}-[0-9a-f]{{32}}\.{suffix}", checkpoint.file):
        raise _Damaged(f"file name {checkpoint.file!r} is refused")
    if checkpoint.size < 0 or not re.fullmatch("[0-9a-f]{64}", checkpoint.sha256):
        raise _Damaged("size or digest is malformed")
    if content != _manifest_bytes(checkpoint):
        raise _Damaged("it has other fields or another form than this module writes")
    return checkpoint


def _remove(path: str) -> None:
    """Clean up as far as the file system allows: a leftover is not a checkpoint."""
    with suppress(OSError):
        os.unlink(path)


def _sync_directory(path: str) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _safetensors_loader() -> _Loader:
    import safetensors.torch

    def load(content: io.BytesIO, map_location: Any) -> Any:
        tensors = safetensors.torch.load(content.getvalue())
        return {name: tensor.to(map_location) for name, tensor in tensors.items()}

    return load


def _torch_loader(minimum: Tuple[int, int]) -> _Loader:
    import torch

    found = re.match(r"(\d+)\.(\d+)", str(torch.__version__))
    version = (int(found[1]), int(found[2])) if found else (0, 0)
    if version < minimum or "weights_only" not in inspect.signature(torch.load).parameters:
        raise UnsafeTorch(
            f"torch {torch.__version__} is refused for the torch format, because its load may "
            f"execute what a checkpoint holds: use safetensors or torch {minimum[0]}.{minimum[1]}"
        )

    def load(content: io.BytesIO, map_location: Any) -> Any:
        return torch.load(content, map_location=map_location, weights_only=True)

    return load
