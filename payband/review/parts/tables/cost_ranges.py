"""The tables of cost ranges: grades that are not settled, and what their lines cost from bottom to top."""

from payband.review.answers import MONEY, TEXT, WHOLE, YES_NO, AnswerTable, _column
from payband.review.inputs.fields import SalaryPence, Text
from payband.review.inputs.input_table import InputRow, InputTable, column
from payband.review.parts.registry import Part

__all__ = ["PART", "PROVISIONAL", "RANGES", "ProvisionalGradeRow"]


class ProvisionalGradeRow(InputRow):
    """One grade that is subject to evaluation or whose pay is not published: its lines are costed as a range."""

    grade: Text = column("grade", "name", "A grade of table Grades or of the library", names="grade")
    lowest: SalaryPence | None = column(
        "lowest salary", "£ a year", "The least it can come to; empty for the bottom of the grade", default=None
    )
    highest: SalaryPence | None = column(
        "highest salary", "£ a year", "The most it can come to; empty for the top of the grade", default=None
    )
    why: Text = column("why", "text", "Such as subject to evaluation, pay not published", default="")


PROVISIONAL = InputTable("ProvisionalGrades", "Provisional grades", ProvisionalGradeRow, ("grade",), optional=True)

RANGES = AnswerTable(
    "CostRanges",
    "Cost ranges",
    (
        _column("line", TEXT),
        _column("state", TEXT, unit="now / proposed"),
        _column("grade", TEXT),
        _column("posts", WHOLE),
        _column("at the bottom", MONEY, unit="£ a year, with on-costs"),
        _column("at the top", MONEY, unit="£ a year, with on-costs"),
        _column("known", YES_NO),
        _column("settled", YES_NO, unit="one figure: yes / no"),
        _column("why", TEXT),
    ),
    "A line of the structure: its cost as a range where its grade is not settled, or as unknown",
)

PART = Part(
    "cost ranges",
    "what the structure costs while grades are provisional or unpublished: a range, or unknown",
    (PROVISIONAL,),
    (RANGES,),
    "payband.review.parts.cost_ranges",
)
