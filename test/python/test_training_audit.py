# SPDX-License-Identifier: Apache-2.0
"""The audit trail, against a fake S3 client."""

import contextlib
import importlib
import io
import json
import logging
import os
import subprocess
import sys
import tempfile
import unittest
from typing import Any, Dict, Iterator, List, Optional
from unittest import mock

HERE = os.path.dirname(os.path.abspath(__file__))
MODULES = os.path.normpath(os.path.join(HERE, "..", "..", "python"))

sys.dont_write_bytecode = True
sys.path.insert(0, MODULES)
import training_audit  # noqa: E402

AuditedS3Dataset = training_audit.AuditedS3Dataset

ENVIRONMENT = {
    "TRAINING_AUDIT_LOG": "true",
    "TRAINING_PROJECT_ID": "alpha",
    "TRAINING_RUN_ID": "llm-pretrain",
    "TRAINING_RUN_UID": "8f1c",
    "TRAINING_POD": "llm-pretrain-0-x7k2p",
}
PREFIX = "alpha/train/"
KEY = "alpha/train/part-0.bin"
CONTENT = b"the secret content"


class ServiceError(Exception):
    """Shaped like botocore's ClientError."""

    def __init__(self, code: str, status: int) -> None:
        super().__init__(f"{code}: AKIASECRET may not read {CONTENT.decode()}")
        self.response = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}


class Body:
    """A response body; breaks after `breaks_after` bytes."""

    def __init__(self, content: bytes, breaks_after: Optional[int] = None) -> None:
        self.stream = io.BytesIO(content)
        self.breaks_after = breaks_after
        self.asked: List[int] = []
        self.closed = False

    def read(self, amount: int) -> bytes:
        self.asked.append(amount)
        if self.breaks_after is not None and self.stream.tell() >= self.breaks_after:
            raise ConnectionResetError("broken by AKIASECRET")
        return self.stream.read(amount)

    def close(self) -> None:
        self.closed = True


class Client:
    """S3 as far as the module uses it."""

    def __init__(self, objects: Optional[Dict[str, bytes]] = None) -> None:
        self.objects = {KEY: CONTENT} if objects is None else objects
        self.calls: List[Dict[str, Any]] = []
        self.bodies: List[Body] = []
        self.breaks_after: Optional[int] = None
        self.error: Optional[Exception] = None
        self.length: Optional[int] = -1  # -1: the true one; None: not told
        self.page_size = 2

    def get_object(self, **request: Any) -> Dict[str, Any]:
        self.calls.append(request)
        if self.error is not None:
            raise self.error
        content = self.objects[request["Key"]]
        self.bodies.append(Body(content, self.breaks_after))
        length = len(content) if self.length == -1 else self.length
        return {
            "Body": self.bodies[-1],
            "ETag": '"e1"',
            "VersionId": "v1",
            "ResponseMetadata": {"HTTPStatusCode": 200},
            **({} if length is None else {"ContentLength": length}),
        }

    def list_objects_v2(self, **request: Any) -> Dict[str, Any]:
        self.calls.append(request)
        if self.error is not None:
            raise self.error
        keys = sorted(key for key in self.objects if key.startswith(request["Prefix"]))
        start = int(request.get("ContinuationToken", "0"))
        page = keys[start : start + self.page_size]
        end = start + len(page)
        return {
            "Contents": [{"Key": k, "Size": len(self.objects[k]), "ETag": '"e"'} for k in page],
            "IsTruncated": end < len(keys),
            "NextContinuationToken": str(end),
            "ResponseMetadata": {"HTTPStatusCode": 200},
        }


class AuditTest(unittest.TestCase):
    def setUp(self) -> None:
        patch = mock.patch.dict(os.environ, ENVIRONMENT, clear=True)
        patch.start()
        self.addCleanup(patch.stop)
        self.client = Client()
        self.output = io.StringIO()
        handler = logging.getLogger("training.audit").handlers[0]
        assert isinstance(handler, logging.StreamHandler)
        self.addCleanup(handler.setStream, handler.stream)
        handler.setStream(self.output)
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.path = os.path.join(directory.name, "file")

    def dataset(self, prefix: str = PREFIX) -> Any:
        return AuditedS3Dataset("data", prefix, client=self.client)

    def events(self) -> List[Dict[str, Any]]:
        return [json.loads(line) for line in self.output.getvalue().splitlines()]

    def event(self) -> Dict[str, Any]:
        events = self.events()
        self.assertEqual(len(events), 1, events)
        return events[0]


class LoggerTest(AuditTest):
    def test_E1_40_the_logger_emits_info_on_its_own_whatever_the_root_logger_does(self) -> None:
        # In a fresh interpreter, where logging is as Python leaves it.
        script = "import training_audit, test_training_audit as t\n" + (
            "list(training_audit.AuditedS3Dataset('data', t.PREFIX, t.Client()).iter_chunks(t.KEY))"
        )
        result = subprocess.run(
            [sys.executable, "-B", "-c", script],
            env={"PYTHONPATH": os.pathsep.join([MODULES, HERE]), **ENVIRONMENT},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            check=True,
            timeout=20,
        )
        lines = result.stdout.splitlines()
        self.assertEqual(len(lines), 1)
        self.assertEqual(json.loads(lines[0])["outcome"], "ok")
        self.assertEqual(result.stderr, b"")
        logger = logging.getLogger("training.audit")
        self.assertTrue(logger.isEnabledFor(logging.INFO))
        self.assertFalse(logger.propagate)

    def test_E1_40_importing_again_adds_no_second_handler(self) -> None:
        importlib.reload(training_audit)
        importlib.reload(training_audit)
        self.assertEqual(len(logging.getLogger("training.audit").handlers), 1)

    def test_a_key_that_holds_line_breaks_makes_one_line_all_the_same(self) -> None:
        key = PREFIX + 'x\n{"outcome": "ok"}\u2028é'
        self.client.objects = {key: CONTENT}
        self.assertEqual(self.dataset().read(key), CONTENT)
        self.assertEqual(self.event()["key"], key)
        self.assertTrue(self.output.getvalue().isascii())


class FlagTest(AuditTest):
    def test_E1_41_the_flag_decides_whether_events_are_written(self) -> None:
        for flag, lines in (("true", 1), ("1", 1), ("false", 0), ("0", 0), (None, 0)):
            with self.subTest(flag=flag):
                self.output.truncate(0)
                self.output.seek(0)
                os.environ.pop("TRAINING_AUDIT_LOG")
                if flag is not None:
                    os.environ["TRAINING_AUDIT_LOG"] = flag
                self.dataset().read(KEY)
                self.assertEqual(len(self.events()), lines)
                os.environ["TRAINING_AUDIT_LOG"] = "true"

    def test_E1_41_another_value_of_the_flag_is_refused_with_the_allowed_ones(self) -> None:
        for flag in ("yes", "True", "", "2"):
            with self.subTest(flag=flag):
                os.environ["TRAINING_AUDIT_LOG"] = flag
                with self.assertRaisesRegex(ValueError, "TRAINING_AUDIT_LOG.*true, 1, false, 0"):
                    self.dataset()

    def test_a_log_that_could_not_name_the_run_is_refused_with_all_that_is_missing(self) -> None:
        for name in ("TRAINING_PROJECT_ID", "TRAINING_RUN_UID"):
            del os.environ[name]
        with self.assertRaisesRegex(ValueError, "TRAINING_PROJECT_ID, TRAINING_RUN_UID"):
            self.dataset()
        os.environ["TRAINING_AUDIT_LOG"] = "false"
        self.dataset()

    def test_E1_42_the_run_is_the_job_and_not_the_pod(self) -> None:
        self.dataset().read(KEY)
        os.environ["TRAINING_POD"] = "llm-pretrain-1-q9d4z"  # another rank, or a retry
        self.dataset().read(KEY)
        first, second = self.events()
        self.assertEqual((first["run"], first["run_uid"]), ("llm-pretrain", "8f1c"))
        self.assertEqual((second["run"], second["run_uid"]), ("llm-pretrain", "8f1c"))
        self.assertNotEqual(first["pod"], second["pod"])


class PrefixTest(AuditTest):
    def test_E1_41_a_key_outside_the_prefix_is_refused_before_s3_is_asked(self) -> None:
        dataset = self.dataset()
        calls = {
            "iter_chunks": dataset.iter_chunks,
            "download": lambda key: dataset.download(key, self.path),
            "read": dataset.read,
            "list": dataset.list,
        }
        keys = ("beta/part-0.bin", "alpha/training/x", "", "alpha/train", "/" + KEY)
        for name, call in calls.items():
            for key in (*keys, PREFIX + "../../beta/part-0.bin"):
                with self.subTest(call=name, key=key):
                    with self.assertRaises(training_audit.OutsidePrefix) as raised:
                        call(key)
                    self.assertIsInstance(raised.exception, PermissionError)
                    event = self.events()[-1]
                    self.assertEqual((event["outcome"], event["key"]), ("refused", key))
        self.assertEqual(self.client.calls, [])
        self.assertFalse(os.path.exists(self.path))

    def test_E1_41_a_prefix_that_covers_more_than_it_says_is_refused(self) -> None:
        for prefix in ("", "/", "alpha", "/alpha/", "alpha//train/", "alpha/../beta/", "../"):
            with self.subTest(prefix=prefix):
                with self.assertRaisesRegex(ValueError, "prefix"):
                    self.dataset(prefix)

    def test_E1_41_a_dataset_outside_the_projects_own_prefix_is_refused(self) -> None:
        os.environ["TRAINING_DATA_PREFIX"] = "alpha/"
        self.dataset().read(KEY)
        for prefix in ("beta/train/", "alphabet/"):
            with self.assertRaises(training_audit.OutsidePrefix):
                self.dataset(prefix)
            self.assertEqual(self.events()[-1]["outcome"], "refused")
        os.environ["TRAINING_DATA_PREFIX"] = "alpha"
        with self.assertRaisesRegex(ValueError, "TRAINING_DATA_PREFIX"):
            self.dataset()

    def test_refusals_hold_with_the_log_off(self) -> None:
        os.environ["TRAINING_AUDIT_LOG"] = "false"
        with self.assertRaises(PermissionError):
            self.dataset().read("beta/x")
        self.assertEqual(self.events(), [])


class OutcomeTest(AuditTest):
    def test_E1_41_the_event_is_written_after_the_access_with_its_outcome(self) -> None:
        chunks = self.dataset().iter_chunks(KEY, chunk_size=5)
        self.assertEqual(next(chunks), CONTENT[:5])
        self.assertEqual(self.events(), [])
        self.assertEqual(b"".join(chunks), CONTENT[5:])
        event = self.event()
        self.assertRegex(event.pop("time"), r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertEqual(
            event,
            {
                "project": "alpha",
                "run": "llm-pretrain",
                "run_uid": "8f1c",
                "pod": "llm-pretrain-0-x7k2p",
                "operation": "GetObject",
                "bucket": "data",
                "key": KEY,
                "outcome": "ok",
                "complete": True,
                "bytes": len(CONTENT),
                "version_id": "v1",
                "etag": '"e1"',
                "status": 200,
            },
        )

    def test_E1_41_a_stream_holds_one_chunk_at_a_time(self) -> None:
        chunks = list(self.dataset().iter_chunks(KEY, 7))
        self.assertEqual(chunks, [CONTENT[:7], CONTENT[7:14], CONTENT[14:]])
        self.assertEqual(set(self.client.bodies[0].asked), {7})
        with self.assertRaisesRegex(ValueError, "chunk_size"):
            self.dataset().iter_chunks(KEY, 0)

    def test_a_stream_that_nobody_reads_asks_nothing_and_logs_nothing(self) -> None:
        self.dataset().iter_chunks(KEY).close()
        self.assertEqual((self.client.calls, self.events()), ([], []))

    def test_a_consumer_that_stops_early_is_logged_with_what_it_got(self) -> None:
        chunks = self.dataset().iter_chunks(KEY, 5)
        next(chunks)
        chunks.close()
        event = self.event()
        self.assertEqual((event["outcome"], event["complete"], event["bytes"]), ("ok", False, 5))
        self.assertTrue(self.client.bodies[0].closed)

    def test_a_consumer_that_forgets_its_stream_is_logged_too(self) -> None:
        for _ in self.dataset().iter_chunks(KEY, 5):
            break
        self.assertEqual(self.event()["bytes"], 5)

    def test_a_stream_that_breaks_midway_is_an_error_with_the_bytes_delivered(self) -> None:
        self.client.breaks_after = 10
        with self.assertRaises(ConnectionResetError):
            list(self.dataset().iter_chunks(KEY, 5))
        event = self.event()
        self.assertEqual((event["outcome"], event["bytes"]), ("error", 10))
        self.assertEqual((event["error"], event["status"]), ("ConnectionResetError", 200))
        self.assertTrue(self.client.bodies[0].closed)

    def test_a_stream_that_ends_short_is_an_error(self) -> None:
        self.client.length = len(CONTENT) + 1
        with self.assertRaises(EOFError):
            self.dataset().read(KEY)
        self.assertEqual((self.event()["outcome"], self.event()["complete"]), ("error", False))

    def test_an_answer_of_s3_that_denies_is_an_error_with_code_and_status(self) -> None:
        self.client.error = ServiceError("AccessDenied", 403)
        for call in (self.dataset().read, lambda key: list(self.dataset().list(key))):
            with self.assertRaises(ServiceError):
                call(KEY)
            event = self.events()[-1]
            self.assertEqual((event["outcome"], event["error"]), ("error", "AccessDenied"))
            self.assertEqual(event["status"], 403)

    def test_no_event_holds_content_or_credentials(self) -> None:
        dataset = self.dataset()
        dataset.read(KEY)
        dataset.download(KEY, self.path)
        self.client.breaks_after = 0
        self.client.length = -1
        for error in (None, ServiceError("AccessDenied", 403), OSError("AKIASECRET")):
            self.client.error = error
            with contextlib.suppress(Exception):
                dataset.read(KEY)
        self.assertEqual(len(self.events()), 5)
        self.assertNotIn("secret content", self.output.getvalue())
        self.assertNotIn("AKIASECRET", self.output.getvalue())


class ReadTest(AuditTest):
    def test_E1_41_an_object_over_the_limit_is_refused_and_not_loaded(self) -> None:
        with self.assertRaises(training_audit.ObjectTooLarge):
            self.dataset().read(KEY, max_bytes=len(CONTENT) - 1)
        self.assertEqual(self.client.bodies[0].asked, [])
        self.assertEqual((self.event()["outcome"], self.event()["bytes"]), ("refused", 0))

    def test_an_object_of_unknown_length_is_read_up_to_the_limit_only(self) -> None:
        self.client.length = None
        self.client.objects = {KEY: b"x" * 1000}
        with self.assertRaises(training_audit.ObjectTooLarge):
            self.dataset().read(KEY, max_bytes=10)
        self.assertEqual(self.client.bodies[0].stream.tell(), 11)
        with self.assertRaisesRegex(ValueError, "max_bytes"):
            self.dataset().read(KEY, max_bytes=-1)

    def test_an_object_of_exactly_the_limit_is_read(self) -> None:
        for length in (-1, None):
            self.client.length = length
            self.assertEqual(self.dataset().read(KEY, max_bytes=len(CONTENT)), CONTENT)
        self.client.objects = {KEY: b""}
        self.assertEqual(self.dataset().read(KEY, max_bytes=0), b"")


class DownloadTest(AuditTest):
    def test_a_download_appears_complete_or_not_at_all(self) -> None:
        with open(self.path, "w", encoding="utf-8") as file:
            file.write("before")
        with mock.patch.object(training_audit, "CHUNK_SIZE", 5):
            self.client.breaks_after = 10
            with self.assertRaises(ConnectionResetError):
                self.dataset().download(KEY, self.path)
            self.assertEqual(os.listdir(os.path.dirname(self.path)), ["file"])
            with open(self.path, encoding="utf-8") as file:
                self.assertEqual(file.read(), "before")
            self.client.breaks_after = None
            self.dataset().download(KEY, self.path)
        with open(self.path, "rb") as result:
            self.assertEqual(result.read(), CONTENT)
        self.assertEqual(os.listdir(os.path.dirname(self.path)), ["file"])
        self.assertEqual([event["outcome"] for event in self.events()], ["error", "ok"])

    def test_a_download_that_the_disk_refuses_is_an_error(self) -> None:
        with self.assertRaises(FileNotFoundError):
            self.dataset().download(KEY, os.path.join(self.path, "no", "directory"))
        event = self.event()
        self.assertEqual((event["outcome"], event["error"]), ("error", "FileNotFoundError"))


class ListTest(AuditTest):
    def setUp(self) -> None:
        super().setUp()
        self.keys = [f"alpha/train/{number}" for number in range(5)]
        others = ["alpha/training", "alpha/other/0", "beta/0"]
        self.client.objects = {key: b"1234" for key in (*self.keys, *others)}

    def test_a_listing_covers_all_pages_of_the_prefix_and_nothing_else(self) -> None:
        items = list(self.dataset().list())
        self.assertEqual([item.key for item in items], self.keys)
        self.assertEqual({item.size for item in items}, {4})
        self.assertEqual(len(self.client.calls), 3)
        event = self.event()
        self.assertEqual((event["operation"], event["objects"]), ("ListObjectsV2", 5))
        self.assertEqual((event["outcome"], event["complete"]), ("ok", True))

    def test_a_listing_can_be_narrowed_but_not_widened(self) -> None:
        self.assertEqual([item.key for item in self.dataset().list(PREFIX + "3")], [PREFIX + "3"])
        with self.assertRaises(training_audit.OutsidePrefix):
            self.dataset().list("alpha/")

    def test_a_listing_that_stops_early_asks_for_no_more_pages(self) -> None:
        items: Iterator[Any] = self.dataset().list()
        next(items)
        items.close()  # type: ignore[attr-defined]
        self.assertEqual(len(self.client.calls), 1)
        self.assertEqual((self.event()["objects"], self.event()["complete"]), (1, False))


class ClientTest(AuditTest):
    def test_without_a_client_every_process_makes_its_own(self) -> None:
        boto3 = mock.MagicMock()
        boto3.session.Session.return_value.client.return_value = self.client
        with mock.patch.dict(sys.modules, {"boto3": boto3}), mock.patch.dict(
            training_audit._clients, clear=True
        ):
            dataset = AuditedS3Dataset("data", PREFIX)
            dataset.read(KEY)
            dataset.read(KEY)
            self.assertEqual(boto3.session.Session.call_count, 1)
            with mock.patch.object(os, "getpid", return_value=-1):  # after a fork
                dataset.read(KEY)
            self.assertEqual(boto3.session.Session.call_count, 2)


if __name__ == "__main__":
    unittest.main()
