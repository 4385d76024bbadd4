"""The benchmark: payband's rules beside a plain pandas version in floats and beside merely copying the columns.

    python tests/benchmarks/run.py [POSTS]

Then the way of a cell, a whole review from workbook to workbook, the writing and changing of workbooks, a table of
posts from Parquet to Parquet, and many scenarios: the modules benchmark_*.py say what each stands beside. It takes
about seven minutes. Each is timed several times in turn within this one run, and the medians are given as ratios:
seconds depend on the machine, ratios hardly do. The float version is how such a model is commonly written; how many of
its totals are a penny or more off is printed too.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median

import numpy as np
import pandas as pd

from payband.calendar import FinancialYear
from payband.rules.cost.on_costs import OnCostTerms, on_costs_of_year
from payband.rules.protection import Protection, cost_between, spells

ROUNDS = 5
OTHERS = ("review", "workbooks", "posts", "scale", "scenarios")
CHUNK = 65_536  # rows that stay in a processor's cache from one step to the next

YEAR = FinancialYear(2025)
TERMS = OnCostTerms(pension_rate=1960)
PROTECTION = Protection(date(2025, 4, 15), date(2027, 4, 14))


def posts(count: int) -> pd.DataFrame:
    """Made-up posts: a salary before and after in pounds and pence."""
    random = np.random.default_rng(2011)
    before = random.integers(2_200_000, 13_000_000, count)
    after = before - random.integers(-200_000, 900_000, count)
    return pd.DataFrame({"before": before / 100, "after": after / 100})


def kernel(before: np.ndarray, after: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Employer cost and two years' protection of each post, in pence, in chunks, by payband's rules."""
    cost, protection = np.empty_like(before), np.empty_like(before)
    for start in range(0, len(before), CHUNK):
        rows = slice(start, start + CHUNK)
        cost[rows] = after[rows] + on_costs_of_year(after[rows], YEAR, TERMS).total
        protection[rows] = cost_between(
            spells(before[rows], after[rows], PROTECTION), PROTECTION.starts_on, PROTECTION.ends_on
        )
    return cost, protection


def pandas_floats(frame: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """The same in pounds as floats, month by month with `.round(2)`, as a hand-written model has it."""
    cost = frame["after"] + (frame["after"] * 0.196).round(2)
    for _ in range(12):
        month = (frame["after"] / 12).round(2)
        lower = ((month.clip(upper=4189) - 417).clip(lower=0) * 0.15).round(2)
        upper = ((month - 4189).clip(lower=0) * 0.15).round(2)
        cost = cost + lower + upper
    gap = (frame["before"] - frame["after"]).clip(lower=0)
    protection = (gap / 12 * 16 / 30).round(2) + (gap / 12 * 14 / 30).round(2)
    for _ in range(23):
        protection = protection + (gap / 12).round(2)
    return cost.round(2), protection.round(2)


def timed(work: Callable[[], object]) -> float:
    """Seconds that a piece of work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Runs the benchmark and prints its ratios."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    frame = posts(count)
    before = np.rint(frame["before"].to_numpy() * 100).astype(np.int64)
    after = np.rint(frame["after"].to_numpy() * 100).astype(np.int64)
    contenders: dict[str, Callable[[], object]] = {
        "copying the columns": lambda: (before.copy(), after.copy()),
        "payband's rules": lambda: kernel(before, after),
        "pandas in floats": lambda: pandas_floats(frame),
    }
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(ROUNDS):
        for name, work in contenders.items():
            times[name].append(timed(work))
    medians = {name: median(each) for name, each in times.items()}
    ours = medians["payband's rules"]
    print(f"{count:,} posts: employer cost 2025-26 and 24 months' protection, medians of {ROUNDS}")
    for name, seconds in medians.items():
        print(f"  {name:<20} {seconds:8.3f} s   {seconds / ours:7.2f} times payband's")
    exact = kernel(before, after)
    floats = pandas_floats(frame)
    for name, pence, floating in zip(("employer cost", "protection"), exact, floats, strict=True):
        wrong = int(np.count_nonzero(np.rint(floating.to_numpy() * 100).astype(np.int64) != pence))
        print(f"  {name}: the float version differs on {wrong:,} of {count:,} posts")
    print(flush=True)
    for how in ((), ("--without-numpy",)):
        subprocess.run([sys.executable, str(Path(__file__).with_name("cells.py")), *how], check=True)
    for name in OTHERS:
        print(flush=True)
        subprocess.run([sys.executable, str(Path(__file__).with_name(f"{name}.py"))], check=True)


if __name__ == "__main__":
    main()
