# SPDX-License-Identifier: Apache-2.0
"""The rank guard: its rules by a clock of the tests, the rest as processes on the loopback.

Where a rank is to learn of a loss, the settle time is long: the verdict comes with the news,
however slow the machine. Where a failure is to count, it is short: the verdict comes at its end.
"""

import contextlib
import errno
import json
import os
import random
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
from typing import Any, Callable, Dict, List, Optional

HERE = os.path.dirname(os.path.abspath(__file__))
MODULES = os.path.normpath(os.path.join(HERE, "..", "..", "python"))
GUARD = os.path.join(MODULES, "training_rank_guard.py")

sys.dont_write_bytecode = True
sys.path.insert(0, MODULES)
import training_rank_guard as guard  # noqa: E402

LOST_PEER = 64
SHORT, LONG = "0.2", "30"
DEADLINE = 20.0

# A child that waits for its exit code on a named pipe, whose path replaces PIPE in commands.
WAITING_CHILD = 'read code < "$1"; exit "$code"'
PIPE = "PIPE"


def until(condition: Callable[[], Any], what: str) -> Any:
    """Wait for a condition; a deadline, not a sleep, ends the test when it never comes."""
    deadline = time.monotonic() + DEADLINE
    while True:
        result = condition()
        if result:
            return result
        if time.monotonic() > deadline:
            raise AssertionError(f"did not happen within {DEADLINE} s: {what}")
        time.sleep(0.005)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


class Rank:
    """One guard with its child, in a process group of its own."""

    def __init__(
        self,
        directory: str,
        environment: Dict[str, str],
        command: Optional[List[str]] = None,
        launcher: Optional[List[str]] = None,
    ) -> None:
        self.directory = tempfile.mkdtemp(dir=directory)
        self.pipe = os.path.join(self.directory, "exit-code")
        os.mkfifo(self.pipe)
        child = command or ["sh", "-c", WAITING_CHILD, "child", PIPE]
        child = [self.pipe if word == PIPE else word for word in child]
        start = launcher or [sys.executable, "-S", GUARD]
        self._stderr = os.path.join(self.directory, "stderr")
        with open(self._stderr, "wb") as stderr:
            self.process = subprocess.Popen(
                [*start, "--", *child],
                env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **environment},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                bufsize=0,
                stderr=stderr,
                start_new_session=True,
            )

    def log(self) -> str:
        with open(self._stderr, encoding="utf-8") as file:
            return file.read()

    def says(self, text: str) -> "Rank":
        until(lambda: text in self.log(), f"{text!r} in:\n{self.log()}")
        return self

    def end_child(self, code: int) -> "Rank":
        """Let the child exit, once it has come to wait for its code."""

        def attempt() -> Optional[int]:
            try:
                return os.open(self.pipe, os.O_WRONLY | os.O_NONBLOCK)
            except OSError as error:
                if error.errno != errno.ENXIO:
                    raise
                return None

        descriptor = int(until(attempt, f"the child waits:\n{self.log()}"))
        os.write(descriptor, b"%d\n" % code)
        os.close(descriptor)
        return self

    def output(self) -> str:
        """The next line that the child prints, or an empty string at the end."""
        assert self.process.stdout is not None
        stream = self.process.stdout
        ready = select.select([stream], [], [], DEADLINE)[0]
        assert ready, f"the child prints a line:\n{self.log()}"
        return stream.readline().decode()

    def code(self) -> int:
        """The exit code of the guard."""
        until(lambda: self.process.poll() is not None, f"the guard ends:\n{self.log()}")
        return int(self.process.returncode)

    def kill(self) -> None:
        """End guard and child at once, as the loss of the pod would."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()


class GuardTest(unittest.TestCase):
    def setUp(self) -> None:
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = directory.name
        self.port = free_port()

    def rank(
        self,
        rank: int,
        ranks: int,
        settle: str = SHORT,
        command: Optional[List[str]] = None,
        launcher: Optional[List[str]] = None,
        **settings: str,
    ) -> Rank:
        environment = {
            "RANK": str(rank),
            "RANKS": str(ranks),
            "HUB": "127.0.0.1",
            "PORT": str(self.port),
            "LOST_PEER_EXIT_CODE": str(LOST_PEER),
            "SETTLE_SECONDS": settle,
            "HEARTBEAT_SECONDS": "0.1",
            "TIMEOUT_SECONDS": "10",
            **settings,
        }
        prefixed = {f"TRAINING_GUARD_{name}": value for name, value in environment.items()}
        started = Rank(self.directory, prefixed, command, launcher)
        self.addCleanup(started.kill)
        return started

    def pass_time(self, seconds: float) -> None:
        beyond = time.monotonic() + seconds
        until(lambda: time.monotonic() > beyond, f"{seconds} s have passed")

    def job(self, ranks: int, settle: str = LONG, **settings: str) -> List[Rank]:
        """All ranks of a job, connected; `rank_1="0.3"` is the settle time of rank 1."""
        settles = [settings.pop(f"rank_{rank}", settle) for rank in range(ranks)]
        members = [self.rank(rank, ranks, settles[rank], **settings) for rank in range(ranks)]
        for rank in range(1, ranks):
            members[0].says(f"rank {rank} has connected")
            members[rank].says("connected to the hub")
        return members


class VerdictTest(GuardTest):
    def test_a_clean_run_exits_zero_on_every_rank(self) -> None:
        members = self.job(3)
        for member in members:
            member.end_child(0)
        self.assertEqual([member.code() for member in members], [0, 0, 0])

    def test_a_failure_keeps_its_code_and_those_that_follow_get_the_reserved_one(self) -> None:
        for culprit in (0, 1):
            with self.subTest(culprit=culprit):
                self.port = free_port()
                others = self.job(3, **{f"rank_{culprit}": SHORT})
                first = others.pop(culprit).end_child(7)
                (first if culprit == 0 else others[0]).says(f"rank {culprit}: failed")
                codes = [member.end_child(1).code() for member in others]
                self.assertEqual((first.code(), codes), (7, [LOST_PEER, LOST_PEER]))
                self.assertIn(f"follows rank {culprit}, failed", others[0].log())

    def test_of_failures_at_the_same_time_exactly_one_counts(self) -> None:
        members = self.job(4, "1.5")
        for member in members:
            member.end_child(1)
        codes = sorted(member.code() for member in members)
        self.assertEqual(codes, [1, LOST_PEER, LOST_PEER, LOST_PEER])

    def test_the_eviction_of_a_rank_costs_nothing_though_the_others_die_of_it(self) -> None:
        for evicted in (0, 1):
            with self.subTest(evicted=evicted):
                self.port = free_port()
                members = self.job(3)
                members[evicted].process.send_signal(signal.SIGTERM)
                self.assertEqual(members[evicted].code(), 128 + signal.SIGTERM)
                for member in members:
                    if member is not members[evicted]:
                        self.assertEqual(member.end_child(1).code(), LOST_PEER)

    def test_a_rank_that_dies_before_the_news_of_the_eviction_waits_for_it(self) -> None:
        members = self.job(2)
        members[1].end_child(1)
        members[0].says("rank 1: failed")
        members[0].process.send_signal(signal.SIGTERM)
        self.assertEqual(members[1].code(), LOST_PEER)
        self.assertEqual(members[0].code(), 128 + signal.SIGTERM)

    def test_the_code_of_an_evicted_rank_is_passed_on_as_it_is(self) -> None:
        script = "trap 'exit 0' TERM; echo ready; while :; do sleep 0.02; done"
        hub = self.rank(0, 2, LONG)
        evicted = self.rank(1, 2, LONG, command=["sh", "-c", script])
        evicted.says("connected to the hub")
        self.assertEqual(evicted.output(), "ready\n")
        evicted.process.send_signal(signal.SIGTERM)
        self.assertEqual(evicted.code(), 0)
        self.assertEqual(hub.end_child(1).code(), LOST_PEER)

    def test_the_sudden_loss_of_a_whole_pod_costs_the_others_nothing(self) -> None:
        members = self.job(3)
        members[2].kill()
        self.assertEqual(members[1].end_child(1).code(), LOST_PEER)
        self.assertEqual(members[0].end_child(1).code(), LOST_PEER)

    def test_the_sudden_loss_of_the_hub_costs_the_others_nothing(self) -> None:
        members = self.job(3)
        members[0].kill()
        self.assertEqual(members[1].end_child(1).code(), LOST_PEER)
        self.assertEqual(members[2].end_child(1).code(), LOST_PEER)

    def test_a_failure_after_the_good_end_of_the_hub_counts(self) -> None:
        hub, member = self.job(2, SHORT)
        self.assertEqual(hub.end_child(0).code(), 0)
        self.assertEqual(member.end_child(7).code(), 7)

    def test_after_a_good_end_the_hub_puts_the_failures_of_the_others_in_order(self) -> None:
        hub, *others = self.job(3, "1.5")
        hub.end_child(0).says("exits 0")
        for member in others:
            member.end_child(1)
        self.assertEqual(sorted(member.code() for member in others), [1, LOST_PEER])
        self.assertEqual(hub.code(), 0)

    def test_a_failure_after_the_good_end_of_another_rank_counts(self) -> None:
        hub, member = self.job(2, rank_0=SHORT)
        self.assertEqual(member.end_child(0).code(), 0)
        self.assertEqual(hub.end_child(7).code(), 7)

    def test_a_silent_pod_is_lost_and_the_hub_stays_until_the_one_who_waits_has_heard(self) -> None:
        members = [
            self.rank(0, 3, LONG, TIMEOUT_SECONDS="1"),
            self.rank(1, 3, LONG),
            self.rank(2, 3, LONG),
        ]
        for rank in (1, 2):
            members[0].says(f"rank {rank} has connected")
        members[2].process.send_signal(signal.SIGSTOP)
        members[1].end_child(1)
        members[0].says("rank 1: failed").end_child(1)
        self.assertEqual(members[1].code(), LOST_PEER)
        self.assertEqual(members[0].code(), LOST_PEER)
        self.assertIn("follows rank 2, lost", members[1].log())

    def test_a_rank_whose_connection_alone_broke_is_back_and_a_failure_counts(self) -> None:
        members = [self.rank(0, 2, TIMEOUT_SECONDS="1"), self.rank(1, 2)]
        members[0].says("rank 1 has connected")
        members[1].process.send_signal(signal.SIGSTOP)
        members[0].says("rank 1: lost")
        members[1].process.send_signal(signal.SIGCONT)
        members[0].says("rank 1 is back")
        self.assertEqual(members[0].end_child(7).code(), 7)

    def test_a_genuine_failure_of_a_replacement_counts(self) -> None:
        survivor, first = self.job(2)
        first.kill()
        survivor.says("rank 1: lost")
        replacement = self.rank(1, 2, SHORT).says("connected to the hub")
        replacement.end_child(7)
        survivor.says("rank 1: failed")
        self.assertEqual(survivor.end_child(1).code(), LOST_PEER)
        self.assertEqual(replacement.code(), 7)

    def test_a_survivor_that_fails_long_after_the_replacement_has_come_costs_nothing(self) -> None:
        survivor, other, first = self.job(3, SHORT)
        first.kill()
        survivor.says("rank 2: lost")
        self.rank(2, 3).says("connected to the hub")
        self.pass_time(5 * float(SHORT))
        self.assertEqual(other.end_child(1).code(), LOST_PEER)
        self.assertEqual(survivor.end_child(1).code(), LOST_PEER)

    def test_a_rank_claimed_twice_belongs_to_the_newer_guard(self) -> None:
        hub, first = self.job(2)
        second = self.rank(1, 2)
        hub.says("rank 1 has a replacement")
        first.process.send_signal(signal.SIGSTOP)
        self.assertNotIn("lost", second.log())
        second.kill()
        self.assertEqual(hub.end_child(1).code(), LOST_PEER)

    def test_a_hub_that_has_a_replacement_is_lost_no_longer(self) -> None:
        hub, member = self.job(2)
        hub.kill()
        member.says("rank 0: lost")
        replacement = self.rank(0, 2, SHORT).says("rank 1 has connected")
        self.assertEqual(replacement.end_child(7).code(), 7)
        self.assertEqual(member.end_child(1).code(), LOST_PEER)

    def test_a_rank_that_never_connected_is_not_lost(self) -> None:
        self.assertEqual(self.rank(0, 2).end_child(7).code(), 7)

    def test_a_child_that_ends_with_the_reserved_code_itself_counts(self) -> None:
        self.assertEqual(self.rank(0, 1).end_child(LOST_PEER).code(), 1)


def quiet(test: unittest.TestCase) -> None:
    test.addCleanup(setattr, guard, "log", guard.log)
    guard.log = lambda text: None


class RollTest(unittest.TestCase):
    """Whom a loss concerns, with a clock of the test's own: rank 0 keeps the roll from 0 on."""

    def setUp(self) -> None:
        quiet(self)
        self.roll = guard.Roll(memory=3600)
        self.roll.report(0, "hub", guard.RUNNING, 0)

    def starts(self, rank: int, instance: str, at: float, heard: float = 0) -> None:
        """A guard starts, and connects to the hub then or later."""
        now = max(at, heard)
        self.roll.report(rank, instance, guard.RUNNING, now, age=now - at)

    def concerned(self, now: float, *ranks: int) -> List[int]:
        losses = {rank: self.roll.loss_for(rank, now) for rank in ranks}
        return [rank for rank, loss in losses.items() if loss is not None and loss.concerns]

    def test_a_loss_explains_what_fails_within_the_memory_time_though_a_replacement_came(
        self,
    ) -> None:
        self.starts(1, "a", 10)
        self.starts(2, "b", 10)
        self.roll.drop(1, 100)
        self.starts(1, "c", 110)
        for rank in (0, 2):
            self.assertEqual(self.roll.loss_for(rank, 3700), guard.Loss(1, guard.LOST, True))
        self.assertEqual([self.roll.loss_for(rank, 3701) for rank in (0, 1, 2)], [None] * 3)

    def test_a_rank_answers_for_itself_after_losses_older_than_itself_however_late_it_connects(
        self,
    ) -> None:
        self.starts(1, "a", 10)
        self.roll.drop(1, 100)
        self.starts(1, "b", 110)
        self.starts(2, "late", 90, heard=200)
        self.starts(3, "later", 120, heard=200)
        self.assertEqual(self.concerned(200, 2), [2])
        self.assertEqual([self.roll.loss_for(rank, 200) for rank in (1, 3)], [None, None])

    def test_without_a_replacement_a_loss_excuses_those_who_came_later_and_stops_none_of_them(
        self,
    ) -> None:
        self.starts(1, "a", 10)
        self.roll.drop(1, 100)
        self.starts(2, "b", 110)
        for now in (120, 9000):
            self.assertEqual(self.roll.loss_for(2, now), guard.Loss(1, guard.LOST, False))

    def test_the_ends_that_follow_a_loss_do_not_concern_the_replacements(self) -> None:
        for state in (guard.LOST, guard.FAILED, guard.EVICTED):
            with self.subTest(state):
                self.setUp()
                self.starts(1, "a", 10)
                self.starts(2, "b", 10)
                self.roll.drop(1, 100)
                self.starts(1, "c", 110)
                if state != guard.LOST:
                    self.roll.report(2, "b", state, 150)
                self.roll.drop(2, 151)
                self.assertEqual(self.roll.loss_for(1, 152), guard.Loss(2, state, False))
                self.starts(2, "d", 160)
                self.assertIsNone(self.roll.loss_for(1, 161))

    def test_ranks_that_fail_by_turns_of_themselves_do_not_excuse_each_other_for_ever(self) -> None:
        counted = 0
        for turn in range(20):  # each runs for 90 s, and 45 s after one of them the other fails
            rank, now = 1 + turn % 2, 100 + 45 * turn
            self.roll.report(rank, f"turn {turn}", guard.RUNNING, now, age=90)
            self.roll.report(rank, f"turn {turn}", guard.FAILED, now)
            counted += self.roll.loss_for(rank, now) is None
            self.starts(rank, f"turn {turn + 2}", now)
        self.assertGreaterEqual(counted, 10)

    def test_the_end_of_a_rank_of_an_earlier_run_does_not_concern_the_new_one(self) -> None:
        for outlived, concerned in ((True, []), (False, [0, 1])):
            with self.subTest(outlived=outlived):
                self.setUp()
                self.starts(1, "new", 5)
                self.roll.report(2, "old", guard.RUNNING, 10, age=500, outlived=outlived)
                self.roll.drop(2, 60)
                self.assertEqual(self.concerned(61, 0, 1), concerned)

    def test_an_evicted_rank_excuses_at_once_and_is_lost_when_it_is_gone(self) -> None:
        self.starts(1, "a", 10)
        self.roll.report(1, "a", guard.EVICTED, 100)
        self.starts(2, "b", 200)
        self.assertEqual(self.roll.loss_for(0, 300), guard.Loss(1, guard.EVICTED, False))
        self.roll.drop(1, 400)
        self.starts(3, "c", 410)
        self.assertEqual(self.concerned(411, 0, 2, 3), [0, 2])

    def test_a_loss_that_is_noticed_late_is_older_than_the_replacement(self) -> None:
        for noticed in (120, 140):
            with self.subTest(noticed=noticed):
                self.setUp()
                self.starts(1, "a", 10)
                self.starts(2, "b", 105)
                self.starts(3, "c", 115)
                if noticed < 130:
                    self.roll.drop(1, noticed)
                self.starts(1, "d", 110, heard=130)
                self.assertEqual(self.concerned(131, 1, 2, 3), [2])

    def test_a_connection_that_comes_back_undoes_its_own_end_alone(self) -> None:
        self.starts(1, "a", 10)
        self.roll.drop(1, 100)
        self.starts(1, "b", 110)
        self.roll.drop(1, 200)
        self.starts(2, "c", 150)
        self.assertEqual(self.concerned(200, 0, 2), [0, 2])
        self.roll.report(1, "b", guard.RUNNING, 210)
        self.assertEqual(self.concerned(211, 0, 2), [0])

    def test_of_two_guards_that_claim_one_rank_by_turns_neither_concerns_those_who_came_later(
        self,
    ) -> None:
        self.starts(1, "a", 10)
        for now in (50, 60, 70):
            self.starts(1, "b", 40, heard=now)
            self.starts(2, "c", 45)
            self.starts(1, "a", 10, heard=now + 5)
            self.assertEqual(self.concerned(now + 6, 2), [])


class ToldTest(unittest.TestCase):
    """What a rank makes of the word of rank 0, and of its silence."""

    LOSS = guard.Loss(2, guard.LOST, True)

    def setUp(self) -> None:
        quiet(self)
        self.told = guard.Told()
        self.told.hear("first", guard.RUNNING, None)

    def state(self) -> Any:
        return (self.told.loss, self.told.outlived)

    def test_the_end_of_rank_0_is_remembered_whoever_comes_next(self) -> None:
        self.told.gone()
        for instance in ("second", "third"):
            self.told.hear(instance, guard.RUNNING, None)
            self.assertEqual(self.state(), (guard.Loss(0, guard.LOST, True), True))
            self.told.gone()

    def test_a_connection_that_comes_back_undoes_its_end(self) -> None:
        self.told.gone()
        self.told.hear("first", guard.RUNNING, None)
        self.assertEqual(self.state(), (None, False))

    def test_what_concerned_a_rank_is_remembered_when_rank_0_has_told_it_and_failed(self) -> None:
        self.told.hear("first", guard.FAILED, self.LOSS)
        self.told.gone()
        self.told.hear("second", guard.RUNNING, None)
        self.assertEqual(self.state(), (self.LOSS, True))

    def test_a_rank_0_that_failed_before_they_met_is_of_an_older_run(self) -> None:
        news = guard.Loss(0, guard.FAILED, False)
        self.told.hear("first", guard.FAILED, news)
        self.told.gone()
        self.assertEqual(self.state(), (news, False))
        self.told.hear("second", guard.RUNNING, None)
        self.assertEqual(self.state(), (None, False))

    def test_the_good_end_of_rank_0_is_no_loss(self) -> None:
        self.told.hear("first", guard.DONE, None)
        self.told.gone()
        self.assertEqual(self.state(), (None, False))

    def test_a_rank_0_that_was_evicted_is_lost_when_it_is_gone(self) -> None:
        self.told.hear("first", guard.EVICTED, guard.Loss(0, guard.EVICTED, False))
        self.assertFalse(self.told.outlived)
        self.told.gone()
        self.assertEqual(self.state(), (guard.Loss(0, guard.EVICTED, True), True))


class SimulatedRank:
    def __init__(self, instance: str, now: int, patience: int) -> None:
        self.instance = instance
        self.started = now
        self.patience = patience  # how long it hangs in a run that has lost a peer
        self.told = guard.Told()
        self.roll = guard.Roll(memory=3600)  # used if it is rank 0
        self.connected = False
        self.concerned_at: Optional[int] = None


class SimulatedJob:
    """Ranks that hang when a peer is lost, end some time later and are replaced, by the second."""

    RANKS = 4

    def __init__(self, seed: int, longest_patience: int, longest_replacement: int) -> None:
        self.random = random.Random(seed)
        self.longest_patience = longest_patience
        self.longest_replacement = longest_replacement
        self.starts = [0] * self.RANKS
        self.ranks: Dict[int, SimulatedRank] = {}
        self.due = {rank: 0 for rank in range(self.RANKS)}  # when an absent rank is to start
        self.last_start = 0

    def step(self, now: int, lost: List[int]) -> None:
        for rank in [rank for rank, due in self.due.items() if due <= now]:
            del self.due[rank]
            patience = self.random.randint(1, self.longest_patience)
            self.ranks[rank] = SimulatedRank(f"{rank}/{self.starts[rank]}", now, patience)
            self.starts[rank] += 1
            self.last_start = now
            if rank == 0:
                self.report(0, guard.RUNNING, now)
        for rank in lost:
            self.end(rank, now)
        for rank in sorted(self.ranks, key=lambda _: self.random.random()):
            self.live(rank, now)

    def live(self, rank: int, now: int) -> None:
        member, hub = self.ranks[rank], self.ranks.get(0)
        if rank > 0 and hub is not None:
            self.report(rank, guard.RUNNING, now)
            member.told.hear(hub.instance, guard.RUNNING, hub.roll.loss_for(rank, now))
            member.connected = True
        loss = member.roll.loss_for(0, now) if rank == 0 else member.told.loss
        if loss is None or not loss.concerns:
            return
        member.concerned_at = member.concerned_at or now
        if now >= member.concerned_at + member.patience:
            self.report(rank, guard.FAILED, now)
            self.end(rank, now)

    def report(self, rank: int, state: str, now: int) -> None:
        member, hub = self.ranks[rank], self.ranks.get(0)
        if hub is not None:
            age, outlived = now - member.started, member.told.outlived
            hub.roll.report(rank, member.instance, state, now, age, outlived)

    def end(self, rank: int, now: int) -> None:
        member = self.ranks.pop(rank, None)
        if member is None:
            return
        self.due[rank] = now + self.random.randint(1, self.longest_replacement)
        if rank > 0 and 0 in self.ranks:
            self.ranks[0].roll.drop(rank, now)
        for other in self.ranks.values() if rank == 0 else ():
            if other.connected:
                other.told.gone()
                other.connected = False


class RestartTest(unittest.TestCase):
    def setUp(self) -> None:
        quiet(self)

    def test_after_any_losses_a_job_comes_to_rest_with_all_ranks_of_one_run(self) -> None:
        for seed in range(150):
            patience, replacement = [(5, 30), (30, 5), (1800, 60)][seed % 3]
            with self.subTest(seed=seed):
                job = SimulatedJob(seed, patience, replacement)
                pick = job.random
                losses = {
                    pick.randint(40, 200): pick.sample(range(4), pick.randint(1, 3))
                    for _ in range(pick.randint(1, 3))
                }
                for now in range(1, 201 + 3 * (patience + replacement)):
                    job.step(now, losses.get(now, []))
                self.assertFalse(job.due, "every rank is there")
                self.assertLessEqual(job.last_start, 200 + 2 * (patience + replacement))
                self.assertLessEqual(max(job.starts), 1 + 3 * len(losses))
                first = losses[min(losses)]
                self.assertGreater(min(job.starts), 1, f"each rank left the run that lost {first}")
                self.assertEqual([m.told.outlived for m in job.ranks.values()], [False] * 4)


class NoNetworkTest(GuardTest):
    def test_without_a_hub_every_failure_counts(self) -> None:
        lone = self.rank(1, 2)
        self.assertEqual(lone.end_child(7).code(), 7)
        self.assertIn("its own failure", lone.log())

    def test_without_a_name_for_the_hub_every_failure_counts(self) -> None:
        self.assertEqual(self.rank(1, 2, HUB="rank-0.invalid").end_child(7).code(), 7)

    def test_a_server_that_is_no_hub_cannot_be_lost(self) -> None:
        with socket.create_server(("127.0.0.1", self.port)) as server:
            server.settimeout(DEADLINE)
            lone = self.rank(1, 2)
            server.accept()[0].close()
            self.assertEqual(lone.end_child(7).code(), 7)

    def test_a_hub_that_cannot_listen_counts_every_failure(self) -> None:
        with socket.create_server(("", self.port)):
            hub = self.rank(0, 2, LONG)
            self.assertEqual(hub.end_child(7).code(), 7)
            self.assertIn("cannot listen", hub.log())

    def test_a_rank_connects_to_a_hub_that_starts_later(self) -> None:
        early = self.rank(1, 2, LONG)
        hub = self.rank(0, 2, LONG)
        hub.says("rank 1 has connected")
        early.says("connected to the hub")
        hub.kill()
        self.assertEqual(early.end_child(1).code(), LOST_PEER)

    @unittest.skipUnless(socket.has_dualstack_ipv6(), "needs IPv6")
    def test_ranks_find_each_other_over_ipv6_too(self) -> None:
        hub = self.rank(0, 2, LONG)
        self.rank(1, 2, LONG, HUB="::1").says("connected to the hub").kill()
        self.assertEqual(hub.end_child(1).code(), LOST_PEER)

    def test_a_defect_of_the_network_part_does_not_end_the_training(self) -> None:
        defect = (
            "import os, sys, training_rank_guard as guard\n"
            "guard.Hub.tick = lambda self, now: 1 / 0\n"
            "sys.exit(guard.main(sys.argv[1:], os.environ))\n"
        )
        launcher = ["env", f"PYTHONPATH={MODULES}", sys.executable, "-S", "-c", defect]
        hub = self.rank(0, 2, LONG, launcher=launcher)
        hub.says("goes on without the other ranks")
        self.assertEqual(hub.end_child(7).code(), 7)


class ProtocolTest(GuardTest):
    def connect(self) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), DEADLINE)
        connection.settimeout(DEADLINE)
        self.addCleanup(connection.close)
        return connection

    def hello(self, instance: Any = "0" * 32, **changes: Any) -> bytes:
        message = {"rank": 1, "state": "running", "age": 1.0, "outlived": False, **changes}
        return json.dumps({**message, "instance": instance}).encode() + b"\n"

    def assert_closed(self, connection: socket.socket) -> None:
        with contextlib.suppress(ConnectionResetError):
            while connection.recv(4096):
                pass

    def test_the_hub_closes_malformed_connections_and_nothing_else(self) -> None:
        hub, member = self.job(2, rank_0=SHORT)
        malformed = {
            "another protocol": b"GET / HTTP/1.1\r\nHost: hub\r\n\r\n",
            "bytes": bytes(range(256)),
            "an endless line": b"[" * 5000,
            "a deep line": b"[" * 250 + b"\n",
            "no object": b"[1]\n",
            "a lack": b'{"rank": 1}\n',
            "more": self.hello()[:-2] + b', "more": 1}\n',
            "the hub's rank": self.hello(rank=0),
            "no such rank": self.hello(rank=2),
            "a rank of another type": self.hello(rank=True),
            "an instance of another form": self.hello(instance="../etc"),
            "no such state": self.hello(state=["running"]),
            "an age without end": self.hello(age=float("nan")),
            "an age before the start": self.hello(age=-1.0),
            "an age of another type": self.hello(age=True),
            "a flag of another type": self.hello(outlived=1),
        }
        for what, content in malformed.items():
            with self.subTest(what):
                connection = self.connect()
                connection.sendall(content)
                self.assert_closed(connection)
        self.assertNotIn("lost", hub.log())
        self.assertEqual(hub.end_child(7).code(), 7)
        self.assertEqual(member.end_child(1).code(), LOST_PEER)

    def test_a_connection_cannot_change_its_rank_or_its_instance(self) -> None:
        hub = self.listening_hub(3)
        for second in (self.hello(rank=2), self.hello(instance="1" * 32)):
            connection = self.connect()
            connection.sendall(self.hello() + second)
            self.assert_closed(connection)
        self.assertNotIn("rank 2 has connected", hub.log())
        self.assertNotIn("replacement", hub.log())

    def test_a_connection_that_says_nothing_is_closed_after_the_timeout(self) -> None:
        self.listening_hub(2, timeout="0.3")
        self.assert_closed(self.connect())

    def test_a_message_in_pieces_is_understood(self) -> None:
        hub = self.listening_hub(2)
        connection = self.connect()
        for byte in self.hello():
            connection.sendall(bytes([byte]))
        hub.says("rank 1 has connected")
        with connection.makefile() as answers:
            self.assertEqual(set(json.loads(answers.readline())), {"instance", "state", "loss"})

    def test_the_older_connection_of_a_rank_is_closed_even_when_it_speaks_meanwhile(self) -> None:
        hub = self.listening_hub(2)
        older = self.connect()
        older.sendall(self.hello())
        hub.says("rank 1 has connected")
        newer = self.connect()
        with older.makefile() as heartbeats:  # a few later, the newer connection is accepted
            self.assertTrue(all(heartbeats.readline() for _ in range(4)))
        hub.process.send_signal(signal.SIGSTOP)  # so that it finds both messages at once
        newer.sendall(self.hello(instance="1" * 32))
        older.sendall(self.hello())
        hub.process.send_signal(signal.SIGCONT)
        hub.says("rank 1 has a replacement")
        self.assert_closed(older)
        newer.sendall(self.hello(instance="1" * 32, state="done"))
        self.assert_closed(newer)
        self.assertNotIn("goes on without", hub.log())

    def test_a_rank_that_is_done_stays_until_the_hub_knows(self) -> None:
        with socket.create_server(("127.0.0.1", self.port)) as server:
            server.settimeout(DEADLINE)
            member = self.rank(1, 2, LONG)
            connection, _ = server.accept()
            with connection, connection.makefile() as messages:
                state = {"instance": "0" * 32, "state": "running", "loss": None}
                connection.sendall(json.dumps(state).encode() + b"\n")
                member.says("connected to the hub").end_child(0).says("exits 0")
                until(lambda: json.loads(messages.readline())["state"] == "done", "it says so")
                with self.assertRaises(subprocess.TimeoutExpired):
                    member.process.wait(0.2)
            self.assertEqual(member.code(), 0)

    def test_a_rank_leaves_a_hub_that_talks_nonsense_and_does_not_count_it_as_lost(self) -> None:
        with socket.create_server(("127.0.0.1", self.port)) as server:
            server.settimeout(DEADLINE)
            lone = self.rank(1, 2)
            good = {"instance": "0" * 32, "state": "running", "loss": None}
            for bad in (
                b"hello\n",
                b"x" * 300,
                json.dumps({**good, "loss": [0, "gone", True]}).encode() + b"\n",
            ):
                connection, _ = server.accept()
                connection.settimeout(DEADLINE)
                connection.sendall(bad)
                self.assert_closed(connection)
                connection.close()
            self.assertEqual(lone.end_child(7).code(), 7)

    def test_a_guard_that_connects_late_hears_of_the_losses_that_it_lived_through(self) -> None:
        hub = self.listening_hub(4)
        lost, replacement = self.connect(), self.connect()
        lost.sendall(self.hello())
        hub.says("rank 1 has connected")
        lost.close()
        hub.says("rank 1: lost")
        replacement.sendall(self.hello(instance="1" * 32, age=0.0))
        hub.says("rank 1 has a replacement")
        for rank, age, news in ((2, 3600.0, [1, "lost", True]), (3, 0.0, None)):
            late = self.connect()
            late.sendall(self.hello(instance=str(rank) * 32, rank=rank, age=age))
            with late.makefile() as answers:
                self.assertEqual(json.loads(answers.readline())["loss"], news)

    def listening_hub(self, ranks: int, timeout: str = "10") -> Rank:
        hub = self.rank(0, ranks, TIMEOUT_SECONDS=timeout)
        self.reachable()
        return hub

    def reachable(self) -> None:
        def attempt() -> bool:
            with socket.socket() as probe:
                return probe.connect_ex(("127.0.0.1", self.port)) == 0

        until(attempt, "the hub listens")


class StopTest(GuardTest):
    def hanging(self, on_term: str) -> List[str]:
        return ["sh", "-c", f"trap '{on_term}' TERM; echo ready; while :; do sleep 0.02; done"]

    def test_a_child_that_hangs_without_its_peer_is_stopped_and_does_not_count(self) -> None:
        for on_term in ("exit 0", "exit 1"):
            with self.subTest(on_term):
                self.port = free_port()
                command = self.hanging(on_term)
                hub = self.rank(0, 2, command=command, STOP_AFTER_SECONDS="0.2")
                peer = self.rank(1, 2)
                hub.says("rank 1 has connected")
                self.assertEqual(hub.output(), "ready\n")
                peer.kill()
                self.assertEqual(hub.code(), LOST_PEER)

    def test_a_child_that_ignores_the_stop_is_killed(self) -> None:
        hub = self.rank(0, 2, command=self.hanging(""), STOP_AFTER_SECONDS="0.1")
        peer = self.rank(1, 2)
        hub.says("rank 1 has connected")
        self.assertEqual(hub.output(), "ready\n")
        peer.kill()
        self.assertEqual(hub.code(), LOST_PEER)
        self.assertIn("child ended with 137", hub.log())

    def test_a_child_is_stopped_though_a_replacement_has_come_and_the_replacement_is_not(
        self,
    ) -> None:
        hub = self.rank(0, 3, SHORT, STOP_AFTER_SECONDS="0")
        other = self.rank(1, 3, STOP_AFTER_SECONDS="1")
        first = self.rank(2, 3).says("connected to the hub")
        other.says("connected to the hub")
        first.kill()
        hub.says("rank 2: lost")
        second = self.rank(2, 3, STOP_AFTER_SECONDS="1").says("connected to the hub")
        self.assertEqual(other.code(), LOST_PEER)
        self.pass_time(1.2)
        self.assertEqual(second.end_child(0).code(), 0)
        self.assertEqual(hub.end_child(0).code(), 0)

    def test_the_peers_of_an_evicted_rank_go_on_while_it_uses_its_grace_period(self) -> None:
        for evicted in (0, 1):
            with self.subTest(evicted=evicted):
                self.port = free_port()
                leaving = self.rank(evicted, 2, LONG, command=self.hanging(""))
                self.assertEqual(leaving.output(), "ready\n")
                staying = self.rank(1 - evicted, 2, LONG, STOP_AFTER_SECONDS="0.2")
                (leaving if evicted == 1 else staying).says("connected to the hub")
                leaving.process.send_signal(signal.SIGTERM)
                staying.says(f"rank {evicted}: evicted")
                self.pass_time(0.5)
                self.assertIsNone(staying.process.poll())
                self.assertNotIn("stops the child", staying.log())
                leaving.kill()
                self.assertEqual(staying.code(), LOST_PEER)

    def test_no_child_is_stopped_by_default(self) -> None:
        settings = guard.settings_from(environment())
        self.assertEqual(settings.stop_after, 0)


class InitTest(GuardTest):
    def test_every_signal_for_the_command_is_forwarded(self) -> None:
        script = (
            "import signal, sys\n"
            "for name in ('INT', 'HUP', 'QUIT', 'USR1', 'USR2', 'TERM'):\n"
            "    number = getattr(signal, 'SIG' + name)\n"
            "    signal.signal(number, lambda number, _: print(number, flush=True))\n"
            "print('ready', flush=True)\n"
            "while True: signal.pause()\n"
        )
        lone = self.rank(0, 1, command=[sys.executable, "-S", "-c", script])
        self.assertEqual(lone.output(), "ready\n")
        for name in ("INT", "HUP", "QUIT", "USR1", "USR2", "TERM"):
            number = int(getattr(signal, "SIG" + name))
            lone.process.send_signal(number)
            self.assertEqual(lone.output(), f"{number}\n")

    def test_the_end_of_the_command_by_a_signal_is_128_and_its_number(self) -> None:
        lone = self.rank(0, 1, command=["sh", "-c", "kill -KILL $$"])
        self.assertEqual(lone.code(), 128 + signal.SIGKILL)

    def test_orphans_are_reaped(self) -> None:
        # A subreaper inherits orphans like PID 1; the property survives exec, not fork.
        subreaper = (
            "import ctypes, os, sys\n"
            "assert ctypes.CDLL(None).prctl(36, 1, 0, 0, 0) == 0\n"
            "os.execv(sys.argv[1], sys.argv[1:])\n"
        )
        launcher = [sys.executable, "-c", subreaper, sys.executable, "-S", GUARD]
        script = f"(sh -c 'echo $$' &); {WAITING_CHILD}"
        lone = self.rank(0, 1, command=["sh", "-c", script, "child", PIPE], launcher=launcher)
        orphan = int(lone.output())
        until(lambda: not os.path.exists(f"/proc/{orphan}"), "the orphan is gone")
        self.assertEqual(lone.end_child(0).code(), 0)

    def test_the_command_gets_default_signals_and_the_three_standard_descriptors(self) -> None:
        script = "grep SigIgn /proc/self/status; ls /proc/self/fd"
        lone = self.rank(0, 2, command=["sh", "-c", script])
        name, ignored = lone.output().split()
        self.assertEqual((name, int(ignored, 16) & 0x7FFFFFFF), ("SigIgn:", 0))
        descriptors = [lone.output().strip() for _ in range(4)]  # ls has one of its own
        self.assertEqual(descriptors, ["0", "1", "2", "3"])
        self.assertEqual(lone.output(), "")

    def test_a_command_that_cannot_be_started_fails_with_126_or_127(self) -> None:
        self.assertEqual(self.rank(0, 1, command=["no-such-command"]).code(), 127)
        self.assertEqual(self.rank(0, 1, command=[self.directory]).code(), 126)

    def test_it_runs_as_a_module_too(self) -> None:
        launcher = ["env", f"PYTHONPATH={MODULES}", sys.executable, "-m", "training_rank_guard"]
        self.assertEqual(self.rank(0, 1, launcher=launcher).end_child(7).code(), 7)


def environment(**changes: Optional[str]) -> Dict[str, str]:
    values: Dict[str, Optional[str]] = {
        "RANK": "1",
        "RANKS": "2",
        "HUB": "train-0.train.ml-alpha.svc.cluster.local",
        "PORT": "29400",
        "LOST_PEER_EXIT_CODE": "64",
        **changes,
    }
    return {f"TRAINING_GUARD_{name}": value for name, value in values.items() if value is not None}


class UsageTest(GuardTest):
    def run_guard(self, arguments: List[str], variables: Dict[str, str]) -> Any:
        return subprocess.run(
            [sys.executable, "-S", GUARD, *arguments],
            env={"PATH": os.environ["PATH"], **variables},
            stderr=subprocess.PIPE,
            timeout=DEADLINE,
            text=True,
        )

    def test_a_wrong_usage_exits_with_2(self) -> None:
        for arguments in ([], ["--"], ["true"], ["--help"]):
            with self.subTest(arguments):
                result = self.run_guard(arguments, environment())
                self.assertEqual(result.returncode, 2)
                self.assertIn("usage", result.stderr)

    def test_all_faults_of_the_environment_are_named_before_the_command_starts(self) -> None:
        marker = os.path.join(self.directory, "started")
        result = self.run_guard(["--", "touch", marker], {})
        self.assertEqual(result.returncode, 2)
        self.assertEqual(result.stderr.count("not set: allowed are"), 5)
        self.assertFalse(os.path.exists(marker))

    def test_values_out_of_range_are_refused(self) -> None:
        faults: Dict[str, List[str]] = {
            "RANK": ["-1", "2", "one", "", "1.0", " 1"],
            "RANKS": ["0", "100001"],
            "HUB": ["a b", "../x", "a" * 300, ""],
            "PORT": ["0", "65536"],
            "LOST_PEER_EXIT_CODE": ["0", "2", "126", "256"],
            "SETTLE_SECONDS": ["0", "nan", "1e3", "-1", "15s"],
            "HEARTBEAT_SECONDS": ["0", "6"],
            "TIMEOUT_SECONDS": ["0", "inf"],
            "STOP_AFTER_SECONDS": ["-1", "1801"],
            "MEMORY_SECONDS": ["-1", "forever"],
        }
        for name, values in faults.items():
            for value in values:
                with self.subTest(name=name, value=value):
                    with self.assertRaisesRegex(ValueError, f"^TRAINING_GUARD_{name} is .*allowed"):
                        guard.settings_from(environment(**{name: value}))

    def test_the_defaults_leave_room_for_silence_within_the_settle_time(self) -> None:
        settings = guard.settings_from(environment())
        self.assertEqual((settings.heartbeat, settings.timeout, settings.settle), (2, 10, 15))

    def test_a_loss_is_remembered_for_longer_than_the_longest_default_timeout_of_collectives(
        self,
    ) -> None:
        self.assertGreater(guard.settings_from(environment()).memory, 1800 + 600)


if __name__ == "__main__":
    unittest.main()
