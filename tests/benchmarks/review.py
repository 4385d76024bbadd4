"""The benchmark of a whole review: a workbook of posts to a workbook of answers, beside two hand-written scripts.

    python tests/benchmarks/review.py [POSTS]

The review (`large_review.py`) slots everybody to the next point above, protects the eleventh part of them for two years
month by month with on-costs, and costs three hundred lines now and proposed at actual pay. For 15,000 posts four sheets
are filled, about 500,000 cells: the slotting list, protection by year and by month, and the structure cost.

Beside it stand a script with pandas, in floats, and one with openpyxl and Decimal, each as a careful person writes it
for this one review, the reasons (`why`) too, in fewer words for a line. Each stands there twice. Doing the same, they
fill the answers into a copy of the workbook, with its inputs, and every cell has the look of its column, as payband
does it; that is what the goals are about. Writing cells alone, they put the same values into a new file of four plain
sheets, which is the least that can be called an answer. What only payband does stays out of both: it checks the inputs,
sets the heights of rows, keeps the charts, and fills the other answers, the checks and the run log.

Payband's way is the command `payband review`. Each runs in a process of its own, imports and all, in turn; Python keeps
what it compiled from one run to the next, as it does once a package is installed. The medians are given as ratios with
the most memory that each has held.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

POSTS, ROUNDS = 15_000, 3
HEADINGS = 4  # the row of a sheet's headings

# What a script for this one review has written into it.
START = date(2024, 4, 2)
MONTHS = [date(2024 + (3 + number) // 12, (3 + number) % 12 + 1, 1) for number in range(25)]
PENSION, LEVY = "0.196", "0.005"
UPPER = 4_189
THRESHOLDS = {2024: (758, "0.138"), 2025: (417, "0.15"), 2026: (417, "0.15")}  # by the year that starts in April


def _year(month: date) -> int:
    return month.year if month.month >= 4 else month.year - 1


def _name(year: int) -> str:
    return f"{year}-{(year + 1) % 100:02d}"


def _why(salary: Any, grade: str, points: tuple[Any, Any], pays: tuple[Any, Any], *, falls: bool) -> str:
    """In words why a person goes to a point."""
    span = f"{grade}, points {points[0]} to {points[1]}, £{pays[0]:,.0f} to £{pays[1]:,.0f}"
    return f"next above point to £{salary:,.2f} in {span}" + ("; frozen for 24 months" if falls else "")


def _why_of_line(posts_now: Any, cost_now: Any, posts: Any, cost: Any) -> str:
    """In words what a line costs."""
    return (
        f"now: {posts_now} posts at actual pay; modelled £{cost_now:,.2f}; "
        f"proposed: {posts} posts at actual pay; modelled £{cost:,.2f}"
    )


def _share(month: date) -> tuple[int, int]:
    """How many days of a month are protected, and how many it has: the first lacks a day, the last has one."""
    days = ((date(month.year + month.month // 12, month.month % 12 + 1, 1)) - month).days
    return (days - 1 if month == MONTHS[0] else 1 if month == MONTHS[-1] else days), days


# --- payband -------------------------------------------------------------------------------------------------------


def by_payband(folder: Path) -> list[str]:
    """The review as everybody runs it."""
    return [sys.executable, "-m", "payband", "review", str(folder / "posts.xlsx"), "-o", str(folder / "payband.xlsx")]


# --- pandas --------------------------------------------------------------------------------------------------------


def _pandas_sheets(folder: Path) -> dict[str, Any]:
    """In pounds as floats with `.round(2)`, a data frame a sheet."""
    import numpy as np
    import pandas as pd

    def monthly_ni(pay: Any, year: int) -> Any:
        threshold, rate = THRESHOLDS[year]
        lower = ((pay.clip(upper=UPPER) - threshold).clip(lower=0) * float(rate)).round(2)
        return lower + ((pay - UPPER).clip(lower=0) * float(rate)).round(2)

    def cost(annual: Any) -> Any:
        rest = (annual * float(PENSION)).round(2) + (annual * float(LEVY)).round(2)
        return annual + monthly_ni((annual / 12).round(2), 2024) * 12 + rest

    sheets = ["People", "Structure", "Grades", "Spines"]
    read = pd.read_excel(folder / "posts.xlsx", sheet_name=sheets, header=HEADINGS - 1, engine="openpyxl")
    people, lines, grades, spine = (read[name] for name in sheets)
    proposed = lines[lines["state"] == "proposed"].merge(grades, on="grade")
    people = people.merge(
        proposed[["line", "grade", "bottom point", "top point"]], left_on="proposed line", right_on="line", how="left"
    )
    pays = spine["salary"].to_numpy()
    at = np.searchsorted(pays, people["salary now"].to_numpy(), side="left")
    at = np.clip(at, people["bottom point"] - 1, people["top point"] - 1)
    people["point"], people["salary new"] = spine["point"].to_numpy()[at], pays[at]
    people["change"] = people["salary new"] - people["salary now"]
    people["change %"] = (people["change"] / people["salary now"]).round(4)
    top, bottom = pays[people["top point"] - 1], pays[people["bottom point"] - 1]
    note = np.select(
        [people["salary now"] > top, people["salary now"] < bottom], [", above the top", ", below the bottom"], ""
    )
    outcome = np.select([people["change"] > 0, people["change"] < 0], ["rise", "fall"], "same")
    people["outcome"] = pd.Series(outcome) + pd.Series(note)
    falls = people["change"] < 0
    people["protected until"] = pd.Series([date(2026, 4, 1) if each else None for each in falls])
    people["estimated"], people["illustrative"] = "no", people["illustrative"].fillna("no")
    of_range = zip(people["bottom point"], people["top point"], bottom, top, strict=True)
    people["why"] = [
        _why(salary, grade, ends[:2], ends[2:], falls=fall)
        for salary, grade, ends, fall in zip(people["salary now"], people["grade"], of_range, falls, strict=True)
    ]
    paid_now, paid_new = (
        (people["salary now"] * people["FTE"]).round(2),
        (people["salary new"] * people["FTE"]).round(2),
    )

    new, gap = paid_new[falls], (-people["change"] * people["FTE"]).round(2)[falls]
    months = []
    for number, month in enumerate(MONTHS):
        protected, days = _share(month)
        added, usual = (gap / 12).round(2), (new / 12).round(2)
        if protected < days:
            added, substantive = (added * protected / days).round(2), (usual * protected / days).round(2)
        else:
            substantive = usual
        ni = monthly_ni(usual + added, _year(month)) - monthly_ni(usual, _year(month))
        on_costs = ni + (added * float(PENSION)).round(2) + (added * float(LEVY)).round(2)
        first, last = (
            month.replace(day=days - protected + 1 if number == 0 else 1),
            month.replace(day=days if number < len(MONTHS) - 1 else 1),
        )
        months.append(
            pd.DataFrame({
                "row": people.index[falls], "person": people["person"][falls], "month": f"{month:%B %Y}",
                "first day": first, "last day": last, "protected pay": substantive + added,
                "substantive pay": substantive, "cost": added, "on-costs": on_costs.round(2), "number": number,
                "financial year": _name(_year(month)),
            })
        )  # fmt: skip
    by_month = pd.concat(months).sort_values(["row", "number"])
    amounts = ["protected pay", "substantive pay", "cost", "on-costs"]
    by_year = by_month.groupby(["row", "person", "financial year"], sort=False)[amounts].sum().round(2).reset_index()

    costs = pd.DataFrame({"now": cost(paid_now), "proposed": cost(paid_new)})
    structure = pd.DataFrame(index=proposed["line"])
    for state, line, posts in (("now", "post now", "posts now"), ("proposed", "line", "posts proposed")):
        structure[posts] = lines[lines["state"] == state].set_index("line")["posts"]
        structure[f"cost {state}"] = costs[state].groupby(people[line]).sum().round(2)
    structure["saving"] = structure["cost now"] - structure["cost proposed"]
    structure["modelled now"], structure["modelled"] = structure["cost now"], structure["cost proposed"]
    structure["external"] = structure["variance"] = structure["variance %"] = 0.0
    structure["implied on-cost ratio"] = structure["implied pension rate"] = None
    structure["estimated"] = "no"
    costed = structure[["posts now", "cost now", "posts proposed", "cost proposed"]]
    structure["why"] = [_why_of_line(*row) for row in costed.itertuples(index=False)]
    slotting = ["person", "post now", "line", "salary now", "point", "salary new", "change", "change %", "outcome"]
    return {
        "Slotting list": people[[*slotting, "protected until", "estimated", "illustrative", "why"]],
        "Protection": by_year.drop(columns="row"),
        "Protection by month": by_month.drop(columns=["row", "number", "financial year"]),
        "Structure cost": structure.reset_index(),
    }


def pandas_alone(folder: Path) -> None:
    """The cells alone, in a new file."""
    import pandas as pd

    with pd.ExcelWriter(folder / "pandas cells.xlsx", engine="openpyxl") as writer:
        for name, frame in _pandas_sheets(folder).items():
            frame.to_excel(writer, sheet_name=name, index=False)


def pandas_same(folder: Path) -> None:
    """Filled into a copy of the workbook, each cell with the look of its column."""
    import pandas as pd

    copy = folder / "pandas.xlsx"
    shutil.copy(folder / "posts.xlsx", copy)
    with pd.ExcelWriter(copy, engine="openpyxl", mode="a", if_sheet_exists="overlay") as writer:
        for name, frame in _pandas_sheets(folder).items():
            looks = _looks(writer.book[name])
            frame.to_excel(writer, sheet_name=name, index=False, header=False, startrow=HEADINGS)
            _dress(writer.book[name], looks, len(frame))


def _looks(sheet: Any) -> list[Any]:
    """The look of each column: that of the first row of answers."""
    return [cell._style for cell in sheet[HEADINGS + 1]]


def _dress(sheet: Any, looks: list[Any], rows: int) -> None:
    """Gives each cell of an answer the look of its column, and its table the rows."""
    for row in sheet.iter_rows(min_row=HEADINGS + 1, max_row=HEADINGS + rows, max_col=len(looks)):
        for cell, look in zip(row, looks, strict=True):
            cell._style = look
    [table] = sheet.tables.values()
    first, _, last = table.ref.partition(":")
    table.ref = f"{first}:{last.rstrip('0123456789')}{HEADINGS + rows}"


# --- openpyxl and Decimal ------------------------------------------------------------------------------------------

PENNY = Decimal("0.01")


def _penny(amount: Decimal) -> Decimal:
    return amount.quantize(PENNY, rounding=ROUND_HALF_UP)


@cache
def _monthly_ni(pay: Decimal, year: int) -> Decimal:
    threshold, rate = THRESHOLDS[year]
    lower = _penny(max(min(pay, Decimal(UPPER)) - threshold, Decimal(0)) * Decimal(rate))
    return lower + _penny(max(pay - UPPER, Decimal(0)) * Decimal(rate))


@cache
def _cost(annual: Decimal) -> Decimal:
    rest = _penny(annual * Decimal(PENSION)) + _penny(annual * Decimal(LEVY))
    return annual + _monthly_ni(_penny(annual / 12), 2024) * 12 + rest


def decimal_alone(folder: Path) -> None:
    """The cells alone, in a new file."""
    from openpyxl import Workbook, load_workbook

    written = Workbook()
    for name, rows in _decimal_sheets(load_workbook(folder / "posts.xlsx", data_only=True, read_only=True)).items():
        made = written.create_sheet(name)
        made.append([f"column {number}" for number in range(len(rows[0]))])
        for row in rows:
            made.append(row)
    written.save(folder / "decimal cells.xlsx")


def decimal_same(folder: Path) -> None:
    """Filled into a copy of the workbook, each cell with the look of its column."""
    from openpyxl import load_workbook

    book = load_workbook(folder / "posts.xlsx")
    for name, rows in _decimal_sheets(book).items():
        sheet = book[name]
        looks = _looks(sheet)
        for number, row in enumerate(rows, start=HEADINGS + 1):
            for column, value in enumerate(row, start=1):
                sheet.cell(number, column, value)
        _dress(sheet, looks, len(rows))
    book.save(folder / "decimal.xlsx")


def _decimal_sheets(book: Any) -> dict[str, list[list[Any]]]:
    """In Decimal pounds, a row at a time."""
    from bisect import bisect_left

    def sheet(name: str) -> list[dict[str, Any]]:
        rows = book[name].iter_rows(min_row=HEADINGS, values_only=True)
        names = [str(name) for name in next(rows)]
        return [dict(zip(names, row, strict=True)) for row in rows if row[0] is not None]

    people, lines, grades, spine = (sheet(name) for name in ("People", "Structure", "Grades", "Spines"))
    points = [(each["point"], Decimal(str(each["salary"]))) for each in spine]
    ends = {each["grade"]: (each["bottom point"] - 1, each["top point"] - 1) for each in grades}
    grade_of = {each["line"]: each["grade"] for each in lines if each["state"] == "proposed"}
    posts = {(each["line"], each["state"]): each["posts"] for each in lines}
    costs = {key: Decimal(0) for key in posts}
    pays = [pay for _, pay in points]
    slotting: list[list[Any]] = []
    by_year: list[list[Any]] = []
    by_month: list[list[Any]] = []
    for person in people:
        salary, fte = Decimal(str(person["salary now"])), Decimal(str(person["FTE"]))
        line = person["proposed line"]
        bottom, top = ends[grade_of[line]]
        point, new = points[min(max(bisect_left(pays, salary), bottom), top)]
        change = new - salary
        outcome = "rise" if change > 0 else "fall" if change < 0 else "same"
        outcome += ", above the top" if salary > pays[top] else ", below the bottom" if salary < pays[bottom] else ""
        until = date(2026, 4, 1) if change < 0 else None
        slotting.append([
            person["person"], person["post now"], line, salary, point, new, change,
            (change / salary).quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP), outcome, until, "no",
            person["illustrative"] or "no",
            _why(salary, grade_of[line], (bottom + 1, top + 1), (pays[bottom], pays[top]), falls=change < 0),
        ])  # fmt: skip
        costs[person["post now"], "now"] += _cost(_penny(salary * fte))
        costs[line, "proposed"] += _cost(_penny(new * fte))
        if change < 0:
            months, years = _protected(person["person"], _penny(new * fte), _penny(-change * fte))
            by_month += months
            by_year += years
    structure: list[list[Any]] = []
    for line in grade_of:
        now, proposed = costs[line, "now"], costs[line, "proposed"]
        zero = Decimal(0)
        structure.append([
            line, posts[line, "now"], posts[line, "proposed"], now, proposed, now - proposed, now, proposed, zero, zero,
            zero, None, None, "no", _why_of_line(posts[line, "now"], now, posts[line, "proposed"], proposed),
        ])  # fmt: skip
    return {
        "Slotting list": slotting,
        "Protection": by_year,
        "Protection by month": by_month,
        "Structure cost": structure,
    }


def _protected(person: str, new: Decimal, gap: Decimal) -> tuple[list[list[Any]], list[list[Any]]]:
    """The rows by month and by year of one protected person."""
    months = []
    years: dict[int, list[Decimal]] = {}
    for number, month in enumerate(MONTHS):
        protected, days = _share(month)
        usual, added = _penny(new / 12), _penny(gap / 12)
        substantive = usual
        if protected < days:
            substantive, added = _penny(usual * protected / days), _penny(added * protected / days)
        year = _year(month)
        on_costs = _monthly_ni(usual + added, year) - _monthly_ni(usual, year)
        on_costs += _penny(added * Decimal(PENSION)) + _penny(added * Decimal(LEVY))
        amounts = [substantive + added, substantive, added, on_costs]
        first = month.replace(day=days - protected + 1 if number == 0 else 1)
        last = month.replace(day=days if number < len(MONTHS) - 1 else 1)
        months.append([person, f"{month:%B %Y}", first, last, *amounts])
        years[year] = [one + other for one, other in zip(years.get(year, [Decimal(0)] * 4), amounts, strict=True)]
    return months, [[person, _name(year), *amounts] for year, amounts in years.items()]


# --- measuring -----------------------------------------------------------------------------------------------------


def compared(folder: Path) -> int:
    """Holds the sheets of all against each other; how many cells payband filled."""
    cells = 0
    for name, amount in (("Slotting list", 5), ("Protection", 4), ("Protection by month", 6), ("Structure cost", 4)):
        found = [row for row in _rows(folder / "payband.xlsx", name, HEADINGS) if row[1] and row[0] != "Total"]
        cells += len(found) * len(found[0])
        for way in GOALS:
            for file, headings in ((f"{way}.xlsx", HEADINGS), (f"{way} cells.xlsx", 1)):
                rows = [row[: len(found[0])] for row in _rows(folder / file, name, headings) if row[0] is not None]
                assert [row[0] for row in rows] == [row[0] for row in found], (file, name)
                # A month's pay differs by a penny here and there, for theirs does not add up to the year.
                assert all(abs(float(row[amount] - each[amount])) < 10 for row, each in zip(rows, found, strict=True))
    return cells


def _rows(path: Path, sheet: str, headings: int) -> list[tuple[Any, ...]]:
    from openpyxl import load_workbook

    return list(load_workbook(path, read_only=True)[sheet].iter_rows(min_row=headings + 1, values_only=True))


def parts(folder: Path) -> None:
    """Prints the seconds of each part of payband's way."""
    times = [time.perf_counter()]
    import payband

    review = payband.open_review(folder / "posts.xlsx")
    times.append(time.perf_counter())
    results = review.calculate()
    times.append(time.perf_counter())
    results.save(folder / "parts.xlsx")
    times.append(time.perf_counter())
    reading, calculating, writing = (end - start for start, end in pairwise(times))
    print(f"  payband: imports and reading {reading:.2f} s, calculating {calculating:.2f} s, writing {writing:.2f} s")


WAYS: dict[str, Callable[[Path], None]] = {
    "pandas": pandas_same, "decimal": decimal_same, "pandas cells": pandas_alone,
    "decimal cells": decimal_alone, "parts": parts,
}  # fmt: skip
GOALS = {"pandas": 15, "decimal": 8}
"""How many times as long the ways that do the same should take."""

NAMES = {"payband": "payband", "pandas": "pandas and openpyxl", "decimal": "openpyxl with Decimal"}


def run(way: str, folder: Path) -> dict[str, float]:
    """Runs a way as a process of its own: its seconds from start to end, those of the processor, and its megabytes."""
    import subprocess  # here, as the ways themselves need none of what measures them

    compiled = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    compiled.pop("PYTHONDONTWRITEBYTECODE", None)
    if hasattr(os, "sync"):
        os.sync()  # what the last run left unwritten is no part of this one
    start = time.perf_counter()
    printed = None if way == "parts" else subprocess.DEVNULL
    command = by_payband(folder) if way == "payband" else [sys.executable, __file__, way, str(folder)]
    process = subprocess.Popen(command, env=compiled, stdout=printed)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{way} failed")
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "processor": used.ru_utime + used.ru_stime, "peak": used.ru_maxrss / 1024}


def main() -> None:
    """Runs the benchmark and prints its ratios."""
    if len(sys.argv) > 2:
        WAYS[sys.argv[1]](Path(sys.argv[2]))
        return
    posts = int(sys.argv[1]) if len(sys.argv) > 1 else POSTS
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    import tempfile
    from statistics import median

    from tests.support.large_review import large_workbook

    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        large_workbook(folder / "posts.xlsx", posts)
        ways = ["payband", *(way for way in WAYS if way != "parts")]
        for way in ways:
            run(way, folder)  # once, so that all is compiled
        cells = compared(folder)
        runs: dict[str, list[dict[str, float]]] = {way: [] for way in ways}
        for _ in range(ROUNDS):
            for way in ways:
                runs[way].append(run(way, folder))
        found = {way: {key: median(each[key] for each in of) for key in of[0]} for way, of in runs.items()}
        ours = found["payband"]
        print(f"{posts:,} posts, {cells:,} cells on four sheets, medians of {ROUNDS}, whole processes")
        for way, each in found.items():
            name = NAMES[way.removesuffix(" cells")]
            what = "the cells alone" if way.endswith("cells") else "the same" if way in GOALS else ""
            line = (
                f"  {name:<22} {what:<16} {each['seconds']:6.2f} s ({each['processor']:.2f} s of the processor), "
                f"{each['peak']:4.0f} MB"
            )
            if way != "payband":
                times = {key: value / ours[key] for key, value in each.items()}
                line += f": {times['seconds']:.1f} times as long as payband ({times['processor']:.1f} times)"
                line += f", goal {GOALS[way]}" if way in GOALS else ""
                line += f"; payband's memory is {1 / times['peak']:.2f} of it, goal 0.5"
            print(line)
        run("parts", folder)


if __name__ == "__main__":
    main()
