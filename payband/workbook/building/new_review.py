"""A blank review workbook, with the spines of the library that it is asked to hold."""

import os
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from payband.errors import WrongInput
from payband.library import Row, Spine, rows_of, spine, spine_of_grade, spines_named
from payband.library.files import points_in, salary_pence
from payband.ooxml.package import Package
from payband.ooxml.saving import check_target
from payband.review.inputs.tables import GradeRow, SpinePoint, input_table
from payband.review.parts.registry import Part
from payband.workbook.building.front import About
from payband.workbook.building.template import blank_package
from payband.workbook.filling.fill import fill_table

__all__ = ["Held", "new_review"]

TO_FILL_IN = "to be filled in"


class Held(NamedTuple):
    """What a new review holds of a spine: its name, the day its salaries took effect, how many points and grades."""

    spine: str
    effective_from: date
    points: int
    grades: int


def new_review(
    path: str | os.PathLike[str],
    body: str = "",
    spines: Sequence[tuple[str, date | None]] = (),
    parts: Sequence[Part] = (),
) -> list[Held]:
    """Writes a blank review workbook and says what of each spine it holds.

    `spines` names spines of the library, each with the day on which it is wanted, or None for the newest; a grade's
    name means its spine, and a body's the spines of all its grades, such as the bands of NHS England. Their points go
    into the table Spines with their sources, the grades that are on them into Grades. `parts` are those whose sheets
    it holds as well as those of every review. Raises WrongInput where the file is there already or cannot be written,
    UnknownName with the nearest name for a spine that the library lacks, UnknownFigure for a day that it does not
    cover.
    """
    target = os.fspath(path)
    _check_new(target)
    wanted = [(spine(each, on), on) for name, on in spines for each in spines_named(name, on)]
    versions = {(found.name.casefold(), found.rows[0].effective_from): (found, on) for found, on in wanted}
    points: list[SpinePoint] = []
    grades: dict[str, GradeRow] = {}
    held = []
    for found, on in versions.values():
        points += _points(found)
        of_spine = _grades(found, on, first_order=len(grades) + 1)
        grades |= {row.grade.casefold(): row for row in of_spine}
        held.append(Held(found.name, found.rows[0].effective_from, len(found.points), len(of_spine)))
    package = blank_package(_about(body), {"body": body} if body else {}, parts)
    for table, rows in (("Spines", points), ("Grades", list(grades.values()))):
        if rows:  # else the table keeps its room to type
            _fill(package, table, rows)
    package.save(target)
    return held


def _check_new(target: str) -> None:
    if not target.casefold().endswith(".xlsx"):
        raise WrongInput(f"{target} is not a name for an Excel workbook: end it with .xlsx")
    check_target(target)


def _about(body: str) -> About:
    return About(
        title="Review of a structure",
        body=body or TO_FILL_IN,
        purpose="Pay ranges, slotting, protection, costs and approvals of a proposed structure",
        author=TO_FILL_IN,
        version="draft",
        date=date.today(),
        caveats=(
            "Fill in the yellow sheets from Settings on; a note on each heading says what belongs below it. Then run "
            "payband review on this file.",
        ),
    )


def _points(found: Spine) -> list[SpinePoint]:
    return [
        SpinePoint.model_construct(
            spine=found.name,
            point=point.point,
            salary=point.pence,
            effective_from=row.effective_from,
            source=row.source,
        )
        for point, row in zip(found.points, found.rows, strict=True)
    ]


def _grades(found: Spine, on: date | None, first_order: int) -> list[GradeRow]:
    """The grades of the library whose points are on a spine, as they stood on the day."""
    start, end = found.rows[0].effective_from, found.rows[0].effective_to
    names = {found.name.casefold(), f"{found.rows[0].values['body']} {found.name}".casefold()}
    rows: dict[str, Row] = {}
    for row in rows_of("spines/*/grades*"):
        same = spine_of_grade(row).casefold() in names
        there = row.effective_from <= on <= row.effective_to if on else row.effective_from <= end
        if same and there and row.effective_to >= start:
            rows[row.values["grade"].casefold()] = row  # of several, the latest: files stand in the order of dates
    made = []
    for order, row in enumerate(sorted(rows.values(), key=lambda each: int(each.values["order"])), start=first_order):
        points = points_in(row.values["points"])
        made.append(
            GradeRow.model_construct(
                grade=row.values["grade"],
                title=row.values["title"],
                order=order,
                spine=found.name,
                bottom_point=points[0],
                top_point=points[-1],
                bottom_salary=salary_pence(row.values["bottom_salary"]),
                top_salary=salary_pence(row.values["top_salary"]),
                provisional=False,
                source=row.source,
            )
        )
    return made


def _fill(package: Package, table: str, rows: Sequence[Any]) -> None:
    columns = input_table(table).written()
    values = [[column.cell_value(getattr(row, column.field)) for column in columns] for row in rows]
    fill_table(package, package.tables[table.casefold()], values)
