"""Writes points and grades that were imported: into a new review's sheets, or as a folder of figures for --data."""

import io
import os
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from payband.csv_text import csv_rows
from payband.errors import WrongInput
from payband.library.files import points_text
from payband.review.spine_table import SpineTable
from payband.review.tables import input_table
from payband.units import pounds
from payband.whole_files import write_whole
from payband.workbook.fill import fill_table
from payband.workbook.front import About
from payband.workbook.saving import check_target
from payband.workbook.template import blank_package

__all__ = ["Stated", "write_folder", "write_review"]

_DATED = ("effective_from", "effective_to", "body")
_SPINE = (*_DATED, "spine", "point", "salary", "status", "source")
_GRADE = (*_DATED, "grade", "title", "order", "spine", "points", "bottom_salary", "top_salary", "status", "source")


class Stated(NamedTuple):
    """What is said of a whole table: the body whose it is, the days it is in force, and where it comes from."""

    body: str
    effective_from: date
    effective_to: date
    source: str


def write_review(found: SpineTable, stated: Stated, target: str) -> None:
    """A new review workbook with the points in table Spines and the grades in Grades. It must not be there yet."""
    if os.path.exists(target):
        raise WrongInput(f"{target} is there already, and is not written over: give another name with -o")
    check_target(target)
    package = blank_package(
        About(
            "Review of a structure", stated.body, f"Spines and grades from {stated.source}", "payband", "", date.today()
        ),
        {"body": stated.body},
    )
    points = [
        {
            "spine": each.spine, "point": each.point, "salary": each.pence, "effective_from": stated.effective_from,
            "source": stated.source,
        }
        for each in found.points
    ]  # fmt: skip
    grades = [
        {
            "grade": each.name, "title": each.title, "order": order, "spine": each.spine,
            "bottom_point": each.points[0] if each.points else "", "top_point": each.points[-1] if each.points else "",
            "bottom_salary": each.bottom, "top_salary": each.top, "provisional": False, "source": stated.source,
        }
        for order, each in enumerate(found.grades, start=1)
    ]  # fmt: skip
    for name, rows in (("Spines", points), ("Grades", grades)):
        columns = input_table(name).columns
        if rows:
            values = [[column.cell_value(row.get(column.field)) for column in columns] for row in rows]
            fill_table(package, package.tables[name.casefold()], values)
    package.save(target)


def write_folder(found: SpineTable, stated: Stated, folder: str) -> list[str]:
    """A folder that --data reads, with the points and grades as CSV; gives the files written. None may be there yet."""
    dated = {
        "effective_from": stated.effective_from.isoformat(),
        "effective_to": stated.effective_to.isoformat(),
        "body": stated.body,
        "source": stated.source,
    }
    points = [
        {
            **dated, "spine": each.spine, "point": each.point, "salary": _pounds(each.pence),
            "status": "single source" if each.pence is not None else "not published",
        }
        for each in found.points
    ]  # fmt: skip
    grades = [
        {
            **dated, "grade": each.name, "title": each.title or each.name, "order": str(order), "spine": each.spine,
            "points": points_text(each.points), "bottom_salary": _pounds(each.bottom), "top_salary": _pounds(each.top),
            "status": "single source",
        }
        for order, each in enumerate(found.grades, start=1)
    ]  # fmt: skip
    slug = re.sub(r"[^a-z0-9]+", "-", stated.body.casefold()).strip("-") or "body"
    place = os.path.join(folder, "spines", slug)
    files = [
        (f"spine-{stated.effective_from}.csv", _SPINE, points),
        (f"grades-{stated.effective_from}.csv", _GRADE, grades),
    ]
    wanted = [(os.path.join(place, name), columns, rows) for name, columns, rows in files if rows]
    for path, _, _ in wanted:
        if os.path.exists(path):
            raise WrongInput(f"{path} is there already, and is not written over: give another folder with -o")
    os.makedirs(place, exist_ok=True)
    for path, columns, rows in wanted:
        write_whole(path, _csv(columns, rows))
    return [path for path, _, _ in wanted]


def _pounds(pence: int | None) -> str:
    return "" if pence is None else str(pounds(pence)).removesuffix(".00")


def _csv(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> bytes:
    made = io.StringIO(newline="")
    write = csv_rows(made)
    write(columns)
    for row in rows:
        write([row[column] for column in columns])
    return made.getvalue().encode()
