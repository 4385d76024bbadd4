"""The law on statutory duties as dated rows: which two duties one officer may not hold, by kind of authority."""

from datetime import date
from typing import NamedTuple

from payband.library.files import Row, rows_of
from payband.library.used import note_used

__all__ = [
    "CHIEF_OFFICERS",
    "EVERY_AUTHORITY",
    "EVERY_POST",
    "HEAD_OF_PAID_SERVICE",
    "KINDS_OF_AUTHORITY",
    "OFFICES",
    "REPORTS_TO_CHIEF",
    "REPORTS_TO_HEAD",
    "DutiesApart",
    "answer_by_law",
    "duties_apart",
]

EVERY_AUTHORITY = "every relevant authority"
KINDS_OF_AUTHORITY = (
    "county council",
    "county borough council",
    "district council",
    "London borough council",
    "Greater London Authority",
    "Common Council of the City of London",
    "other",
)
"""The kinds of authority that the law tells apart; a unitary or metropolitan council is a district council in law,
where it is not a county council.
"""

HEAD_OF_PAID_SERVICE = "Head of Paid Service"
CHIEF_OFFICERS = ("Director of Children's Services", "Director of Adult Social Services", "Chief finance officer")
"""The duties that make their holder a statutory chief officer in England."""

OFFICES = (HEAD_OF_PAID_SERVICE, *CHIEF_OFFICERS, "Monitoring Officer")
EVERY_POST, REPORTS_TO_HEAD = "every post", "reports to the Head of Paid Service"
REPORTS_TO_CHIEF = "reports to a chief officer"
"""Of which posts the law answers a question: every one, or those with an office by a duty or a reporting line."""

_APART = "duties/incompatible.csv"


class DutiesApart(NamedTuple):
    """Two duties that one officer may not hold, and the rows that say so on a date, one for each kind of authority."""

    duty: str
    other: str
    by_kind: dict[str, Row]

    def rule_for(self, kind: str) -> Row | None:
        """The row that binds a kind of authority; None where none does."""
        return self.by_kind.get(kind) or self.by_kind.get(EVERY_AUTHORITY)

    def note(self, row: Row) -> None:
        """Notes that an answer rests on one of the rows."""
        note_used(row, f"{self.duty} and {self.other}, {row.values['kind']}", "may not be one officer")


def duties_apart(on: date) -> list[DutiesApart]:
    """The pairs of duties that the law keeps apart on a date, for any kind of authority.

    >>> [(pair.duty, pair.other) for pair in duties_apart(date(2011, 12, 15))]
    [('Monitoring Officer', 'Chief finance officer'), ('Monitoring Officer', 'Head of Paid Service')]
    >>> duties_apart(date(2011, 12, 15))[1].rule_for("other") is None
    True
    """
    found: dict[tuple[str, str], dict[str, Row]] = {}
    for row in rows_of(_APART):
        if row.effective_from <= on <= row.effective_to:
            by_kind = found.setdefault((row.values["duty"], row.values["other"]), {})
            by_kind.setdefault(row.values["kind"], row)
    return [DutiesApart(duty, other, by_kind) for (duty, other), by_kind in found.items()]


def answer_by_law(question: str, on: date, office: str = "", nation: str = "England") -> Row | None:
    """The row that answers a question of a form on a date; None where no law that payband holds answers it.

    The office is one of the post's: a duty, or whom it reports to; empty for a post of which none is known. The nation
    is England or Wales.

    >>> row = answer_by_law("politically restricted: salary level", date(2011, 12, 13))
    >>> row and row.values["answer"]
    'no'
    >>> answer_by_law("politically restricted: advice or media", date(2011, 12, 13)) is None
    True
    """
    wanted = " ".join(question.split()).casefold()
    for row in rows_of("duties/answers.csv"):
        if (
            row.values["question"].casefold() == wanted
            and nation in row.values["nation"].split(" and ")
            and row.values["post"] in (EVERY_POST, office)
            and row.effective_from <= on <= row.effective_to
        ):
            of_post = "" if row.values["post"] == EVERY_POST else f", {office}"
            note_used(row, f"{row.values['question']}, {row.values['nation']}{of_post}", row.values["answer"])
            return row
    return None
