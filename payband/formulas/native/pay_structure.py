"""The pay structure as formulas: the grade of each post by its points, and a straight pay line through all posts."""

from collections.abc import Mapping

from payband.formulas.native.book import Book
from payband.formulas.native.inputs import Column
from payband.review.parts.pay_structure.posts import points_by_name, points_row_of
from payband.review.parts.tables.pay_structure import (
    BY_POST,
    CANDIDATE_GRADES,
    JOB_POINTS,
    ON_THE_LINE,
    TERMS,
    JobPointsRow,
)
from payband.rules.pay.pay_line import STRAIGHT

__all__ = ["FOLLOWS", "TABLES", "formulas"]

TABLES = (BY_POST.name, ON_THE_LINE.name)
FOLLOWS: tuple[Column, ...] = ((JOB_POINTS.name, "points"),)


def formulas(book: Book) -> tuple[dict[str, list[dict[str, str]]], dict[str, dict[str, str]]]:
    """The formulas of each row, and of no total: points of the inputs lead to a grade, and to the pay line."""
    rows = points_by_name(book.inputs)
    people = {person.person: points_row_of(person, rows) for person in book.inputs.people}
    return {BY_POST.name: _grades(book, people), ON_THE_LINE.name: _line(book, people)}, {}


def _grades(book: Book, people: Mapping[str, JobPointsRow | None]) -> list[dict[str, str]]:
    """The grade is the last whose first points are at or below; which these are a formula finds in any order."""
    found: list[dict[str, str]] = []
    for index, record in enumerate(book.results.tables[BY_POST.name].records()):
        row = people[record["person"]]
        own = book.own(book.answer(BY_POST.name, "points", index))
        grades = [
            each for each in book.inputs.rows_of(CANDIDATE_GRADES.name)
            if each.candidate.casefold() == record["candidate"].casefold()
        ]  # fmt: skip
        names, firsts, lasts = (
            book.down(CANDIDATE_GRADES.name, heading, grades) for heading in ("grade", "points from", "points to")
        )
        if row is None or not names:
            found.append({})
            continue
        inside = f'({firsts}<={own})*(({lasts}>={own})+({lasts}=""))'
        place = f"SUMPRODUCT({inside}*(ROW({names})-MIN(ROW({names}))+1))"
        found.append(
            {
                "points": book.input(JOB_POINTS.name, "points", row),
                "grade": f'IF(SUMPRODUCT({inside})=1,INDEX({names},{place})&"",NA())',
            }
        )
    return found


def _line(book: Book, people: Mapping[str, JobPointsRow | None]) -> list[dict[str, str]]:
    """FORECAST, rounded to the penny; a curve has no formula."""
    [terms] = book.inputs.rows_of(TERMS.name)
    records = book.results.tables[ON_THE_LINE.name].records()
    points, pays = (
        book.own(book.column(ON_THE_LINE.name, heading, len(records))) for heading in ("points", "salary now")
    )
    found: list[dict[str, str]] = []
    for index, record in enumerate(records):
        row = people[record["person"]]
        if row is None or terms.pay_line != STRAIGHT:
            found.append({})
            continue
        own = {
            heading: book.own(book.answer(ON_THE_LINE.name, heading, index))
            for heading in ("points", "salary now", "pay line", "above the line")
        }
        formulas = {
            "points": book.input(JOB_POINTS.name, "points", row),
            "pay_line": f"ROUND(FORECAST({own['points']},{pays},{points}),2)",
            "above_the_line": f"ROUND({own['salary now']}-{own['pay line']},2)",
        }
        if record["above_percent"] is not None:
            formulas["above_percent"] = f"INT({own['above the line']}/{own['pay line']}*10000+0.5)/10000"
        found.append(formulas)
    return found
