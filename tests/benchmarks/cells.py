"""The benchmark of cells: one call beside its bare rule, and 10,000 salaries in one call.

    python tests/benchmarks/cells.py [--without-numpy]

The bare rule is the rule with its figures, and the reading of pounds into pence and back that any call needs.
"""

import sys
import time
from collections.abc import Callable
from datetime import date
from statistics import median
from typing import Any

import payband
from payband.calendar import day_from
from payband.units import pence_from, pounds

ROUNDS = 5
CALLS = 20_000
SALARIES = [30_000.25 + number for number in range(10_000)]
POINTS = [[number, 28_000 + number * 500] for number in range(40)]
COLUMNS: dict[str, Callable[[], object]] = {
    "EMPLOYERNI": lambda: payband.employer_ni(SALARIES, "31/05/2025"),
    "EMPLOYERCOST": lambda: payband.employer_cost(SALARIES, "2025-26", "19.6%"),
    "SLOTSALARY": lambda: payband.slot_salary(SALARIES, POINTS, "nearest", "higher"),
}


def timed(work: Callable[[], object]) -> float:
    """Seconds that a piece of work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Prints the times of single calls and of columns."""
    with_numpy = "--without-numpy" not in sys.argv
    if not with_numpy:
        sys.modules["numpy"] = None  # type: ignore[assignment]  # as where it is not installed
    function: Any = payband.employer_ni
    day = date(2025, 5, 31)

    def bare() -> None:
        for _ in range(CALLS):
            pounds(function.rule(pence_from(3000.5), day_from(day)))

    def called() -> None:
        for _ in range(CALLS):
            function(3000.5, day)

    rule, call = (median(each) for each in zip(*((timed(bare), timed(called)) for _ in range(ROUNDS)), strict=True))
    print(f"one call of EMPLOYERNI: {call / CALLS * 1e6:.1f} microseconds, {call / rule:.2f} times its bare rule")
    for name, column in COLUMNS.items():
        column()  # the first call imports
        seconds = median(timed(column) for _ in range(ROUNDS))
        print(f"10,000 salaries in one call of {name}, {'with' if with_numpy else 'without'} NumPy: {seconds:.4f} s")


if __name__ == "__main__":
    main()
