"""The brackets in which senior pay is published: from which pay on, how wide, and from where a post is named."""

from datetime import date
from typing import NamedTuple

from payband import library
from payband.forms import Form, choose
from payband.kinds import AMOUNT, DAY, TEXT
from payband.registry import Value, worksheet_function
from payband.units import pounds_text

__all__ = ["Brackets", "bracket_number", "bracket_text", "brackets_on", "pay_bracket"]

FILE = "disclosure/brackets.csv"


class Brackets(NamedTuple):
    """The scale of senior pay in pence: where it starts, how wide a bracket is, and from where posts are named."""

    first: int
    width: int
    named_from: int


def bracket_number(pay: Form, first: Form, width: Form) -> Form:
    """The bracket of the scale that a pay falls in, the lowest being 1; 0 below the scale. All in pence.

    A bracket holds its lowest pay and not that of the next one.

    Source: Accounts and Audit Regulations 2015, Schedule 1, paragraph 1: a scale in multiples of £5,000 from £50,000.

    >>> [bracket_number(pay, 5_000_000, 500_000) for pay in (4_999_999, 5_000_000, 5_499_999, 5_500_000)]
    [0, 1, 1, 2]
    """
    return choose(pay >= first, (pay - first) // width + 1, 0)


def bracket_text(number: int, brackets: Brackets) -> str:
    """A bracket as an account prints it.

    >>> scale = Brackets(5_000_000, 500_000, 15_000_000)
    >>> bracket_text(0, scale), bracket_text(2, scale)
    ('under £50,000', '£55,000 to £59,999')
    """
    start = brackets.first + (number - 1) * brackets.width
    if number == 0:
        return f"under {pounds_text(brackets.first, pence_shown=False)}"
    last = start + brackets.width - 100
    return f"{pounds_text(start, pence_shown=False)} to {pounds_text(last, pence_shown=False)}"


def brackets_on(day: date) -> Brackets:
    """The scale in force on the day of publication.

    Raises UnknownFigure, naming the file to extend, for a day that the figures do not reach.
    """
    rows = [library.in_force(FILE, item, day, f"the {words} of senior pay") for item, words in _ITEMS.items()]
    pence = []
    for row, words in zip(rows, _ITEMS.values(), strict=True):
        pence.append(int(row.values["value"]) * 100)
        library.note_used(row, f"{words} of senior pay", pounds_text(pence[-1]))
    return Brackets(*pence)


_ITEMS = {
    "first_bracket": "lowest bracket",
    "bracket_width": "width of a bracket",
    "named_from": "pay from which a post is named",
}


@worksheet_function(
    "PAYBRACKET",
    Value(TEXT),
    pay=(AMOUNT, "Remuneration of the year, £"),
    on_date=(DAY, "A day of the financial year"),
)
def pay_bracket(pay: int, on_date: date) -> str:
    """The £5,000 bracket in which somebody's remuneration is counted in the accounts, or that it lies below them.

    A bracket holds its lowest pay and not that of the next one. Raises UnknownFigure for a day before 1 April 2015 or
    past what is known.

    Source: Accounts and Audit Regulations 2015, Schedule 1, paragraph 1: a scale in multiples of £5,000 from £50,000.

    >>> import payband
    >>> payband.pay_bracket(59_999.99, "31/03/2026"), payband.pay_bracket(49_999, "31/03/2026")
    ('£55,000 to £59,999', 'under £50,000')
    """
    scale = brackets_on(on_date)
    return bracket_text(int(bracket_number(pay, scale.first, scale.width)), scale)
