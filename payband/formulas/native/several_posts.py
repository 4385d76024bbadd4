"""The workings of people with several posts in a native workbook: on which sheets, and what a row is called."""

from collections.abc import Mapping

from payband.formulas.native.calculation import SheetOfWorkings
from payband.review.core.one_person.pay import CutMore, PostOfPerson, Together, TogetherRun
from payband.sheets.rows import Rows
from payband.sheets.sheet import Sheet

__all__ = ["several_posts_shown"]


def several_posts_shown(rows: Mapping[type[Sheet], Rows]) -> list[SheetOfWorkings]:
    """The sheets of workings of NI on the sum of a person's pay, of which there are rows where somebody has posts."""
    people = rows[Together].inputs

    def of_post(row: int) -> str:
        place: int = rows[PostOfPerson].given["of"][row]
        first = next(at for at, of in enumerate(rows[PostOfPerson].given["of"]) if of == place)
        return f"{people[place]}, post {row - first + 1}"

    return [
        SheetOfWorkings(Together, "Workings_several_posts", lambda row: str(people[row])),
        SheetOfWorkings(
            TogetherRun, "Workings_several_posts_NI", lambda row: str(people[rows[TogetherRun].given["of"][row]])
        ),
        SheetOfWorkings(PostOfPerson, "Workings_several_posts_shares", of_post),
        SheetOfWorkings(
            CutMore, "Workings_several_posts_pennies", lambda row: of_post(rows[CutMore].given["post"][row])
        ),
    ]
