"""How fast many scenarios are: 200 of them x 15,000 posts x 5 years, beside a plain pandas version in floats.

Run it with `python tests/benchmarks/scenarios.py`; it prints ratios of one run, which other work on the machine hardly
moves. The pandas version is what an analyst writes by hand: for each scenario one pass over whole columns, without a
loop over people, months or points, in floats and with a year's NI as twelve times a month's. It leaves out what payband
does besides: the effects one by one, external funding, leavers, the steady state, reading the scenario and checking it.
"""

from __future__ import annotations

import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
import pandas as pd

import payband
from payband.review.scenarios.scenarios import Scenarios
from payband.review.years.outlook import Memo, Outlook, outlook
from tests.support.large_review import GRADES, SPINE, large_review

POSTS, YEARS, SCENARIOS = 15_000, 5, 200
RULES = ("next above", "nearest", "next below", "bottom")
AWARDS = (0.01, 0.02, 0.025, 0.03, 0.032)
PENSIONS = (0.196, 0.22)
MONTHS = (0, 12, 18, 24, 36)
THRESHOLD, UPPER = {2024: 758, 2025: 417}, 4189
NI_RATE = {2024: 0.138, 2025: 0.15}
LEVY = 0.005


def tables(posts: int, *, on_points: bool) -> dict[str, Any]:
    """A review of many people: on points of the spine, as public pay is, or each on a salary of its own."""
    given = large_review(posts)
    given["settings"] |= {"implementation date": "01/04/2024", "horizon": YEARS, "tie goes to": "higher"}
    given["assumptions"] = [{"assumption": "rates after the last published year", "value": "as the last year"}]
    if on_points:
        above = Random(5)
        for person in given["people"]:
            nearest = min(SPINE, key=lambda salary: abs(salary - person["salary now"]))
            person["salary now"] = nearest + (850 if above.random() < 0.05 else 0)
    return given


def grid(count: int) -> list[tuple[str, float, float, int]]:
    """The scenarios: every slotting rule with every award, pension rate and length of protection."""
    made = [(r, a, p, m) for r in RULES for a in AWARDS for p in PENSIONS for m in MONTHS]
    return made[:count]


def changes(scenarios: list[tuple[str, float, float, int]]) -> list[dict[str, Any]]:
    """Them as rows of table Scenarios: the award in every year."""
    rows = []
    for number, (rule, award, pension, months) in enumerate(scenarios):
        named = [("slotting rule", rule), ("OnCosts[all].pension rate", pension), ("protection months", months)]
        named += [(f"award {year}-04-01", award) for year in range(2025, 2024 + YEARS)]
        rows += [{"scenario": f"S{number}", "what is changed": what, "value": value} for what, value in named]
    return rows


def by_payband(given: dict[str, Any], scenarios: list[tuple[str, float, float, int]]) -> Callable[[], list[Outlook]]:
    inputs = payband.Review(**given, more={"Scenarios": changes(scenarios)}).inputs

    def run() -> list[Outlook]:
        found, memo = Scenarios(inputs), Memo()
        return [outlook(found.inputs_of(name), memo) for name in found.names]

    return run


# --- by hand, in pandas --------------------------------------------------------------------------------------------


def by_pandas(
    given: dict[str, Any], scenarios: list[tuple[str, float, float, int]]
) -> Callable[[], list[pd.DataFrame]]:
    people = pd.DataFrame(given["people"])
    fte = people["FTE"].map(lambda share: 30 / 37 if share == "30/37" else float(share))
    grade = {row["line"]: int(row["grade"][1:]) - 1 for row in given["posts"]}
    frame = pd.DataFrame(
        {"line": people["post now"].astype("category"), "salary": people["salary now"].astype(float), "fte": fte}
    )
    frame["grade"] = people["post now"].map(grade)
    points = np.array(SPINE[: GRADES * 4], dtype=float).reshape(GRADES, 4)

    def run() -> list[pd.DataFrame]:
        return [one_scenario(frame, points, *scenario) for scenario in scenarios]

    return run


def slotted(frame: pd.DataFrame, points: Any, rule: str) -> pd.Series:
    salary, ladder = frame["salary"].to_numpy()[:, None], points[frame["grade"].to_numpy()]
    bottom, top = ladder[:, 0], ladder[:, -1]
    if rule == "bottom":
        return pd.Series(bottom, frame.index)
    above = np.where(ladder >= salary, ladder, np.inf).min(axis=1)
    below = np.where(ladder <= salary, ladder, -np.inf).max(axis=1)
    one = frame["salary"].to_numpy()
    nearest = np.where(above - one <= one - below, above, below)
    chosen = {"next above": above, "next below": below, "nearest": nearest}[rule]
    return pd.Series(np.clip(np.where(np.isfinite(chosen), chosen, one), bottom, top), frame.index)


def ni(monthly: pd.Series, year: int) -> pd.Series:
    year = min(year, 2025)
    lower = (monthly.clip(upper=UPPER) - THRESHOLD[year]).clip(lower=0)
    return ((lower + (monthly - UPPER).clip(lower=0)) * NI_RATE[year]).round(2)


def one_scenario(
    frame: pd.DataFrame, points: Any, rule: str, award: float, pension: float, months: int
) -> pd.DataFrame:
    now, new = frame["salary"], slotted(frame, points, rule)
    before, rows = frame["salary"], {}
    for number in range(YEARS):
        year = 2024 + number
        if number:
            now, new = (now * (1 + award)).round(0), (new * (1 + award)).round(0)
        costs = []
        for full_time in (now, new):
            annual = (full_time * frame["fte"]).round(2)
            on_costs = 12 * ni(annual / 12, year) + (annual * pension).round(2) + (annual * LEVY).round(2)
            costs.append(annual + on_costs)
        protected = min(max(months - 12 * number, 0), 12)
        addition = ((before - new).clip(lower=0) * frame["fte"]).round(2) * (before > new)
        monthly, pay = addition / 12, new * frame["fte"] / 12
        marginal = ni(pay + monthly, year) - ni(pay, year) + monthly * (pension + LEVY)
        together = {
            "now": costs[0],
            "proposed": costs[1],
            "protection": monthly * protected,
            "more": marginal * protected,
        }
        rows[year] = pd.DataFrame(together).groupby(frame["line"], observed=True).sum()
    return pd.concat(rows)


# --- the figures ---------------------------------------------------------------------------------------------------


def seconds(work: Callable[[], Any], times: int = 3) -> tuple[float, Any]:
    """The best of a few runs, and what the work gave."""
    best, found = float("inf"), None
    for _ in range(times):
        start = time.perf_counter()
        found = work()
        best = min(best, time.perf_counter() - start)
    return best, found


def size_of(found: list[Outlook]) -> int:
    """The bytes of all answers by line: the years and the steady state of three states, and protection.

    What scenarios share stands in memory once, and is counted once.
    """
    columns = {id(column): column for each in found for column in (*each.amounts, each.protection, each.known)}
    return sum(column.nbytes for column in columns.values())


def memory(work: Callable[[], Any]) -> int:
    """The most memory that a run takes besides what stood before."""
    tracemalloc.start()
    work()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def compared(posts: int, count: int, *, on_points: bool) -> tuple[float, float, float]:
    """How many times as fast as pandas, the most memory over the output, and how far the two results are apart."""
    given, scenarios = tables(posts, on_points=on_points), grid(count)
    ours, theirs = by_payband(given, scenarios), by_pandas(given, scenarios)
    fast, outlooks = seconds(ours)
    slow, frames = seconds(theirs, 1)
    apart = 0.0
    for each, frame in zip(outlooks, frames, strict=True):
        first = frame.groupby(level=0).sum().to_numpy()
        for number, year in enumerate(each.years):
            total = each.total(year)
            assert total is not None
            pence = (total.now.cost, total.proposed.cost, total.protection, total.protection_on_costs)
            apart = max(
                apart,
                *(abs(one / 100 - other) / first[number, 0] for one, other in zip(pence, first[number], strict=True)),
            )
    size = size_of(outlooks)
    del outlooks, frames
    return slow / fast, memory(ours) / size, apart


def main() -> None:
    """Prints the ratios."""
    print(f"{SCENARIOS} scenarios x {POSTS:,} posts x {YEARS} years, beside a pandas loop over the scenarios")
    for on_points, words in ((True, "salaries on points of the spine"), (False, "every salary of its own")):
        ratio, of_memory, apart = compared(POSTS, SCENARIOS, on_points=on_points)
        print(f"{words}: {ratio:.1f} times as fast; {of_memory:.1f} times the memory of the output", end="; ")
        print(f"floats are at most {apart:.1e} of the cost away")


if __name__ == "__main__":
    main()
