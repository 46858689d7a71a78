# SPDX-License-Identifier: Apache-2.0
"""The probe, against ports and folders of this machine."""

import contextlib
import io
import json
import os
import socket
import sys
import tempfile
import unittest
from typing import Any, Dict, List, Tuple

HERE = os.path.dirname(os.path.abspath(__file__))
MODULES = os.path.normpath(os.path.join(HERE, "..", "..", "python"))

sys.dont_write_bytecode = True
sys.path.insert(0, MODULES)
import training_probe  # noqa: E402


class ProbeTest(unittest.TestCase):
    def setUp(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(self.listener.close)
        self.open = f"127.0.0.1:{self.listener.getsockname()[1]}"
        with socket.create_server(("127.0.0.1", 0)) as closed:
            self.closed = f"127.0.0.1:{closed.getsockname()[1]}"
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def reach(self, role: str, address: str, expect: str) -> training_probe.Answer:
        targets = [{"name": "target", "address": address, "expect": expect}]
        return training_probe.reach(targets, "127.0.0.1", role)[0]

    def test_an_open_address_is_as_expected_where_it_has_to_be_open_and_only_there(self) -> None:
        self.assertTrue(self.reach("training", self.open, "open").holds)
        self.assertFalse(self.reach("training", self.open, "shut").holds)

    def test_a_shut_address_is_as_expected_where_it_has_to_be_shut_and_only_there(self) -> None:
        self.assertTrue(self.reach("training", self.closed, "shut").holds)
        self.assertFalse(self.reach("training", self.closed, "open").holds)

    def test_the_control_has_to_reach_what_the_probe_is_kept_from(self) -> None:
        self.assertTrue(self.reach("control", self.open, "shut").holds)
        self.assertFalse(self.reach("control", self.closed, "shut").holds)

    def test_what_is_only_reported_is_never_wrong(self) -> None:
        for address in (self.open, self.closed):
            self.assertTrue(self.reach("training", address, "report").holds)

    def test_the_node_stands_for_the_address_of_the_node(self) -> None:
        self.assertEqual(training_probe.split("NODE:10250", "10.0.0.7"), ("10.0.0.7", 10250))

    def test_a_name_that_nobody_has_is_not_open(self) -> None:
        answer = self.reach("training", "nobody.invalid:80", "open")
        self.assertFalse(answer.holds)
        self.assertNotEqual(answer.found, "open")

    def test_a_folder_is_tried_by_writing_and_left_as_it_was(self) -> None:
        self.assertEqual(training_probe.write(self.folder), "written")
        self.assertEqual(os.listdir(self.folder), [])

    def test_a_folder_that_does_not_exist_is_no_refusal(self) -> None:
        answer = training_probe.files([], [os.path.join(self.folder, "missing")])[0]
        self.assertFalse(answer.holds)

    def run_main(self, questions: Dict[str, Any]) -> Tuple[int, List[str]]:
        path = os.path.join(self.folder, "probe.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(questions, file)
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            code = training_probe.main([path])
        return code, output.getvalue().splitlines()

    def test_the_control_prints_a_table_and_the_same_as_json_and_says_what_is_wrong(self) -> None:
        targets = [
            {"name": "alive", "address": self.open, "expect": "shut"},
            {"name": "dead", "address": self.closed, "expect": "shut"},
        ]
        code, lines = self.run_main({"role": "control", "names": [], "targets": targets})
        self.assertEqual(code, 1)
        self.assertRegex(lines[1], r"^ok +alive \(127\.0\.0\.1:\d+\) +open +open$")
        self.assertRegex(lines[2], r"^NO +dead ")
        self.assertIn("control: 1 as expected, 1 not", lines)
        self.assertEqual([row["holds"] for row in json.loads(lines[-1])], [True, False])

    def test_a_control_with_everything_in_its_place_ends_with_0(self) -> None:
        targets = [{"name": "alive", "address": self.open, "expect": "shut"}]
        self.assertEqual(self.run_main({"role": "control", "names": [], "targets": targets})[0], 0)

    def test_another_role_is_a_fault_of_the_usage(self) -> None:
        with contextlib.redirect_stderr(io.StringIO()):
            self.assertEqual(self.run_main({"role": "other"})[0], 2)


if __name__ == "__main__":
    unittest.main()
