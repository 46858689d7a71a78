# SPDX-License-Identifier: Apache-2.0
"""PID 1 of each rank of a multi-node Job: tells a rank's own failure from the loss of a peer.

    python3 -m training_rank_guard -- COMMAND ARGS...

*Why.* With restartPolicy Never, a podFailurePolicy can ignore the pod that was evicted (condition
DisruptionTarget). The ranks that survive then die of "connection closed by peer" with an exit code
like any other, and each of them uses up the Job's backoffLimit. The guard turns a failure that
follows the loss of another rank into a reserved exit code, for which the Job has an Ignore rule on
exit codes. A failure then costs 1 whatever the number of ranks, an eviction 0. See
https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy.

*How.* Rank 0 is the hub and listens; the others connect to it and reconnect. Both sides send their
whole state as one line of JSON, on every change and as a heartbeat. When a rank's child fails, its
guard waits at most the settle time for news of another rank that

- was lost: its connection ended, or fell silent, without the word that its child is done,
- was evicted: its guard got SIGTERM, or
- had failed before: the hub orders the reports, so that of several failures one counts.

With such news it exits with the reserved code, without with the child's own. A rank that never
connected is not lost, nor is one whose child ended with 0. A guard that got SIGTERM itself passes
the child's code on as it is.

*For how long and for whom a loss is news.* Three rules:

1. A loss concerns the ranks that were running when it happened, for the memory time: launchers may
   hang for many minutes before they fail. A rank that started later, such as the replacement, it
   excuses only while the lost rank has no replacement.
2. The end of a rank that a loss concerns is part of that loss and bears its date. So it concerns no
   replacement, and one loss can neither excuse failures nor restart ranks again and again.
3. The end of rank 0, which holds the rendezvous, ends the run: it concerns for good all that were
   connected to it. They tell the next rank 0 so, for which their ends are older than itself.

With a stop time, a child is stopped that long after the news of a loss that concerns it. An evicted
rank is lost when it is gone: until then its peers can write a last checkpoint with it.

What was earlier, the hub alone says: a guard tells it how long it has been running, so the clocks
of two nodes are never compared. A guard whose connection alone broke is back without a trace.
**Where the guard's network does not work at all, every failure counts**: it never hides one for
want of news. A child that ends with the reserved code itself counts as 1.

The hub trusts who can reach its port: let a NetworkPolicy admit the peers of the Job only. A peer
could at worst have failures ignored, which the Job's activeDeadlineSeconds bounds.

Environment (all but the last five are required):

=========================================  ==================================================
``TRAINING_GUARD_RANK``                    this rank, from 0
``TRAINING_GUARD_RANKS``                   the number of ranks, one per pod
``TRAINING_GUARD_HUB``                     host name of rank 0; need not resolve yet
``TRAINING_GUARD_PORT``                    TCP port of the hub
``TRAINING_GUARD_LOST_PEER_EXIT_CODE``     the reserved code, 3 to 125
``TRAINING_GUARD_SETTLE_SECONDS``          15; longer than the timeout, or silence comes too late
``TRAINING_GUARD_HEARTBEAT_SECONDS``       2; the same on all ranks
``TRAINING_GUARD_TIMEOUT_SECONDS``         10; silence after which a connection counts as ended
``TRAINING_GUARD_MEMORY_SECONDS``          3600; the same on all ranks, longer than launchers take
                                           to notice that a peer is gone (Gloo: 1800)
``TRAINING_GUARD_STOP_AFTER_SECONDS``      0 (never); how long after the loss of a peer the child
                                           gets SIGTERM, and SIGKILL a settle time later; at most
                                           half the memory, best less than a replacement takes to
                                           come. Not for launchers that let one into a run
=========================================  ==================================================

Exit codes: the child's (128 + n after signal n; 126 or 127 if it cannot be started), the reserved
one, or 2 for a fault of the usage or the environment, before the child starts.
"""

import errno
import json
import math
import os
import queue
import random
import re
import selectors
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from typing import Any, Callable, Dict, List, Mapping, NamedTuple, Optional

RUNNING, EVICTED, FAILED, DONE, LOST = "running", "evicted", "failed", "done", "lost"
STATES = (RUNNING, EVICTED, FAILED, DONE)
SPOKE_FIELDS = {"rank", "instance", "state", "age", "outlived"}
HUB_FIELDS = {"instance", "state", "loss"}

FORWARDED = (
    signal.SIGTERM,
    signal.SIGINT,
    signal.SIGHUP,
    signal.SIGQUIT,
    signal.SIGUSR1,
    signal.SIGUSR2,
)

LINE_BYTES = 256
FIRST_RETRY_SECONDS = 0.2
LAST_RETRY_SECONDS = 5.0
LONGEST_AGE_SECONDS = 1e9
USAGE_EXIT_CODE = 2


def log(text: str) -> None:
    with suppress(OSError):  # a closed stderr must not end the training
        os.write(2, f"training-rank-guard: {text}\n".encode("utf-8", "replace"))


class Settings(NamedTuple):
    """The environment, parsed."""

    rank: int
    ranks: int
    hub: str
    port: int
    lost_peer_exit_code: int
    settle: float
    heartbeat: float
    timeout: float
    memory: float
    stop_after: float


def settings_from(environment: Mapping[str, str]) -> Settings:
    """Parse the environment; a ValueError names all its faults, one per line."""
    faults: List[str] = []

    def read(name: str, legal: Callable[[str], object], allowed: str, default: str = "") -> str:
        value = environment.get(f"TRAINING_GUARD_{name}", default)
        if not legal(value):
            got = repr(value) if value else "not set"
            faults.append(f"TRAINING_GUARD_{name} is {got}: allowed are {allowed}")
            return ""
        return value

    def whole(name: str, low: int, high: int) -> int:
        def legal(value: str) -> bool:
            return bool(re.fullmatch("[0-9]{1,9}", value)) and low <= int(value) <= high

        # After a fault, `high`: the bound that makes no further faults of other values.
        return int(read(name, legal, f"whole numbers from {low} to {high}") or high)

    def seconds(name: str, low: float, high: float, default: str) -> float:
        def legal(value: str) -> bool:
            decimal = re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", value)
            return bool(decimal) and low <= float(value) <= high

        return float(read(name, legal, f"numbers from {low:g} to {high:g}", default) or high)

    hub = re.compile("[A-Za-z0-9:][A-Za-z0-9.:-]{0,252}")
    ranks = whole("RANKS", 1, 100000)
    timeout = seconds("TIMEOUT_SECONDS", 0.2, 3600, "10")
    memory = seconds("MEMORY_SECONDS", 0, 86400, "3600")
    settings = Settings(
        rank=whole("RANK", 0, ranks - 1),
        ranks=ranks,
        hub=read("HUB", hub.fullmatch, "host names and addresses"),
        port=whole("PORT", 1, 65535),
        lost_peer_exit_code=whole("LOST_PEER_EXIT_CODE", 3, 125),
        settle=seconds("SETTLE_SECONDS", 0.1, 3600, "15"),
        heartbeat=seconds("HEARTBEAT_SECONDS", 0.1, timeout / 2, "2"),
        timeout=timeout,
        memory=memory,
        # Forgotten before it is acted on, a loss would never stop anybody.
        stop_after=seconds("STOP_AFTER_SECONDS", 0, memory / 2, "0"),
    )
    if faults:
        raise ValueError("\n".join(faults))
    return settings


class Loss(NamedTuple):
    """News of another rank that explains a failure."""

    rank: int
    why: str  # LOST, EVICTED or FAILED
    concerns: bool  # whether who hears it was running when it happened


class _Member:
    """What the guard of a rank last said of itself."""

    def __init__(self, instance: str, started: float) -> None:
        self.instance = instance
        self.started = started
        self.state = RUNNING
        self.outlived = False


class _Entry:
    """A loss as the roll keeps it."""

    def __init__(self, rank: int, why: str, at: float) -> None:
        self.rank = rank
        self.why = why
        self.at = at  # infinity: evicted, not gone yet; minus infinity: of a run before the hub
        self.replaced = False


class Roll:
    """What the hub knows of the ranks: the latest state of each, and the losses.

    All times are of the hub's clock.
    """

    def __init__(self, memory: float) -> None:
        self._memory = memory
        self._members: Dict[int, _Member] = {}
        self._losses: Dict[str, _Entry] = {}  # by the instance that was lost, in their order

    def state(self, rank: int) -> Optional[str]:
        member = self._members.get(rank)
        return None if member is None else member.state

    def report(
        self,
        rank: int,
        instance: str,
        state: str,
        now: float,
        age: float = 0,
        outlived: bool = False,
    ) -> bool:
        """Take in what a guard says of itself; whether the losses have changed.

        An instance is one run of a guard, which has taken `age` seconds so far: another one of the
        same rank is a replacement. It has outlived a rank 0 if it is of the run of an earlier one.
        """
        member = self._members.get(rank)
        changed = False
        if member is None or member.instance != instance:
            newer = _Member(instance, now - age)
            if member is not None:
                self._replace(rank, member, newer, now)
                changed = True
            self._members[rank] = member = newer
        elif member.state == LOST:
            del self._losses[instance]  # only the connection had ended
            log(f"rank {rank} is back")
            changed = True
        before, member.state, member.outlived = member.state, state, outlived
        if state in (EVICTED, FAILED) and before != state:
            self._add(rank, state, self._date(rank, now) if state == FAILED else math.inf)
            changed = True
        return changed

    def drop(self, rank: int, now: float) -> None:
        """The connection of a rank has ended, which is a loss unless its state explains it."""
        member = self._members.get(rank)
        if member is not None and member.state in (RUNNING, EVICTED):
            why = EVICTED if member.state == EVICTED else LOST
            member.state = LOST
            self._add(rank, why, self._date(rank, now))

    def loss_for(self, rank: int, now: float) -> Optional[Loss]:
        """The loss of another rank that explains a failure of this one, now or when it failed."""
        member = self._members[rank]
        explains: Optional[Loss] = None
        failed = False
        for instance, entry in self._losses.items():
            if instance == member.instance:
                failed = entry.why == FAILED
            elif entry.rank == rank or (failed and entry.why == FAILED):
                continue
            elif self._concerns(entry, member, now):
                return Loss(entry.rank, entry.why, True)
            elif not entry.replaced:
                explains = explains or Loss(entry.rank, entry.why, False)
        return explains

    def _concerns(self, entry: _Entry, member: _Member, now: float) -> bool:
        return member.started < entry.at <= now <= entry.at + self._memory

    def _date(self, rank: int, now: float) -> float:
        """When a rank was lost that ends now: its end is part of the loss that it follows."""
        member = self._members[rank]
        if member.outlived:
            return -math.inf
        follows = [
            entry.at
            for entry in self._losses.values()
            if entry.rank != rank and self._concerns(entry, member, now)
        ]
        return min(follows, default=now)

    def _add(self, rank: int, why: str, at: float) -> None:
        instance = self._members[rank].instance
        self._losses.pop(instance, None)
        self._losses[instance] = _Entry(rank, why, at)
        log(f"rank {rank}: {why}")

    def _replace(self, rank: int, older: _Member, newer: _Member, now: float) -> None:
        self.drop(rank, now)  # it must have ended, even if nobody saw it end
        log(f"rank {rank} has a replacement")
        loss = self._losses.get(older.instance)
        if loss is not None:
            loss.replaced = True
            loss.at = min(loss.at, newer.started)  # it may have been noticed late
        for instance, entry in list(self._losses.items()):
            if entry.replaced and now > entry.at + self._memory:
                del self._losses[instance]


class Link:
    """A connection that carries JSON objects, one a line, of bounded length."""

    def __init__(self, connection: socket.socket, now: float) -> None:
        connection.setblocking(False)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket = connection
        self.heard = now  # the last valid message, or the start
        self._received = b""
        self._unsent = b""

    def receive(self) -> Optional[List[Any]]:
        """The messages that have arrived, or None: the end, an error or a malformed line."""
        try:
            data = self.socket.recv(4096)
        except BlockingIOError:
            return []
        except OSError:
            return None
        *lines, self._received = (self._received + data).split(b"\n")
        if not data or any(len(line) > LINE_BYTES for line in (*lines, self._received)):
            return None
        try:
            return [json.loads(line) for line in lines]
        except (ValueError, RecursionError):
            return None

    def send(self, message: Dict[str, Any]) -> None:
        """Send what fits: a message that waits behind another is left to the next heartbeat."""
        self._flush()
        if not self._unsent:
            self._unsent = json.dumps(message).encode("ascii") + b"\n"
            self._flush()

    def _flush(self) -> None:
        with suppress(OSError):  # would block, or broken, which receive() then tells
            while self._unsent:
                self._unsent = self._unsent[self.socket.send(self._unsent) :]


class Told:
    """What another rank knows of rank 0, and from it."""

    def __init__(self) -> None:
        self.loss: Optional[Loss] = None  # what explains a failure of this rank
        self.outlived = False  # whether it is of a run whose rank 0 is gone
        self._instance = ""  # the rank 0 of its run, and the last state of that
        self._state = RUNNING

    def hear(self, instance: str, state: str, loss: Optional[Loss]) -> None:
        """Take in what a hub says: another instance is a replacement of rank 0."""
        if self.outlived and instance == self._instance:
            log("rank 0 is back")
            self.outlived = False  # only the connection had ended
        if self.outlived:
            return
        if loss is not None and loss != self.loss:
            log(f"rank {loss.rank}: {loss.why}")
        self._instance, self._state, self.loss = instance, state, loss

    def gone(self) -> None:
        """The connection to the hub has ended, which is a loss unless its state explains it."""
        if self.outlived:
            return
        if self._state in (RUNNING, EVICTED):
            self.loss = Loss(0, EVICTED if self._state == EVICTED else LOST, True)
            log(f"rank 0: {self.loss.why}")
        self.outlived = self.loss is not None and self.loss.concerns


class Network:
    """The other ranks, as the guard asks about them. This base is a rank that knows no other."""

    settle = 0.0  # how long news may still come after a failure

    def announce(self, state: str) -> None:
        """The state of this rank has changed."""

    def loss(self, now: float) -> Optional[Loss]:
        """The loss of another rank that explains a failure of this one."""
        return None

    def tick(self, now: float) -> float:
        """Do what is due, and return when to be called again."""
        return math.inf

    def may_leave(self, now: float, ended: float) -> bool:
        """Whether no other rank needs this guard any more, whose child ended at `ended`."""
        return True


class HubLink(Link):
    """A connection as the hub sees it; whose it is, its first message says."""

    rank: Optional[int] = None
    instance = ""
    failed_at = -math.inf


class Hub(Network):
    """Rank 0: listens, keeps the roll, and tells every rank what explains its failure."""

    def __init__(self, settings: Settings, selector: selectors.BaseSelector) -> None:
        self.settle = settings.settle
        self._settings = settings
        self._selector = selector
        self._instance = os.urandom(16).hex()
        self._state = RUNNING
        self._roll = Roll(settings.memory)
        self._links: List[HubLink] = []
        self._ranks: Dict[int, HubLink] = {}
        self._changed = False  # whether the ranks are still to be told of a change
        self._accepting = False
        self._next_beat = 0.0
        self._listener = listen(settings.port)
        self.announce(RUNNING)

    def announce(self, state: str) -> None:
        self._state = state
        self._roll.report(0, self._instance, state, time.monotonic())
        self._changed = True

    def loss(self, now: float) -> Optional[Loss]:
        return self._roll.loss_for(0, now)

    def tick(self, now: float) -> float:
        for link in list(self._links):
            if now - link.heard > self._settings.timeout:
                self._close(link)
        if now >= self._next_beat:
            self._next_beat = now + self._settings.heartbeat
            self._changed = True
            if not self._accepting:
                self._selector.register(self._listener, selectors.EVENT_READ, self._accept)
                self._accepting = True
        if self._changed:
            self._changed = False
            for link in self._ranks.values():
                self._tell(link, now)
        return self._next_beat

    def may_leave(self, now: float, ended: float) -> bool:
        # A rank that waits for its verdict would take the end of the hub for the loss of rank 0.
        wait = self.settle + self._settings.heartbeat
        if any(now < link.failed_at + wait for link in self._ranks.values()):
            return False
        # After a good end there may still be failures to put in order.
        running = any(self._roll.state(rank) == RUNNING for rank in self._ranks)
        return self._state != DONE or not running or now >= ended + self.settle

    def _accept(self) -> None:
        try:
            connection, _ = self._listener.accept()
        except OSError:
            # Aborted, or no file descriptors: try again at the next heartbeat, not in a busy loop.
            self._selector.unregister(self._listener)
            self._accepting = False
            return
        link = HubLink(connection, time.monotonic())
        self._links.append(link)
        self._selector.register(connection, selectors.EVENT_READ, lambda: self._read(link))

    def _read(self, link: HubLink) -> None:
        if link not in self._links:
            return  # closed by an event of the same round
        messages = link.receive()
        if messages is None or not all(self._take(link, message) for message in messages):
            self._close(link)

    def _take(self, link: HubLink, message: Any) -> bool:
        """Take in one message; whether to go on with the connection."""
        if not isinstance(message, dict) or message.keys() != SPOKE_FIELDS:
            return False
        rank, instance, state = message["rank"], message["instance"], message["state"]
        age, outlived = message["age"], message["outlived"]
        if type(rank) is not int or not 1 <= rank < self._settings.ranks:
            return False
        if not is_instance(instance) or state not in STATES:
            return False
        if type(age) is not float or not 0 <= age <= LONGEST_AGE_SECONDS:
            return False
        if type(outlived) is not bool:
            return False
        now = time.monotonic()
        first = link.rank is None
        if first:
            older = self._ranks.get(rank)
            self._ranks[rank] = link
            link.rank, link.instance = rank, instance
            if older is not None:
                self._close(older)
            log(f"rank {rank} has connected")
        if (link.rank, link.instance) != (rank, instance):
            return False
        link.heard = now
        if state == FAILED and link.failed_at < 0:
            link.failed_at = now
        self._changed |= self._roll.report(rank, instance, state, now, age, outlived)
        if first:
            self._tell(link, now)
        return bool(state != DONE)  # the end of the connection tells the rank that we know

    def _tell(self, link: HubLink, now: float) -> None:
        assert link.rank is not None
        loss = self._roll.loss_for(link.rank, now)
        link.send({"instance": self._instance, "state": self._state, "loss": loss})

    def _close(self, link: HubLink) -> None:
        self._selector.unregister(link.socket)
        link.socket.close()
        self._links.remove(link)
        if link.rank is not None and self._ranks.get(link.rank) is link:
            del self._ranks[link.rank]
            self._roll.drop(link.rank, time.monotonic())
            self._changed = True


class Spoke(Network):
    """Any other rank: keeps a connection to the hub and remembers what the hub has told."""

    def __init__(self, settings: Settings, selector: selectors.BaseSelector, wake: int) -> None:
        self.settle = settings.settle
        self._settings = settings
        self._selector = selector
        self._wake = wake
        self._instance = os.urandom(16).hex()
        self._started = time.monotonic()
        self._state = RUNNING
        self._told = Told()
        self._link: Optional[Link] = None
        self._confirmed = False  # whether a hub has answered on the link
        self._dialling = False
        self._dialled: "queue.SimpleQueue[Optional[socket.socket]]" = queue.SimpleQueue()
        self._delay = FIRST_RETRY_SECONDS
        self._due = 0.0  # the next heartbeat, or without a link the next attempt

    def announce(self, state: str) -> None:
        self._state = state
        if self._link is not None:
            self._tell(self._link)
        else:
            self._due = 0.0

    def loss(self, now: float) -> Optional[Loss]:
        return self._told.loss

    def tick(self, now: float) -> float:
        if self._dialling:
            if self._dialled.empty():
                return math.inf  # the thread wakes us
            self._dialling = False
            self._connected(self._dialled.get(), now)
        if self._link is not None:
            if now - self._link.heard > self._settings.timeout:
                self._drop(self._link)
            elif now >= self._due:
                self._tell(self._link)
        elif now >= self._due:
            self._dialling = True
            threading.Thread(target=self._dial, daemon=True).start()
            return math.inf
        return self._due

    def may_leave(self, now: float, ended: float) -> bool:
        # The hub must hear that we are done, or it would take our end for a loss.
        return self._state != DONE or not self._confirmed or now >= ended + self.settle

    def _dial(self) -> None:
        """In a thread, because a name look-up keeps no time limit, and signals cannot wait."""
        connection = None
        with suppress(OSError, UnicodeError):
            connection = socket.create_connection(
                (self._settings.hub, self._settings.port), self._settings.timeout
            )
        self._dialled.put(connection)
        os.write(self._wake, b"\0")

    def _connected(self, connection: Optional[socket.socket], now: float) -> None:
        if connection is None:
            self._retry()
            return
        link = Link(connection, now)
        self._link = link
        self._selector.register(connection, selectors.EVENT_READ, lambda: self._read(link))
        self._tell(link)

    def _retry(self) -> None:
        self._due = time.monotonic() + self._delay * random.uniform(0.5, 1)
        self._delay = min(2 * self._delay, LAST_RETRY_SECONDS)

    def _read(self, link: Link) -> None:
        messages = link.receive()
        if messages is None or not all(self._take(link, message) for message in messages):
            self._drop(link)

    def _take(self, link: Link, message: Any) -> bool:
        """Take in one message; False if it is malformed."""
        if not isinstance(message, dict) or message.keys() != HUB_FIELDS:
            return False
        instance, state, loss = message["instance"], message["state"], message["loss"]
        if not is_instance(instance) or state not in STATES:
            return False
        if loss is not None and not self._is_loss(loss):
            return False
        if not self._confirmed:
            log("connected to the hub")
            self._confirmed = True
            self._delay = FIRST_RETRY_SECONDS
            self._due = 0.0  # whether this rank has outlived a rank 0, it knows only now
        link.heard = time.monotonic()
        self._told.hear(instance, state, None if loss is None else Loss(*loss))
        return True

    def _is_loss(self, value: Any) -> bool:
        if not isinstance(value, list) or [type(item) for item in value] != [int, str, bool]:
            return False
        return 0 <= value[0] < self._settings.ranks and value[1] in (LOST, EVICTED, FAILED)

    def _tell(self, link: Link) -> None:
        now = time.monotonic()
        message = {
            "rank": self._settings.rank,
            "instance": self._instance,
            "state": self._state,
            "age": round(now - self._started, 3),
            "outlived": self._told.outlived,
        }
        link.send(message)
        self._due = now + self._settings.heartbeat

    def _drop(self, link: Link) -> None:
        self._selector.unregister(link.socket)
        link.socket.close()
        self._link = None
        if self._confirmed:
            self._confirmed = False
            self._told.gone()
        self._retry()


def is_instance(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch("[0-9a-f]{32}", value) is not None


def listen(port: int) -> socket.socket:
    """A listening socket for both families, or for IPv4 where there is no IPv6."""
    try:
        listener = socket.socket(socket.AF_INET6)
        listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    except OSError:
        listener = socket.socket(socket.AF_INET)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("", port))
        listener.listen(1024)
        listener.setblocking(False)
    except OSError:
        listener.close()
        raise
    return listener


class Guard:
    """Runs the command, and gives its failure a verdict."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._wake, self._wake_end = os.pipe()
        os.set_blocking(self._wake, False)
        os.set_blocking(self._wake_end, False)
        self._selector = self._new_selector()
        self._network = Network()
        self._process: Optional["subprocess.Popen[bytes]"] = None
        self._child: Optional[int] = None  # process id, while it runs
        self._code = 0  # of the child, when it has ended
        self._ended = 0.0
        self._evicted = False
        self._lost_since = math.inf
        self._stopped = False  # whether the child was told to stop because of a loss
        self._kill_at = math.inf
        self._verdict: Optional[int] = None

    def run(self, command: List[str]) -> int:
        """Run the command to its end and return the exit code of the guard."""
        signal.set_wakeup_fd(self._wake_end, warn_on_full_buffer=False)
        for number in (signal.SIGCHLD, *FORWARDED):
            signal.signal(number, lambda *_: None)  # the wake-up pipe gets its number
        self._network = self._join()
        self._start(command)
        while True:
            try:
                if self._step() and self._verdict is not None:
                    return self._verdict
            except Exception as error:
                if type(self._network) is Network:
                    raise
                # A defect of the network part must not end the training.
                log(f"goes on without the other ranks, every failure counts: {error!r}")
                self._selector.close()
                self._selector = self._new_selector()
                self._network = Network()

    def _new_selector(self) -> selectors.BaseSelector:
        selector = selectors.DefaultSelector()
        selector.register(self._wake, selectors.EVENT_READ, self._woken)
        return selector

    def _join(self) -> Network:
        if self._settings.ranks == 1:
            return Network()
        if self._settings.rank > 0:
            return Spoke(self._settings, self._selector, self._wake_end)
        try:
            return Hub(self._settings, self._selector)
        except OSError as error:
            log(f"cannot listen on port {self._settings.port}, every failure counts: {error}")
            return Network()

    def _start(self, command: List[str]) -> None:
        try:
            # Kept, because its finalizer would reap the child and lose the exit code.
            self._process = subprocess.Popen(command)
            self._child = self._process.pid
        except OSError as error:
            log(f"cannot start {command[0]!r}: {error}")
            self._end(127 if error.errno == errno.ENOENT else 126)

    def _step(self) -> bool:
        """One turn of the loop; whether the guard is through."""
        now = time.monotonic()
        deadlines = [self._network.tick(now)]
        if self._child is not None:
            deadlines.append(self._stop_if_lost(now))
        elif self._verdict is None:
            deadlines.append(self._ended + self._network.settle)
            self._judge(now)
        if self._verdict is not None:
            if self._evicted or self._network.may_leave(now, self._ended):
                return True
        timeout = min(deadlines) - now
        events = self._selector.select(None if math.isinf(timeout) else max(0, timeout))
        for key, _ in events:
            key.data()
        return False

    def _stop_if_lost(self, now: float) -> float:
        """Stop a child whose run has lost a peer, in due time; return when to look again."""
        if self._stopped:
            if now >= self._kill_at:
                self._kill_at = math.inf
                self._signal_child(signal.SIGKILL)
            return self._kill_at
        loss = self._network.loss(now)
        if loss is None or not loss.concerns or self._evicted or not self._settings.stop_after:
            self._lost_since = math.inf
            return math.inf
        self._lost_since = min(self._lost_since, now)
        if now >= self._lost_since + self._settings.stop_after:
            log(f"rank {loss.rank} is gone, {loss.why}: stops the child")
            self._stopped = True
            self._kill_at = now + self._settings.settle
            self._signal_child(signal.SIGTERM)
            return self._kill_at
        return self._lost_since + self._settings.stop_after

    def _judge(self, now: float) -> None:
        """Give the end of the child its verdict, unless there may still be news."""
        lost_peer = self._settings.lost_peer_exit_code
        loss = self._network.loss(now)
        verdict = self._code
        if self._evicted:
            why = "this rank was evicted"
        elif self._stopped:
            verdict, why = lost_peer, "it was stopped after the loss of a peer"
        elif self._code == 0:
            why = "done"
        elif loss is not None:
            verdict, why = lost_peer, f"follows rank {loss.rank}, {loss.why}"
        elif now < self._ended + self._network.settle:
            return
        else:
            verdict = 1 if self._code == lost_peer else self._code
            why = "its own failure, no other rank is known to be lost"
        log(f"rank {self._settings.rank}: child ended with {self._code}, exits {verdict}: {why}")
        self._verdict = verdict

    def _woken(self) -> None:
        """Signals have come, or a name look-up has ended (number 0)."""
        for number in os.read(self._wake, 4096):
            if number in FORWARDED:
                self._signal_child(number)
            if number == signal.SIGTERM:
                self._evicted = True
                if self._child is not None:
                    self._network.announce(EVICTED)
        while True:
            try:
                process, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if process == 0:
                return
            if process == self._child:  # others are orphans that PID 1 inherits
                signaled = os.WIFSIGNALED(status)
                self._end(128 + os.WTERMSIG(status) if signaled else os.WEXITSTATUS(status))

    def _signal_child(self, number: int) -> None:
        if self._child is not None:
            os.kill(self._child, number)

    def _end(self, code: int) -> None:
        self._child = None
        self._code = code
        self._ended = time.monotonic()
        if not self._evicted:
            self._network.announce(DONE if code == 0 and not self._stopped else FAILED)


def main(arguments: List[str], environment: Mapping[str, str]) -> int:
    if len(arguments) < 2 or arguments[0] != "--":
        log("usage: python3 -m training_rank_guard -- COMMAND ARGS...")
        return USAGE_EXIT_CODE
    try:
        settings = settings_from(environment)
    except ValueError as faults:
        for fault in str(faults).splitlines():
            log(fault)
        return USAGE_EXIT_CODE
    return Guard(settings).run(arguments[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
