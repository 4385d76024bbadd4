"""The same review has the same answers again, whatever order Python happens to keep its sets in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REVIEWS = (0, 6, 11, 17, 23, 31)
"""Generated reviews; the sixth has profiles of which some have no rates in some years of the horizon."""

ANSWERS = """
import payband
from payband.library import fingerprint
from tests.net.generated import generated
for number in %r:
    results = payband.Review(**generated(number)).calculate()
    print(number, fingerprint(results.figures_used), results.warnings)
    print([rows.records() for name, rows in results.tables.items() if name != "RunLog"])
    print(results.outlook.warnings)
"""


def test_answers_notes_and_figures_used_do_not_depend_on_the_order_of_a_set() -> None:
    said = set()
    for seed in ("1", "2", "3", "4"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-c", ANSWERS % (REVIEWS,)],
            env=environment, capture_output=True, text=True, check=True, cwd=ROOT,
        )  # fmt: skip
        said.add(done.stdout)
    assert len(said) == 1
