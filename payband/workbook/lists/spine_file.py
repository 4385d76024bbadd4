"""Writes points and grades that were imported: into a new review's sheets, or as a folder of figures for --data."""

import io
import os
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from payband.csv_text import csv_rows
from payband.errors import WrongInput
from payband.establishment.spine_table import SpineTable
from payband.library.files import points_text
from payband.ooxml.package import Package
from payband.ooxml.saving import check_target
from payband.ooxml.table_xml import shape_of
from payband.review.inputs.tables import input_table
from payband.units import pounds
from payband.whole_files import make_folder, write_whole
from payband.workbook.building.front import About
from payband.workbook.building.template import blank_package
from payband.workbook.filling.fill import Filling, fill_columns, follow_lengths
from payband.workbook.reading.rows_below import grow_over_rows_below
from payband.workbook.reading.values import SheetValues

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


def write_review(found: SpineTable, stated: Stated, target: str, review: str = "") -> None:
    """The points in table Spines and the grades in Grades: of a new review, or below those of a copy of `review`.

    Raises WrongInput where the review has a point or a grade already, or where the target is not payband's.
    """
    check_target(target, *([review] if review else []))
    package = Package(review) if review else blank_package(_about(stated), {"body": stated.body})
    if review:
        grow_over_rows_below(package)
    for name, rows in (("Spines", _points(found, stated)), ("Grades", _grades(found, stated))):
        if rows:
            _add_rows(package, name, rows)
    package.save(target)


def _about(stated: Stated) -> About:
    return About(
        title="Review of a structure",
        body=stated.body,
        purpose=f"Spines and grades from {stated.source}",
        author="payband",
        version="",
        date=date.today(),
    )


def _points(found: SpineTable, stated: Stated) -> list[dict[str, Any]]:
    return [
        {
            "spine": each.spine, "point": each.point, "salary": each.pence, "effective_from": stated.effective_from,
            "source": stated.source,
        }
        for each in found.points
    ]  # fmt: skip


def _grades(found: SpineTable, stated: Stated) -> list[dict[str, Any]]:
    return [
        {
            "grade": each.name, "title": each.title, "order": order, "spine": each.spine,
            "bottom_point": each.points[0] if each.points else "", "top_point": each.points[-1] if each.points else "",
            "bottom_salary": each.bottom, "top_salary": each.top, "provisional": False, "source": stated.source,
        }
        for order, each in enumerate(found.grades, start=1)
    ]  # fmt: skip


def _add_rows(package: Package, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Puts rows below those of a table, which stay as they are; empty rows at its end are filled first."""
    place = package.tables.get(name.casefold())
    if place is None:
        raise WrongInput(f"{package.name} has no table {name}: it is not a review")
    table = input_table(name)
    shape = shape_of(package, place).data
    cells = SheetValues(package, [place.sheet])[place.sheet].rows[shape.first_row - 1 : shape.last_row]
    held = [row[shape.first_column - 1 : shape.last_column] for row in cells]
    while held and not any(str(value).strip() for value in held[-1]):
        held.pop()
    first = {str(row[0]).strip().casefold() for row in held if row}
    names = {str(row[table.columns[0].field]) for row in rows}
    if twice := next((each for each in sorted(names) if each.casefold() in first), ""):
        raise WrongInput(
            f"{package.name} has '{twice}' in table {name} already: take it out there, or name it otherwise"
        )
    values = [[column.cell_value(row.get(column.field)) for row in rows] for column in table.columns]
    follow_lengths(package, {name: len(held) + len(rows)})
    headings = [column.name for column in table.columns]
    fill_columns(package, package.tables[name.casefold()], Filling(values, headings=headings, start=len(held)))


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
    make_folder(place)
    for path, _, _ in wanted:
        check_target(path)
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
