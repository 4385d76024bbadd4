"""The benchmark of workbooks: writing many answers and changing a few cells, beside what else would do the same.

    python tests/benchmarks/workbooks.py [POSTS]

Everything is measured in processes of its own, in turn within this one run, so that peak memory is that of one way of
writing alone. The medians are given as ratios of the processor's time: seconds depend on the machine and on what else
it does, ratios hardly do. All ways write the same cells: four filled tables, about 500,000 cells for 15,000 posts.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

from payband.review.answers import AnswerColumn

POSTS = 15_000
ROUNDS = 3


# --- the cells ---------------------------------------------------------------------------------------------------


def filled(posts: int) -> dict[str, list[list[Any]]]:
    """Made-up answers of four tables, column by column, as a review calculates them: pence, basis points, dates."""
    from payband.review.answers import APPROVALS_NEEDED, PROTECTION_BY_MONTH, PROTECTION_BY_YEAR, SLOTTING_LIST

    tables = {}
    for table in (SLOTTING_LIST, PROTECTION_BY_YEAR, PROTECTION_BY_MONTH, APPROVALS_NEEDED):
        tables[table.name] = [_values(column, number, posts) for number, column in enumerate(table.columns)]
    return tables


def _values(column: AnswerColumn, number: int, posts: int) -> list[Any]:
    kind = column.form.name
    if kind == "money":
        return [2_200_000 + row * 7_919 % 4_000_000 - 3_000_000 * (row % 11 == 0) for row in range(posts)]
    if kind == "percent":
        return [row * 31 % 4_000 for row in range(posts)]
    if kind == "day":
        return [date(2027, 3, 31) + timedelta(row % 365) if row % 3 else None for row in range(posts)]
    if kind == "yes_no":
        return [row % 7 == 0 for row in range(posts)]
    if kind == "point":
        return [str(row % 43) for row in range(posts)]
    if kind == "whole":
        return [1 + row % 3 for row in range(posts)]
    if number == 0:
        return [f"P{row:05}" for row in range(posts)]
    if column.heading == "why":
        return [f"nearest point to £{20_000 + row % 5_000:,}; on a tie the higher" for row in range(posts)]
    return [f"Service manager {row % 400}" for row in range(posts)]


def given_out(posts: int, money: Callable[[int], Any]) -> dict[str, list[list[Any]]]:
    """The same cells row by row as the libraries take them: pounds, shares, text."""
    from payband.review.answers import ANSWERS

    forms = {table.name: [column.form for column in table.columns] for table in ANSWERS}
    tables = {}
    for name, columns in filled(posts).items():
        shown = []
        for form, values in zip(forms[name], columns, strict=True):
            if form.name == "money":
                shown.append([money(value) for value in values])
            elif form.name == "yes_no":
                shown.append(["yes" if value else "no" for value in values])
            else:
                shown.append([None if value is None else form.give(value) for value in values])
        tables[name] = [list(row) for row in zip(*shown, strict=True)]
    return tables


def headings() -> dict[str, list[str]]:
    """The headings of the answer tables."""
    from payband.review.answers import ANSWERS

    return {table.name: [column.heading for column in table.columns] for table in ANSWERS}


def blank(path: Path) -> None:
    """A blank review, the template that payband fills."""
    from payband.workbook.building.template import About, blank_workbook

    blank_workbook(About("Benchmark", "A council", "To be timed", "payband", "1", date(2026, 4, 1))).save(path)


# --- ways to write them ------------------------------------------------------------------------------------------


def payband_fills(folder: Path, posts: int) -> Callable[[], object]:
    """payband: the tables of a blank review filled from whole pence."""
    from payband.ooxml.package import Package
    from payband.review.answers import ANSWERS
    from payband.workbook.filling.fill import Filling, ask_for_calculation, fill_columns

    tables = filled(posts)
    forms = {table.name: [column.form for column in table.columns] for table in ANSWERS}
    names = headings()

    def write() -> None:
        package = Package(str(folder / "blank.xlsx"))
        for name, columns in tables.items():
            fill_columns(package, package.tables[name.casefold()], Filling(columns, forms[name], names[name]))
        ask_for_calculation(package)
        package.save(str(folder / "payband.xlsx"))

    return write


def pandas_writes(folder: Path, posts: int) -> Callable[[], object]:
    """pandas with openpyxl: a data frame of floats for each sheet, its money columns formatted."""
    import openpyxl  # noqa: F401  # loaded before the clock starts, as for the others
    import pandas as pd

    names = headings()
    tables = given_out(posts, lambda pence: pence / 100)

    def write() -> None:
        with pd.ExcelWriter(folder / "pandas.xlsx", engine="openpyxl") as writer:
            for name, rows in tables.items():
                pd.DataFrame(rows, columns=names[name]).to_excel(writer, sheet_name=name, index=False)

    return write


def openpyxl_writes(folder: Path, posts: int) -> Callable[[], object]:
    """openpyxl with Decimal pounds, as a careful script has them."""
    from openpyxl import Workbook

    names = headings()
    tables = given_out(posts, lambda pence: Decimal(pence).scaleb(-2))

    def write() -> None:
        workbook = Workbook()
        for name, rows in tables.items():
            sheet = workbook.create_sheet(name)
            sheet.append(names[name])
            for row in rows:
                sheet.append(row)
        workbook.save(folder / "openpyxl.xlsx")

    return write


def payband_changes(folder: Path, posts: int) -> Callable[[], object]:
    """payband: four cells of a filled workbook changed in place."""
    from payband.ooxml.package import Package
    from payband.workbook.filling.fill import set_cells

    def write() -> None:
        package = Package(str(folder / "filled.xlsx"))
        set_cells(package, "Slotting list", _changed(posts))
        package.save(str(folder / "changed.xlsx"))

    return write


def openpyxl_changes(folder: Path, posts: int) -> Callable[[], object]:
    """openpyxl: the same workbook loaded, four cells changed, saved."""
    from openpyxl import load_workbook

    def write() -> None:
        workbook = load_workbook(folder / "filled.xlsx")
        for (row, column), value in _changed(posts).items():
            workbook["Slotting list"].cell(row, column).value = value
        workbook.save(folder / "changed-openpyxl.xlsx")

    return write


def _changed(posts: int) -> dict[tuple[int, int], Any]:
    return {(5, 1): "A person", (posts // 2, 4): 31_234, (posts - 9, 2): "Head of Service", (posts, 6): 0}


WAYS: dict[str, Callable[[Path, int], Callable[[], object]]] = {
    "payband fills": payband_fills,
    "pandas and openpyxl": pandas_writes,
    "openpyxl with Decimal": openpyxl_writes,
    "payband changes cells": payband_changes,
    "openpyxl changes cells": openpyxl_changes,
}
WRITING = ("payband fills", "pandas and openpyxl", "openpyxl with Decimal")
CHANGING = ("payband changes cells", "openpyxl changes cells")
# A run from the posts of a workbook to its answers, calculation and all, takes its place here as another way.


# --- measuring ---------------------------------------------------------------------------------------------------


def one(way: str, folder: Path, posts: int) -> None:
    """Runs one way in this process; prints its seconds and by how many megabytes the peak of memory rose."""
    write = WAYS[way](folder, posts)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start, processor = time.perf_counter(), time.process_time()
    write()
    seconds, processor = time.perf_counter() - start, time.process_time() - processor
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"seconds": seconds, "processor": processor, "peak": peak / 1024, "rise": (peak - before) / 1024}))


def measured(ways: Sequence[str], folder: Path, posts: int, rounds: int = ROUNDS) -> dict[str, dict[str, float]]:
    """The medians of seconds and megabytes of some ways, each run in turn in processes of its own."""
    found: dict[str, list[dict[str, float]]] = {way: [] for way in ways}
    for _ in range(rounds):
        for way in ways:
            command = [sys.executable, __file__, str(posts), way, str(folder)]
            found[way].append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
    return {way: {key: median(each[key] for each in runs) for key in runs[0]} for way, runs in found.items()}


def show(title: str, found: dict[str, dict[str, float]]) -> None:
    """Prints ways of doing the same side by side, the first as the measure of the others."""
    print(title)
    first = next(iter(found.values()))
    for way, each in found.items():
        times, memory = each["processor"] / first["processor"], each["peak"] / first["peak"]
        print(
            f"  {way:<24} {each['seconds']:7.3f} s ({each['processor']:.3f} s of the processor), {times:5.1f} times "
            f"payband's; at most {each['peak']:4.0f} MB, {memory:.1f} times"
        )


def main() -> None:
    """Runs the benchmark and prints its ratios."""
    posts = int(sys.argv[1]) if len(sys.argv) > 1 else POSTS
    if len(sys.argv) > 3:
        one(sys.argv[2], Path(sys.argv[3]), posts)
        return
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        blank(folder / "blank.xlsx")
        found = measured(WRITING, folder, posts)
        cells = sum(len(column) for columns in filled(posts).values() for column in columns)
        show(f"{posts:,} posts, {cells:,} cells on four sheets, medians of {ROUNDS}", found)
        (folder / "payband.xlsx").rename(folder / "filled.xlsx")
        show(f"four cells changed in that workbook, medians of {ROUNDS}", measured(CHANGING, folder, posts))


if __name__ == "__main__":
    main()
