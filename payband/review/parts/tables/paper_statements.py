"""The tables of what a paper prints: each statement with its place, and what the review makes of it."""

from payband.review.answers import TEXT, AnswerTable, _column
from payband.review.inputs.fields import Day, Text
from payband.review.inputs.input_table import InputRow, InputTable, column
from payband.review.parts.registry import Part

__all__ = ["FROM_THE_PAPER", "PART", "STATEMENTS", "PaperStatementRow"]


class PaperStatementRow(InputRow):
    """One statement of a paper: what it says, in the words it is printed in, and where the review answers it."""

    statement: Text = column("statement", "text", "What the paper states, in a few words")
    printed: Text = column("printed", "text", "The figure, date, post or word as the paper prints it")
    place: Text = column("place", "text", "The paragraph, minute or page")
    dated: Day | None = column("dated", "date", "The day it is of; empty for the implementation date", default=None)
    table: Text = column(
        "table", "name", "The table of this review that has it, inputs or answers", default="", names="any table"
    )
    row_words: Text = column(
        "row", "text", "What the row of that table has in its cells, with ; between, such as D1", default=""
    )
    heading: Text = column("column", "name", "The column of that table; empty for a figure check", default="")
    question: Text = column(
        "question",
        "text",
        "Instead of a table: the question of a form that the law answers, such as politically restricted: salary level",
        default="",
    )
    post: Text = column(
        "post", "name", "The post that the question is asked of", default="", may_be_absent=True, since=4
    )
    reports_to: Text = column(
        "reports to",
        "name",
        "Whom that post is printed to report to, where the law asks",
        default="",
        may_be_absent=True,
        since=4,
    )
    why: Text = column("why", "text", "Why no answer of the review has it, or why it differs", default="")


STATEMENTS = InputTable(
    "PaperStatements", "Paper statements", PaperStatementRow, ("statement", "place", "printed"), optional=True
)

FROM_THE_PAPER = AnswerTable(
    "FromThePaper",
    "From the paper",
    (
        _column("statement", TEXT),
        _column("place", TEXT, unit="in the paper"),
        _column("printed", TEXT, unit="in the paper"),
        _column("this review", TEXT, unit="has"),
        _column("outcome", TEXT),
        _column("differs by", TEXT),
        _column("why", TEXT),
    ),
    "A statement of a paper: where it is printed, and what this review makes of it",
)

PART = Part(
    "from the paper",
    "what a paper prints, statement by statement, and what the review makes of it",
    (STATEMENTS,),
    (FROM_THE_PAPER,),
    "payband.review.parts.paper.paper_statements",
    last=True,
)
