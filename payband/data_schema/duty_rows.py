"""A model for a row of each file of the law on duties: what one officer may not hold, what a form's question is now."""

from typing import Annotated

from pydantic import AfterValidator, model_validator

from payband.data_schema.cells import Text, one_of
from payband.data_schema.rows import DatedRow
from payband.library.duties import (
    EVERY_AUTHORITY,
    EVERY_POST,
    KINDS_OF_AUTHORITY,
    OFFICES,
    REPORTS_TO_CHIEF,
    REPORTS_TO_HEAD,
)

__all__ = ["AnswerByLawRow", "DutiesApartRow"]


class DutiesApartRow(DatedRow):
    """Two duties that one officer of a kind of authority may not hold."""

    key = ("kind", "duty", "other")

    kind: Annotated[str, AfterValidator(one_of(EVERY_AUTHORITY, *KINDS_OF_AUTHORITY))]
    duty: Text
    other: Text

    @model_validator(mode="after")
    def _two_duties(self) -> "DutiesApartRow":
        if self.duty == self.other:
            raise ValueError(f"{self.duty} is given twice: name the two duties that one officer may not hold")
        return self


class AnswerByLawRow(DatedRow):
    """What the law answers to a question that forms ask of a post: of every post, or of one with an office in law."""

    key = ("nation", "question", "post")

    nation: Annotated[str, AfterValidator(one_of("England", "Wales", "England and Wales"))]
    question: Text
    post: Annotated[str, AfterValidator(one_of(EVERY_POST, REPORTS_TO_HEAD, REPORTS_TO_CHIEF, *OFFICES))]
    answer: Annotated[str, AfterValidator(one_of("yes", "no"))]
