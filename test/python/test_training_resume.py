# SPDX-License-Identifier: Apache-2.0
"""Checkpoints, with torch and safetensors replaced by fakes of the same interface."""

import errno
import hashlib
import io
import json
import os
import pickle
import random
import signal
import subprocess
import sys
import tempfile
import types
import unittest
from typing import Any, Callable, Dict, List, Optional
from unittest import mock

HERE = os.path.dirname(os.path.abspath(__file__))
MODULES = os.path.normpath(os.path.join(HERE, "..", "..", "python"))

sys.dont_write_bytecode = True
sys.path.insert(0, MODULES)
import training_resume  # noqa: E402

CheckpointDirectory = training_resume.CheckpointDirectory


class Tensor:
    def __init__(self, value: Any, device: str = "cpu") -> None:
        self.value = value
        self.device = device

    def to(self, device: str) -> "Tensor":
        return Tensor(self.value, device)


class WeightsOnly(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"weights only: {module}.{name} is refused")


class Poison:
    """A pickle that creates a file when it is loaded."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return (os.mkdir, (self.path,))


def fake_torch(version: str = "2.10.0+cpu") -> Any:
    """The parts of torch that matter: `load` executes pickles unless it is told not to."""
    torch: Any = types.ModuleType("torch")
    torch.__version__ = version

    def load(file: Any, map_location: Any = None, weights_only: bool = False) -> Any:
        return (WeightsOnly if weights_only else pickle.Unpickler)(file).load()

    torch.load = load
    return torch


def fake_safetensors() -> Dict[str, Any]:
    package: Any = types.ModuleType("safetensors")
    package.torch = types.ModuleType("safetensors.torch")

    def load(data: bytes) -> Dict[str, Tensor]:
        return {name: Tensor(value) for name, value in json.loads(data).items()}

    package.torch.load = load
    return {"safetensors": package, "safetensors.torch": package.torch}


def torch_writer(state: Any) -> Callable[[Any], object]:
    return lambda file: pickle.dump(state, file)


class ResumeTest(unittest.TestCase):
    def setUp(self) -> None:
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.outside = directory.name
        self.path = os.path.join(directory.name, "checkpoints")
        os.mkdir(self.path)
        for patch in (
            mock.patch.dict(sys.modules, {"torch": fake_torch(), **fake_safetensors()}),
            mock.patch.dict(os.environ, {"TRAINING_RUN_ID": "llm-pretrain"}),
        ):
            patch.start()
            self.addCleanup(patch.stop)
        for name in ("RANK", "NODE_RANK"):
            os.environ.pop(name, None)
        self.directory: Any = CheckpointDirectory(self.path)

    def save(self, step: int, state: Any = None, directory: Any = None) -> Any:
        writer = torch_writer({"step": step} if state is None else state)
        return (directory or self.directory).save(step, writer, format="torch")

    def names(self) -> List[str]:
        return sorted(os.listdir(self.path))

    def file(self, name: str) -> str:
        return os.path.join(self.path, name)

    def manifest(self, step: int, **changes: Any) -> None:
        """Rewrite a manifest in the module's own form, with other values."""
        path = self.file(f"step-{step}.manifest.json")
        with open(path, encoding="ascii") as file:
            fields = json.load(file)
        fields.update(changes)
        with open(path, "w", encoding="ascii") as file:
            file.write(json.dumps(fields, indent=2, sort_keys=True) + "\n")

    def latest_step(self) -> Optional[int]:
        checkpoint = self.directory.latest()
        return None if checkpoint is None else checkpoint.step

    def skipped(self, reason: str, latest: Optional[int] = None) -> None:
        """What is damaged is skipped with its reason, by `latest` and `load_latest` alike."""
        with self.assertLogs("training.resume", "WARNING") as logs:
            self.assertEqual(self.latest_step(), latest)
            loaded = self.directory.load_latest()
            self.assertEqual(None if loaded is None else loaded.checkpoint.step, latest)
        self.assertRegex("\n".join(logs.output), reason)


class PoisonTest(ResumeTest):
    def setUp(self) -> None:
        super().setUp()
        self.executed = os.path.join(self.outside, "executed")

    def test_T18_a_poisoned_pickle_with_a_sound_manifest_is_not_executed(self) -> None:
        self.save(1)
        self.save(2, Poison(self.executed))
        with self.assertRaises(pickle.UnpicklingError):
            self.directory.load_latest()
        self.assertFalse(os.path.exists(self.executed))

    def test_T18_a_pickle_beside_the_checkpoints_is_not_even_opened(self) -> None:
        self.save(1)
        for name in ("latest.pt", "step-9.pt", f"step-9-{'0' * 32}.pt", "checkpoint"):
            with open(self.file(name), "wb") as file:
                pickle.dump(Poison(self.executed), file)
        loaded = self.directory.load_latest()
        assert loaded is not None
        self.assertEqual(loaded.state, {"step": 1})
        self.assertFalse(os.path.exists(self.executed))

    def test_T18_a_file_replaced_after_its_manifest_is_skipped(self) -> None:
        self.save(1)
        poison = pickle.dumps(Poison(self.executed))
        for step, content in ((2, poison), (3, poison.ljust(1000, b"."))):  # 3: of the same size
            checkpoint = self.directory.save(
                step, lambda file: file.write(bytes(1000)), format="torch"
            )
            with open(self.file(checkpoint.file), "wb") as file:
                file.write(content)
            self.skipped(f"step {step}.*(size|digest)", latest=1)
        self.assertFalse(os.path.exists(self.executed))

    def test_T18_what_is_loaded_are_the_bytes_that_were_verified(self) -> None:
        name = self.save(1).file
        torch = sys.modules["torch"]
        honest = torch.load

        def load(file: Any, map_location: Any = None, weights_only: bool = False) -> Any:
            # The file is overwritten in place, and its name given to another one, just now.
            with open(self.file(name), "r+b") as current:
                pickle.dump({"step": "poisoned"}, current)
            with open(self.file("other"), "wb") as other:
                pickle.dump({"step": "poisoned"}, other)
            os.replace(self.file("other"), self.file(name))
            return honest(file, map_location, weights_only)

        with mock.patch.object(torch, "load", load):
            loaded = self.directory.load_latest()
        assert loaded is not None
        self.assertEqual(loaded.state, {"step": 1})

    def test_T18_torch_versions_whose_load_may_execute_code_are_refused(self) -> None:
        self.save(1)
        for version in ("1.12.1", "2.5.1+cu124", "2.9.1", "unknown"):
            with self.subTest(version=version):
                with mock.patch.dict(sys.modules, {"torch": fake_torch(version)}):
                    with self.assertRaisesRegex(training_resume.UnsafeTorch, "safetensors"):
                        self.directory.load_latest()
                    with self.assertRaises(training_resume.UnsafeTorch):
                        self.save(2)
        self.assertEqual(self.latest_step(), 1)

    def test_a_lowered_minimum_still_refuses_a_load_without_weights_only(self) -> None:
        self.save(1)
        old = fake_torch("1.13.1")
        directory = CheckpointDirectory(self.path, minimum_torch=(1, 13))
        with mock.patch.dict(sys.modules, {"torch": old}):
            self.assertIsNotNone(directory.load_latest())
            old.load = lambda file, map_location=None: pickle.load(file)
            with self.assertRaises(training_resume.UnsafeTorch):
                directory.load_latest()

    def test_T18_other_formats_are_refused_by_name(self) -> None:
        for format in ("pickle", "pt", "", "Torch"):
            with self.assertRaisesRegex(ValueError, "allowed are safetensors, torch"):
                self.directory.save(1, torch_writer({}), format=format)
        self.assertEqual(self.names(), [])
        self.save(1)
        self.manifest(1, format="pickle")
        self.skipped("format 'pickle' is refused")


class SaveTest(ResumeTest):
    def test_E3_17_a_checkpoint_that_breaks_off_leaves_nothing_to_resume_from(self) -> None:
        def broken(file: Any) -> None:
            file.write(b"half")
            raise OSError(errno.ENOSPC, "no space")

        self.save(1)
        before = self.names()
        for rename in (True, False):
            with self.subTest(rename=rename):
                directory = CheckpointDirectory(self.path, rename)
                with self.assertRaises(OSError):
                    directory.save(2, broken, format="torch")
                self.assertEqual(self.names(), before)

    def test_E3_17_a_checkpoint_has_no_final_name_before_it_is_complete(self) -> None:
        def writer(file: Any) -> None:
            file.write(b"half")
            self.assertEqual([name for name in self.names() if name.startswith("step-")], [])

        CheckpointDirectory(self.path, True).save(1, writer, format="torch")
        self.assertEqual(self.latest_step(), 1)

    def test_E3_17_a_save_that_is_killed_leaves_no_step_in_either_mode(self) -> None:
        script = (
            "import os, signal, sys\n"
            "from training_resume import CheckpointDirectory\n"
            "def writer(file):\n"
            "    file.write(b'x' * 10000000)\n"
            "    os.kill(os.getpid(), signal.SIGKILL)\n"
            "directory = CheckpointDirectory(sys.argv[1], sys.argv[2] == 'True', run_id='r')\n"
            "directory._loader = lambda format: None\n"
            "directory.save(2, writer, format='torch')\n"
        )
        self.save(1)
        for rename in (True, False):
            subprocess.run(
                [sys.executable, "-B", "-c", script, self.path, str(rename)],
                env={"PYTHONPATH": MODULES},
                timeout=20,
                check=False,
            )
            self.assertEqual(self.latest_step(), 1)
        self.assertEqual(len(self.names()), 4)
        self.save(2)
        self.assertEqual(self.latest_step(), 2)

    def test_E3_17_only_rank_0_saves(self) -> None:
        for variables in ({"RANK": "1"}, {"NODE_RANK": "3"}, {"RANK": "8", "NODE_RANK": "0"}):
            with self.subTest(variables), mock.patch.dict(os.environ, variables):
                with self.assertRaisesRegex(training_resume.NotRankZero, "only rank 0"):
                    self.save(1)
                with self.assertRaises(training_resume.NotRankZero):
                    self.directory.prune(1)
                quiet = CheckpointDirectory(self.path, other_ranks="skip")
                self.assertIsNone(self.save(1, directory=quiet))
                self.assertEqual(quiet.prune(1), [])
        self.assertEqual(self.names(), [])
        for variables in ({"RANK": "0", "NODE_RANK": "1"}, {"NODE_RANK": "0"}):
            with mock.patch.dict(os.environ, variables):
                self.save(len(variables))
        with mock.patch.dict(os.environ, {"RANK": "first"}):
            with self.assertRaisesRegex(ValueError, "RANK"):
                self.save(3)

    def test_every_rank_can_save_to_a_directory_of_its_own(self) -> None:
        with mock.patch.dict(os.environ, {"RANK": "1"}):
            self.save(1, directory=CheckpointDirectory(self.path, other_ranks="save"))
        self.assertEqual(self.latest_step(), 1)

    def test_a_step_that_exists_is_an_error_and_stays_as_it_is(self) -> None:
        self.save(1)
        before = self.names()
        with self.assertRaises(training_resume.StepExists):
            self.save(1, {"step": "another"})
        self.assertEqual(self.names(), before)

    def test_of_two_writers_of_a_step_the_second_fails_and_the_first_stays(self) -> None:
        for step, rename in ((1, True), (2, False)):
            with self.subTest(rename=rename):
                directory = CheckpointDirectory(self.path, rename)

                def writer(file: Any, step: int = step) -> None:
                    self.save(step, {"by": "first"})
                    pickle.dump({"by": "second"}, file)

                with self.assertRaises(training_resume.StepExists):
                    directory.save(step, writer, format="torch")
                loaded = self.directory.load_latest()
                assert loaded is not None
                self.assertEqual((loaded.checkpoint.step, loaded.state), (step, {"by": "first"}))

    def test_the_manifest_says_what_the_file_is(self) -> None:
        saved = self.directory.save(7, lambda file: file.write(b"content"), format="safetensors")
        with open(self.file("step-7.manifest.json"), encoding="ascii") as file:
            fields = json.load(file)
        self.assertEqual(
            fields,
            {
                "schema": "training-isolation/checkpoint/1",
                "step": 7,
                "file": saved.file,
                "format": "safetensors",
                "size": 7,
                "sha256": hashlib.sha256(b"content").hexdigest(),
                "run_id": "llm-pretrain",
            },
        )
        self.assertEqual(self.names(), sorted(["step-7.manifest.json", saved.file]))

    def test_a_writer_can_write_in_sequence_only(self) -> None:
        def writer(file: Any) -> None:
            self.assertFalse(file.seekable())
            with self.assertRaises(io.UnsupportedOperation):
                file.seek(0)
            self.assertFalse(file.readable())
            self.assertEqual(file.write(memoryview(b"abc")), 3)

        self.assertEqual(self.directory.save(1, writer, format="torch").size, 3)

    def test_steps_and_runs_are_checked(self) -> None:
        for step in (-1, 1.0, True, "1", 10**18):
            with self.assertRaisesRegex(ValueError, "step is"):
                self.save(step)  # type: ignore[arg-type]
        del os.environ["TRAINING_RUN_ID"]
        for run in (None, "", "x" * 254):
            with self.assertRaisesRegex(ValueError, "TRAINING_RUN_ID"):
                CheckpointDirectory(self.path, run_id=run)
        with self.assertRaisesRegex(ValueError, "other_ranks"):
            CheckpointDirectory(self.path, run_id="r", other_ranks="all")
        self.assertEqual(self.names(), [])


class ObjectStoreTest(ResumeTest):
    """A file system like Mountpoint for S3: no rename, no links; by default no deletion either."""

    def setUp(self) -> None:
        super().setUp()
        self.opened: List[str] = []
        really_open = os.open

        def record(path: Any, flags: int, *rest: Any, **more: Any) -> int:
            if flags & os.O_WRONLY:
                self.assertTrue(flags & os.O_EXCL, path)
                self.opened.append(os.path.basename(path))
            return really_open(path, flags, *rest, **more)

        def refuse(*arguments: Any, **more: Any) -> None:
            raise OSError(errno.ENOSYS, "not supported")

        def deny(*arguments: Any, **more: Any) -> None:
            raise PermissionError(errno.EPERM, "create only")

        for name, replacement in (
            ("open", record),
            ("link", refuse),
            ("rename", refuse),
            ("replace", refuse),
            ("unlink", deny),
        ):
            patch = mock.patch.object(os, name, replacement)
            patch.start()
            self.addCleanup(patch.stop)

    def test_steps_are_saved_and_loaded_without_rename_and_without_deleting(self) -> None:
        for step in (1, 2):
            self.save(step)
        self.save(3, directory=CheckpointDirectory(self.path))
        loaded = self.directory.load_latest()
        assert loaded is not None
        self.assertEqual(loaded.state, {"step": 3})
        self.assertEqual(self.names().count(".rename-probe"), 1)
        self.assertEqual(len(self.names()), 7)

    def test_no_name_is_written_twice_where_names_are_create_only(self) -> None:
        directory = CheckpointDirectory(self.path, rename=False)
        for step in range(5):
            self.save(step, directory=directory)
        self.assertEqual(len(self.opened), 10)
        self.assertEqual(len(set(self.opened)), 10)
        self.assertNotIn(".rename-probe", self.names())

    def test_pruning_needs_the_right_to_delete(self) -> None:
        for step in (1, 2):
            self.save(step)
        with self.assertRaises(PermissionError):
            self.directory.prune(1)
        self.assertEqual(self.latest_step(), 2)


class RenameTest(ResumeTest):
    def test_rename_is_found_to_work_here_and_leaves_no_trace(self) -> None:
        checkpoint = self.save(1)
        self.assertEqual(self.names(), sorted([checkpoint.file, "step-1.manifest.json"]))
        self.assertTrue(self.directory._rename)


class LatestTest(ResumeTest):
    def test_the_highest_step_is_loaded_by_number(self) -> None:
        for step in (9, 10, 100, 0):
            self.save(step)
        loaded = self.directory.load_latest()
        assert loaded is not None
        self.assertEqual((loaded.checkpoint.step, loaded.state), (100, {"step": 100}))
        self.assertEqual(self.directory.latest(), loaded.checkpoint)

    def test_safetensors_are_loaded_to_the_device(self) -> None:
        self.directory.save(1, lambda file: file.write(b'{"w": 1}'), format="safetensors")
        loaded = self.directory.load_latest(map_location="cuda:1")
        assert loaded is not None
        self.assertEqual(loaded.state["w"].device, "cuda:1")

    def test_torch_gets_the_device_and_weights_only(self) -> None:
        self.save(1)
        load = mock.create_autospec(sys.modules["torch"].load)
        with mock.patch.object(sys.modules["torch"], "load", load):
            self.directory.load_latest(map_location="cuda:1")
        self.assertEqual(load.call_args[1], {"map_location": "cuda:1", "weights_only": True})

    def test_an_empty_directory_has_no_latest(self) -> None:
        self.assertIsNone(self.directory.latest())
        self.assertIsNone(self.directory.load_latest())

    def test_a_truncated_or_vanished_file_is_skipped(self) -> None:
        self.save(1)
        name = self.file(self.save(2).file)
        os.truncate(name, os.path.getsize(name) - 1)
        self.skipped("step 2.*size", latest=1)
        os.unlink(name)
        self.skipped("step 2.*No such file", latest=1)

    def test_a_file_that_shrinks_while_it_is_read_is_skipped(self) -> None:
        checkpoint = self.save(1)
        name = self.file(checkpoint.file)
        size = os.fstat

        def shrink(descriptor: int) -> Any:
            result = size(descriptor)
            if os.path.samestat(result, os.stat(name)):
                os.truncate(name, 1)
            return result

        with mock.patch.object(os, "fstat", shrink):
            self.skipped("step 1")

    def test_checkpoints_of_other_runs_are_skipped_unless_named(self) -> None:
        self.save(5, directory=CheckpointDirectory(self.path, run_id="other"))
        self.save(1)
        self.skipped("step 5.*another run, 'other'", latest=1)
        both: Any = CheckpointDirectory(self.path, also_from=["other"])
        self.assertEqual(both.latest().step, 5)

    def test_manifests_that_are_not_exactly_ours_are_skipped(self) -> None:
        checkpoint = self.save(2)
        with open(self.file("step-2.manifest.json"), "rb") as file:
            sound = file.read()
        digest = checkpoint.sha256
        malformed = {
            "nothing": b"",
            "another encoding": sound.decode().encode("utf-16"),
            "no object": b"[1]\n",
            "deep": b"[" * 4000,
            "long": sound + b" " * 5000,
            "a lack": sound.replace(b'  "format": "torch",\n', b""),
            "more": sound.replace(b"{", b'{"more": 1,', 1),
            "twice": sound.replace(b'  "step"', b'  "step": 1,\n  "step"'),
            "another schema": sound.replace(b"checkpoint/1", b"checkpoint/2"),
            "another step": sound.replace(b'"step": 2', b'"step": 3'),
            "a step of another type": sound.replace(b'"step": 2', b'"step": 2.0'),
            "a size of another type": sound.replace(b'"size": ', b'"size": "x'),
            "a negative size": sound.replace(b'"size": ', b'"size": -'),
            "a digest in capitals": sound.replace(digest.encode(), digest.upper().encode()),
            "a short digest": sound.replace(digest.encode(), digest[1:].encode()),
            "another form": sound.replace(b"  ", b"   "),
        }
        for what, content in malformed.items():
            with self.subTest(what):
                self.assertNotEqual(content, sound)
                with open(self.file("step-2.manifest.json"), "wb") as file:
                    file.write(content)
                self.skipped("manifest of step 2")

    def test_file_names_that_lead_elsewhere_are_skipped(self) -> None:
        checkpoint = self.save(2)
        with open(self.file(checkpoint.file), "rb") as file:
            content = file.read()
        other = f"step-3-{'0' * 32}.pt"
        for path in (os.path.join(self.outside, "file.pt"), self.file(other)):
            with open(path, "wb") as file:
                file.write(content)
        os.mkdir(self.file("below"))
        for name in (
            "../file.pt",
            os.path.join(self.outside, "file.pt"),
            "./" + checkpoint.file,
            "below/../" + checkpoint.file,
            checkpoint.file + "\n",
            checkpoint.file + "\0",
            other,
            "",
            ".",
        ):
            with self.subTest(name):
                self.manifest(2, file=name)
                self.skipped("file name .* is refused")
        self.manifest(2, file=checkpoint.file)
        self.assertEqual(self.latest_step(), 2)

    def test_two_names_for_one_step_are_not_possible(self) -> None:
        self.save(2)
        with open(self.file("step-2.manifest.json"), "rb") as file:
            sound = file.read()
        for name in ("step-02", "step-+2", "step-2 ", "step-\u0662", "xstep-2"):
            with open(self.file(name + ".manifest.json"), "wb") as file:
                file.write(sound)
        os.unlink(self.file("step-2.manifest.json"))
        self.assertIsNone(self.directory.latest())

    def test_symlinks_and_pipes_are_refused_and_do_not_hang(self) -> None:
        def hangs(*arguments: Any) -> None:
            raise AssertionError("hangs")

        self.addCleanup(signal.signal, signal.SIGALRM, signal.signal(signal.SIGALRM, hangs))
        self.addCleanup(signal.alarm, 0)
        signal.alarm(10)
        checkpoint = self.save(2)
        for name in (checkpoint.file, "step-2.manifest.json"):
            path, moved = self.file(name), os.path.join(self.outside, "moved")
            os.rename(path, moved)
            os.symlink(moved, path)
            with self.subTest(name, kind="symlink"):
                self.skipped("step 2.*symbolic link")
            os.unlink(path)
            os.mkfifo(path)
            with self.subTest(name, kind="pipe"):
                self.skipped("step 2.*not a regular file")
            os.unlink(path)
            os.mkdir(path)
            with self.subTest(name, kind="directory"):
                self.skipped("step 2.*not a regular file")
            os.rmdir(path)
            os.rename(moved, path)
        self.assertEqual(self.latest_step(), 2)

    def test_a_directory_behind_a_symlink_is_refused(self) -> None:
        link = os.path.join(self.outside, "link")
        os.symlink(self.path, link)
        for path in (link, os.path.join(self.outside, "missing"), __file__):
            with self.assertRaises(NotADirectoryError):
                CheckpointDirectory(path)

    def test_a_step_with_a_dangling_manifest_link_counts_as_existing(self) -> None:
        os.symlink("nowhere", self.file("step-1.manifest.json"))
        with self.assertRaises(training_resume.StepExists):
            self.save(1)

    def test_whatever_happens_to_the_files_only_untouched_steps_are_loaded(self) -> None:
        dice = random.Random(18)
        for step in (1, 2, 3):
            self.save(step, {"step": step, "weights": list(range(20))})
        sound: Dict[str, bytes] = {}
        for name in self.names():
            with open(self.file(name), "rb") as file:
                sound[name] = file.read()
        with self.assertLogs("training.resume", "WARNING"):
            for _ in range(150):
                touched = {name: corrupt(dice, sound[name]) for name in dice.sample(list(sound), 2)}
                for name, content in touched.items():
                    with open(self.file(name), "wb") as file:
                        file.write(content)
                spoilt = {
                    int(name.split(".")[0].split("-")[1])
                    for name, content in touched.items()
                    if content != sound[name]
                }
                loaded = self.directory.load_latest()
                steps = {1, 2, 3} - spoilt
                assert loaded is not None
                self.assertEqual(loaded.checkpoint.step, max(steps), touched)
                self.assertEqual(loaded.state["step"], max(steps))
                for name in touched:
                    with open(self.file(name), "wb") as file:
                        file.write(sound[name])


def corrupt(dice: random.Random, content: bytes) -> bytes:
    """A copy with a flipped bit, cut, longer, without or with another part, or another order."""
    start, end = sorted(dice.sample(range(len(content)), 2))
    flipped = bytes([content[start] ^ 1 << dice.randrange(8)])
    return dice.choice(
        [
            content[:start] + flipped + content[start + 1 :],
            content[:start],
            content + content[start:end],
            content[:start] + content[end:],
            content[:start] + b" " + content[start:],
            content[:start] + content[start:end][::-1] + content[end:],
            content[:start] + bytes(end - start) + content[end:],
            b"",
        ]
    )


class PruneTest(ResumeTest):
    def test_the_highest_steps_are_kept_and_the_older_ones_removed_with_their_files(self) -> None:
        for step in range(5):
            self.save(step)
        self.assertEqual(self.directory.prune(keep=2), [2, 1, 0])
        self.assertEqual(len(self.names()), 4)
        self.assertEqual(self.latest_step(), 4)
        self.assertEqual(self.directory.prune(keep=2), [])

    def test_a_damaged_step_does_not_count_as_kept(self) -> None:
        for step in range(4):
            name = self.save(step).file
        os.truncate(self.file(name), 1)
        self.assertEqual(self.directory.prune(keep=2), [0])
        with self.assertLogs("training.resume"):
            self.assertEqual(self.latest_step(), 2)

    def test_other_runs_and_other_files_are_left_alone(self) -> None:
        other: Any = CheckpointDirectory(self.path, run_id="other")
        for step in (1, 2):
            self.save(step, directory=other)
        for step in (3, 4):
            self.save(step)
        with open(self.file("notes.txt"), "w", encoding="ascii"):
            pass
        both = CheckpointDirectory(self.path, also_from=["other"])
        self.assertEqual(both.prune(keep=1), [3])
        with self.assertLogs("training.resume"):
            self.assertEqual(other.latest().step, 2)
        self.assertIn("notes.txt", self.names())

    def test_keeping_none_is_refused(self) -> None:
        with self.assertRaisesRegex(ValueError, "keep is 0"):
            self.directory.prune(0)


if __name__ == "__main__":
    unittest.main()
