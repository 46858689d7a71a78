# SPDX-License-Identifier: Apache-2.0
"""An audit trail of a training job's reads from S3, one JSON line per access.

**This trail is advisory.** It runs inside the pod, so code in the pod can skip it (another SDK,
s5cmd, a mounted bucket) or forge it. The evidence is outside the pod: CloudTrail *data events*
(management events do not record ``GetObject``) joined by role session name, and the IAM policy
that confines the role to the project's prefix. What the trail adds is the run: which Job read what.

    from training_audit import AuditedS3Dataset

    dataset = AuditedS3Dataset("alpha-data", "alpha/train/")
    for item in dataset.list():
        for chunk in dataset.iter_chunks(item.key):
            ...

Environment, read when a dataset is created:

==========================  ====================================================================
``TRAINING_AUDIT_LOG``      ``true``/``1``: log; ``false``/``0`` or absent: do not; else an error
``TRAINING_PROJECT_ID``     the project (required when logging)
``TRAINING_RUN_ID``         the Job's name, the same for every rank and retry (required likewise)
``TRAINING_RUN_UID``        the Job's uid, tells re-creations of one name apart (required likewise)
``TRAINING_POD``            the pod's name (optional)
``TRAINING_DATA_PREFIX``    the project's own prefix (optional): a dataset outside it is refused
==========================  ====================================================================

Refusals are enforced whether or not the log is on. An event is written after the access, with its
outcome: ``ok``, ``error`` or ``refused``; ``complete`` is false where the consumer stopped early.
An event never holds an object's content or a credential; of an error it holds the code or the
type, not the message.

CloudTrail data events:
https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
"""

import json
import logging
import os
import sys
import time
import uuid
from types import TracebackType
from typing import Any, Dict, Iterator, Mapping, NamedTuple, Optional, Type

CHUNK_SIZE = 8 * 1024 * 1024
MAX_READ_BYTES = 64 * 1024 * 1024

_FLAGS = {"true": True, "1": True, "false": False, "0": False}
_HANDLER_NAME = "training.audit.stdout"


class AccessRefused(PermissionError):
    """Refused by this module, not by S3. Logged with the outcome ``refused``."""


class OutsidePrefix(AccessRefused):
    """The key or the prefix lies outside what may be read."""


class ObjectTooLarge(AccessRefused):
    """``read`` was asked for an object larger than its limit."""


class ObjectInfo(NamedTuple):
    """One object of a listing."""

    key: str
    size: int
    etag: str


def _logger() -> logging.Logger:
    """The logger ``training.audit``: INFO, one line per event on stdout, whatever the root does."""
    logger = logging.getLogger("training.audit")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    if not any(handler.name == _HANDLER_NAME for handler in logger.handlers):
        handler = logging.StreamHandler(sys.stdout)
        handler.name = _HANDLER_NAME
        handler.setFormatter(logging.Formatter("%(message)s"))
        logger.addHandler(handler)
    return logger


_LOGGER = _logger()


def _run_identity(environment: Mapping[str, str]) -> Optional[Dict[str, str]]:
    """The fields that name the run in every event, or None when the log is off."""
    flag = environment.get("TRAINING_AUDIT_LOG", "false")
    if flag not in _FLAGS:
        raise ValueError(f"TRAINING_AUDIT_LOG is {flag!r}: allowed are {', '.join(_FLAGS)}")
    if not _FLAGS[flag]:
        return None
    variables = {
        "project": "TRAINING_PROJECT_ID",
        "run": "TRAINING_RUN_ID",
        "run_uid": "TRAINING_RUN_UID",
        "pod": "TRAINING_POD",
    }
    identity = {field: environment.get(name, "") for field, name in variables.items()}
    missing = [variables[field] for field in ("project", "run", "run_uid") if not identity[field]]
    if missing:
        raise ValueError(f"TRAINING_AUDIT_LOG is on, but not set: {', '.join(missing)}")
    return identity


def _check_prefix(what: str, prefix: str) -> None:
    if not prefix.endswith("/") or prefix.startswith("/") or "//" in prefix or ".." in prefix:
        raise ValueError(
            f'{what} is {prefix!r}: it must end with "/", not start with "/", '
            'and hold no "//" and no ".."'
        )


class _Access:
    """One access: a ``with`` block whose end writes the event, however the block ends."""

    def __init__(
        self, identity: Optional[Dict[str, str]], operation: str, bucket: str, key: str
    ) -> None:
        self._identity = identity
        self.facts: Dict[str, Any] = {"operation": operation, "bucket": bucket, "key": key}

    def __enter__(self) -> Dict[str, Any]:
        self.facts["complete"] = False
        return self.facts

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        # GeneratorExit is the consumer that stops early: what it was given, it got.
        if error is None or isinstance(error, GeneratorExit):
            self.facts["outcome"] = "ok"
        else:
            self.facts["outcome"] = "refused" if isinstance(error, AccessRefused) else "error"
            self.facts["error"] = type(error).__name__
            # A botocore ClientError carries the parsed response.
            response = getattr(error, "response", None)
            if isinstance(response, dict):
                _note_status(self.facts, response)
                self.facts["error"] = response.get("Error", {}).get("Code", self.facts["error"])
        if self._identity is not None:
            stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
            _LOGGER.info("%s", json.dumps({"time": stamp, **self._identity, **self.facts}))


def _note_status(facts: Dict[str, Any], response: Mapping[str, Any]) -> None:
    status = response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    if status is not None:
        facts["status"] = status


class AuditedS3Dataset:
    """The objects under one prefix of one bucket, read as streams and audited.

    Keys are full keys, not relative to the prefix. A key that does not start with the prefix, or
    that holds a ``..`` part, raises ``OutsidePrefix``.

    :param prefix: ends with ``/``, so that ``alpha/`` does not cover ``alpha-two/``
    :param client: an S3 client of boto3 (default: one per process, made on first use)
    """

    def __init__(self, bucket: str, prefix: str, client: Any = None) -> None:
        if not bucket:
            raise ValueError("bucket is empty")
        _check_prefix("prefix", prefix)
        self.bucket = bucket
        self.prefix = prefix
        self._client = client
        self._identity = _run_identity(os.environ)
        own = os.environ.get("TRAINING_DATA_PREFIX")
        if own is not None:
            _check_prefix("TRAINING_DATA_PREFIX", own)
            if not prefix.startswith(own):
                with self._access("OpenDataset", prefix):
                    raise OutsidePrefix(f"prefix {prefix!r} lies outside the project's {own!r}")

    def list(self, under: Optional[str] = None) -> Iterator[ObjectInfo]:
        """The objects whose keys start with ``under``, a full key (default: all), page by page."""
        start = self.prefix if under is None else under
        return self._list(self._checked("ListObjectsV2", start), start)

    def iter_chunks(self, key: str, chunk_size: int = CHUNK_SIZE) -> Iterator[bytes]:
        """The object as a stream; one chunk is in memory at a time.

        The event is written when the stream ends, breaks, or is closed by its consumer.
        """
        if chunk_size < 1:
            raise ValueError(f"chunk_size is {chunk_size!r}: allowed are whole numbers from 1")
        return self._iter_chunks(self._checked("GetObject", key), key, chunk_size)

    def download(self, key: str, path: str) -> None:
        """The object as a file: written under a temporary name beside it, renamed when complete."""
        temporary = f"{path}.{uuid.uuid4().hex}.part"
        with self._checked("GetObject", key) as facts:
            try:
                with open(temporary, "xb") as file:
                    for chunk in self._stream(facts, key, CHUNK_SIZE):
                        file.write(chunk)
                os.replace(temporary, path)
            except BaseException:
                if os.path.exists(temporary):
                    os.unlink(temporary)
                raise

    def read(self, key: str, max_bytes: int = MAX_READ_BYTES) -> bytes:
        """The object as bytes. A larger one raises ``ObjectTooLarge`` and is not loaded."""
        if max_bytes < 0:
            raise ValueError(f"max_bytes is {max_bytes!r}: allowed are whole numbers from 0")
        with self._checked("GetObject", key) as facts:
            return b"".join(self._stream(facts, key, min(CHUNK_SIZE, max_bytes + 1), max_bytes))

    def _list(self, access: _Access, start: str) -> Iterator[ObjectInfo]:
        with access as facts:
            facts["objects"] = 0
            request = {"Bucket": self.bucket, "Prefix": start}
            while True:
                page = self._s3().list_objects_v2(**request)
                _note_status(facts, page)
                for item in page.get("Contents", []):
                    facts["objects"] += 1
                    yield ObjectInfo(item["Key"], item["Size"], item.get("ETag", ""))
                if not page.get("IsTruncated"):
                    break
                request["ContinuationToken"] = page["NextContinuationToken"]
            facts["complete"] = True

    def _iter_chunks(self, access: _Access, key: str, chunk_size: int) -> Iterator[bytes]:
        with access as facts:
            yield from self._stream(facts, key, chunk_size)

    def _stream(
        self, facts: Dict[str, Any], key: str, chunk_size: int, max_bytes: Optional[int] = None
    ) -> Iterator[bytes]:
        """Ask S3 and hand the body on, noting in the event what was delivered."""
        facts["bytes"] = 0
        response = self._s3().get_object(Bucket=self.bucket, Key=key)
        _note_status(facts, response)
        facts["version_id"] = response.get("VersionId")
        facts["etag"] = response.get("ETag")
        length = response.get("ContentLength")
        body = response["Body"]
        try:
            if max_bytes is not None and length is not None and length > max_bytes:
                raise ObjectTooLarge(f"{key!r} has {length} bytes, allowed are {max_bytes}")
            while True:
                chunk = body.read(chunk_size)
                if not chunk:
                    break
                if max_bytes is not None and facts["bytes"] + len(chunk) > max_bytes:
                    raise ObjectTooLarge(f"{key!r} has more than the allowed {max_bytes} bytes")
                facts["bytes"] += len(chunk)
                yield chunk
            if length is not None and facts["bytes"] != length:
                raise EOFError(f"{key!r} ended after {facts['bytes']} of {length} bytes")
            facts["complete"] = True
        finally:
            body.close()

    def _access(self, operation: str, key: str) -> _Access:
        return _Access(self._identity, operation, self.bucket, key)

    def _checked(self, operation: str, key: str) -> _Access:
        """The access to ``key``, or its refusal, logged and raised."""
        access = self._access(operation, key)
        if not key.startswith(self.prefix) or ".." in key.split("/"):
            with access:
                raise OutsidePrefix(f"key {key!r} lies outside the dataset's {self.prefix!r}")
        return access

    def _s3(self) -> Any:
        return _process_client() if self._client is None else self._client


_clients: Dict[int, Any] = {}


def _process_client() -> Any:
    """One client per process: a forked data loader must not share its parent's connections."""
    process = os.getpid()
    if process not in _clients:
        import boto3  # not needed where a client is given

        _clients[process] = boto3.session.Session().client("s3")
    return _clients[process]
