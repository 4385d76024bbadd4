"""The steps of a grade by years of service: the full years in the grade that lead to each of them."""

import os
from datetime import date

from payband.errors import UnknownFigure, WrongInput
from payband.library.files import Row, not_covered, rows_of
from payband.library.spines import Spine, spine_of_grade
from payband.library.used import note_used

__all__ = ["step_after", "step_of_spine", "years_to_steps"]


def step_after(ladder: Spine, full_years: int, on: date | None = None) -> str:
    """The step of a grade for which so many full years in it make eligible; noted as a figure that was used.

    Raises WrongInput for a spine, whose points no years lead to, UnknownFigure where the years are not in the figures.

    >>> from payband.library.spines import ladder
    >>> band, _ = ladder("NHS England", "5", date(2026, 4, 1))
    >>> [step_after(band, years, date(2026, 4, 1)) for years in (0, 2, 3, 4, 30)]
    ['entry', 'intermediate', 'intermediate', 'top', 'top']
    """
    if ladder.grade is None:
        raise WrongInput(f"years of service lead to a step of a grade, and {ladder.label} is none: name the point")
    on = ladder.rows[0].effective_from if on is None else on
    return _step(ladder.grade, ladder.name, full_years, on)


def step_of_spine(spine: str, full_years: int, on: date, grade: str = "") -> str:
    """The step that full years in a grade lead to, of the grade of the library that has its points on a spine.

    Several bodies may have a spine of one name: then the spine is named with its body, or the grade is. Raises
    WrongInput for a spine whose points no years lead to.

    >>> step_of_spine("NHS England AfC Band 5", 4, date(2026, 4, 1))
    'top'
    >>> step_of_spine("AfC Band 5", 1, date(2026, 4, 1), "NHS Wales Band 5")
    'entry'
    """
    for row in _in_force(rows_of("spines/*/grades*"), on):
        name, own = f"{row.values['body']} {row.values['grade']}", row.values["spine"].casefold()
        of_grade = name.casefold() == grade.casefold() and own == spine.casefold()
        if own and (of_grade or spine_of_grade(row).casefold() == spine.casefold()) and _rows(row):
            return _step(row, name, full_years, on)
    raise WrongInput(f"no full years in a grade lead to a point of spine {spine}: leave them out")


def _step(grade: Row, name: str, full_years: int, on: date) -> str:
    """The step of a grade for which so many full years make eligible."""
    rows = _rows(grade)
    reached = [row for row in _in_force(rows, on) if int(row.values["full_years"]) <= full_years]
    if not reached:
        what = f"after how many years of service each step of {name} comes"
        raise UnknownFigure(not_covered(what, on, rows, rows[0].file if rows else "spines/*/steps.csv"))
    row = max(reached, key=lambda each: int(each.values["full_years"]))
    step = row.values["point"]
    note_used(row, f"{name} {step}", f"after {row.values['full_years']} full years")
    return step


def years_to_steps(grade: Row, on: date) -> dict[str, int]:
    """After how many full years in a grade each of its steps comes; nothing where that is not in the figures."""
    return {row.values["point"]: int(row.values["full_years"]) for row in _in_force(_rows(grade), on)}


def _in_force(rows: list[Row], on: date) -> list[Row]:
    return [row for row in rows if row.effective_from <= on <= row.effective_to]


def _rows(grade: Row) -> list[Row]:
    body, name = grade.values["body"], grade.values["grade"]
    rows = [
        row
        for row in rows_of("spines/*/steps*", naming=f"{body} {name}")
        if (row.values["body"], row.values["grade"]) == (body, name)
    ]
    return [row for row in rows if os.path.isabs(row.file)] or rows  # a body's own, where there are any
