"""The tables of figure checks: the figures that a paper prints, the sums they should make, and what came of it."""

from typing import Annotated

from payband.review.answers import MONEY, TEXT, WHOLE, AnswerTable, _column
from payband.review.inputs.fields import Money, Text, Whole, one_of
from payband.review.inputs.input_table import InputRow, InputTable, column
from payband.review.parts.registry import Part

__all__ = [
    "AMOUNTS",
    "AT_LEAST",
    "AT_MOST",
    "COUNTS",
    "FIGURES",
    "IS",
    "LESS",
    "PART",
    "PLUS",
    "STATED",
    "TERMS",
    "FigureTermRow",
    "PaperFigureRow",
]

IS, AT_MOST, AT_LEAST, PLUS, LESS = "is", "is at most", "is at least", "plus", "less"
STATED = (IS, AT_MOST, AT_LEAST)
_ROLES = (*STATED, PLUS, LESS)


class PaperFigureRow(InputRow):
    """One figure of a paper, an amount or a count; neither where the paper speaks of it and does not print it."""

    figure: Text = column("figure", "name", "What the figure is, in a few words")
    amount: Money | None = column("amount", "£", "Empty for a count, or where it is not printed", default=None)
    count: Whole | None = column("count", "number", "Posts or people; empty for an amount", default=None)
    source: Text = column("source", "text", "The document and paragraph", default="")


class FigureTermRow(InputRow):
    """One term of a check: the figure that is stated, or one that it is made of."""

    check: Text = column("check", "text", "What is checked: the same words in every row of the check", names="alike")
    role: Annotated[str, one_of(*_ROLES)] = column(
        "role",
        "name",
        "is, is at most, is at least: the stated figure, once a check; plus, less: what it is compared with",
        choices=_ROLES,
    )
    times: Whole = column("times", "number", "For a multiple, such as 4 years", default=1)
    divided_by: Whole = column("divided by", "number", "For a part, such as the cost of one of 15 posts", default=1)
    figure: Text = column(
        "figure",
        "text",
        "A figure of table PaperFigures, or an answer of this review, such as StructureCost total saving",
        names="figure",
    )
    nearest: Money | None = column(
        "to the nearest",
        "£",
        "With 'is': empty for the rounding that the amount's own digits show; give one that is finer",
        default=None,
    )
    note: Text = column("note", "text", "What explains a difference", default="")


FIGURES = InputTable("PaperFigures", "Paper figures", PaperFigureRow, ("figure",), optional=True)
TERMS = InputTable("FigureTerms", "Figure terms", FigureTermRow, optional=True)

_ARITHMETIC = (_column("check", TEXT), _column("arithmetic", TEXT))
_OUTCOME = (_column("outcome", TEXT), _column("why", TEXT), _column("source", TEXT, unit="of the stated figure"))
AMOUNTS = AnswerTable(
    "FigureChecks",
    "Figure checks",
    (
        *_ARITHMETIC,
        _column("found", MONEY),
        _column("stated", MONEY),
        _column("difference", MONEY, unit="£, stated less found"),
        _column("to the nearest", MONEY),
        *_OUTCOME,
    ),
    "An amount that a paper states, compared with the figures it should be the sum of",
)
COUNTS = AnswerTable(
    "CountChecks",
    "Count checks",
    (
        *_ARITHMETIC,
        _column("found", WHOLE),
        _column("stated", WHOLE),
        _column("difference", WHOLE, unit="stated less found"),
        *_OUTCOME,
    ),
    "A count of posts or people that a paper states, compared with the counts it should be the sum of",
)

PART = Part(
    "figure checks",
    "whether a paper's own figures agree with each other and with the answers of the review",
    (FIGURES, TERMS),
    (AMOUNTS, COUNTS),
    "payband.review.parts.paper.figure_checks",
)
