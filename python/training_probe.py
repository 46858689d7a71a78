# SPDX-License-Identifier: Apache-2.0
"""What a training pod can do on this cluster: asked from inside, printed as a table.

    python3 training_probe.py /config/probe.json

Runs in a pod of the same shape as a training job, and a second time, as its *control*, in a pod that no
policy shuts: an address that does not even answer the control proves nothing by not answering the probe.
Nothing is changed beyond files of its own, which it removes; every connection ends after the handshake.

The questions (`ProbeJob` of training-isolation writes them):

``role``      ``training`` or ``control``
``targets``   list of ``{"name", "address", "expect"}``: ``address`` is ``host:port``, where ``NODE`` stands for
              the pod's node (``TRAINING_PROBE_NODE``); ``expect`` is ``open``, ``shut`` or ``report``,
              which is printed and not judged
``names``     names that must resolve
``writable``  folders that must be writable, ``readonly`` folders that must not

The last line of the output is the whole table as JSON. Exit code 0 if everything is as expected, 1 if not, 2 for a fault
of the usage.
"""

import contextlib
import ctypes
import json
import os
import resource
import socket
import sys
import threading
import uuid
from typing import Any, Dict, List, NamedTuple, Sequence, Tuple

TIMEOUT_SECONDS = 3.0
CLONE_NEWUSER, CLONE_NEWNS = 0x10000000, 0x00020000


class Answer(NamedTuple):
    """One row of the table."""

    question: str
    expected: str
    found: str
    holds: bool


def split(address: str, node: str) -> Tuple[str, int]:
    """``host:port``, with the node's address in the place of ``NODE``."""
    host, _, port = address.rpartition(":")
    return (node if host == "NODE" else host), int(port)


def connect(address: str, node: str) -> str:
    """``open``, or how the attempt ended."""
    try:
        socket.create_connection(split(address, node), TIMEOUT_SECONDS).close()
        return "open"
    except socket.gaierror as error:
        return f"name not resolved: {error.strerror}"
    except OSError as error:
        return "timeout" if isinstance(error, (TimeoutError, socket.timeout)) else str(error.strerror)


def reach(targets: Sequence[Dict[str, str]], node: str, role: str) -> List[Answer]:
    """Tries all targets at once. The control has to reach what the probe has to be kept from."""
    found: Dict[str, str] = {}

    def attempt(target: Dict[str, str]) -> None:
        found[target["name"]] = connect(target["address"], node)

    threads = [threading.Thread(target=attempt, args=(target,), daemon=True) for target in targets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(4 * TIMEOUT_SECONDS)
    answers = []
    for target in targets:
        expected = target["expect"]
        if role == "control" and expected != "report":
            expected = "open"
        outcome = found.get(target["name"], "timeout")
        holds = expected == "report" or (outcome == "open") == (expected == "open")
        question = f"{target['name']} ({target['address']})"
        answers.append(Answer(question, expected, outcome, holds))
    return answers


def resolve(names: Sequence[str]) -> List[Answer]:
    answers = []
    for name in names:
        try:
            found = socket.getaddrinfo(name, None)[0][4][0]
            answers.append(Answer(f"name {name}", "resolves", str(found), True))
        except OSError as error:
            answers.append(Answer(f"name {name}", "resolves", str(error.strerror), False))
    return answers


def write(folder: str) -> str:
    """``written``, or why not. A folder that does not exist says nothing, so it must."""
    path = os.path.join(folder, f".training-probe-{uuid.uuid4().hex}")
    try:
        with open(path, "x", encoding="ascii") as file:
            file.write("probe")
    except FileNotFoundError:
        return "there is no such folder"
    except OSError as error:
        return str(error.strerror)
    with contextlib.suppress(OSError):  # where nothing can be deleted, such as on create-only mounts
        os.unlink(path)
    return "written"


def files(writable: Sequence[str], readonly: Sequence[str]) -> List[Answer]:
    answers = []
    for folder in writable:
        found = write(folder)
        answers.append(Answer(f"write to {folder}", "written", found, found == "written"))
    for folder in readonly:
        found = write(folder)
        refused = found not in ("written", "there is no such folder")
        answers.append(Answer(f"write to {folder}", "refused", found, refused))
    return answers


def process_status() -> Dict[str, str]:
    with open("/proc/self/status", encoding="utf-8") as file:
        pairs = (line.split(":", 1) for line in file if ":" in line)
        return {name: value.strip() for name, value in pairs}


def rights() -> List[Answer]:
    """What the kernel says of this process, whatever the manifest says."""
    status = process_status()
    capabilities = status.get("CapBnd", "missing")
    libc = ctypes.CDLL(None, use_errno=True)
    answers = [
        Answer("user", "not root", str(os.getuid()), os.getuid() != 0),
        Answer("capabilities", "none", capabilities, set(capabilities) == {"0"}),
        _equal("no new privileges", "1", status.get("NoNewPrivs", "missing")),
        _equal("system calls filtered", "2", status.get("Seccomp", "missing")),
        _denied("make namespaces", libc.unshare(CLONE_NEWUSER | CLONE_NEWNS)),
        _denied("mount", libc.mount(b"none", b"/tmp", b"tmpfs", 0, None)),
    ]
    token = os.path.exists("/var/run/secrets/kubernetes.io/serviceaccount/token")
    answers.append(Answer("token of the cluster", "absent", "present" if token else "absent", not token))
    locked, _ = resource.getrlimit(resource.RLIMIT_MEMLOCK)
    shown = "unlimited" if locked == resource.RLIM_INFINITY else f"{locked} bytes"
    answers.append(Answer("memory that may be locked, for RDMA", "report", shown, True))
    return answers


def _equal(question: str, expected: str, found: str) -> Answer:
    return Answer(question, expected, found, found == expected)


def _denied(question: str, result: int) -> Answer:
    found = "done" if result == 0 else os.strerror(ctypes.get_errno())
    return Answer(question, "refused", found, result != 0)


def table(answers: Sequence[Answer]) -> str:
    rows = [("", "question", "expected", "found")]
    rows += [("ok" if a.holds else "NO", a.question, a.expected, a.found) for a in answers]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows)


def ask(questions: Dict[str, Any], node: str) -> List[Answer]:
    role = questions["role"]
    answers = resolve(questions["names"]) + reach(questions["targets"], node, role)
    if role == "training":
        answers += rights() + files(questions["writable"], questions["readonly"])
    return answers


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 1:
        print("usage: python3 training_probe.py QUESTIONS.json", file=sys.stderr)
        return 2
    with open(arguments[0], encoding="utf-8") as file:
        questions = json.load(file)
    if questions.get("role") not in ("training", "control"):
        print(f"role is {questions.get('role')!r}: allowed are training and control", file=sys.stderr)
        return 2
    answers = ask(questions, os.environ.get("TRAINING_PROBE_NODE", ""))
    wrong = sum(not answer.holds for answer in answers)
    print(table(answers))
    print(f"\n{questions['role']}: {len(answers) - wrong} as expected, {wrong} not\n")
    print(json.dumps([answer._asdict() for answer in answers]), flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
