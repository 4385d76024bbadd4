"""Columns that are left out, although they bear on what posts cost: they are asked about, and never passed over."""

import re
from collections.abc import Iterator

from payband.errors import PaybandError
from payband.establishment.amounts import amount
from payband.establishment.candidates import BY_MAP, TIMES, Candidate, Candidates
from payband.establishment.cells import full_time_share
from payband.establishment.content import shown
from payband.establishment.headings import kind_of_heading, plain_heading
from payband.establishment.questions import LEFT_OUT
from payband.kinds import blank
from payband.units import counted

__all__ = ["ask_about_unused", "is_well_below", "speaks_of_time"]

_OF_TIME = re.compile(
    r"\b(?:hours?|full time|part time|full part|ft pt|pt ft|fte|days? (?:a )?week|(?:work|working|shift) pattern|"
    r"percent contract|contract percent|percent worked|percent time|time percent)\b"
)
_NOT_OF_TIME = re.compile(r"\b(?:overtime|extra|additional|rate|notice|over|standard|leave|holiday|holidays)\b")
_OF_ANOTHER_TIME = re.compile(r"\b(?:days?|fortnight\w*|month\w*|years?|yearly|annual\w*|percent)\b")
_PART_TIME = re.compile(r"\bpart[ -]?time\b|\bp/?t\b", re.I)
_FULL_TIME = re.compile(r"full[ -]?time|f/?t|full", re.I)
_LONGEST = 60  # letters: a longer text is a remark about the row, and no answer to a heading
_OF_VACANCIES = re.compile(r"\b(?:vacant|vacancy|vacancies|in post|filled|occupied|unfilled)\b")


def is_well_below(paid: int, full_time: int) -> bool:
    """Whether pay is clearly below that of full time, and not by what rounding makes.

    >>> is_well_below(1_200_000, 2_400_000), is_well_below(2_399_000, 2_400_000)
    (True, False)
    """
    return paid * 100 < full_time * 99


def ask_about_unused(columns: Candidates) -> None:
    """Asks about what says who works part-time, where nothing else does, and how many posts of a row are vacant."""
    if not columns.first(*TIMES) and not set(TIMES) & columns.could_become():
        for column in _left_out(columns):
            _ask_if_it_tells_time(columns, column)
        _ask_about_actual_pay(columns)
    if columns.first("posts") or "posts" in columns.could_become():
        for column in _left_out(columns):
            if column.unknown and _OF_VACANCIES.search(_name(column)) and "number" in column.content.could_be:
                column.ask("it counts vacant or filled posts", ())
                columns.ask(
                    "it says how many posts of a row are vacant or filled, which one row cannot: give vacant posts "
                    'rows of their own in the list; write "" to leave it out, when a row counts as it stands',
                    column,
                )


def speaks_of_time(heading: str) -> bool:
    """Whether a heading speaks of the time that is worked, whatever its column holds.

    >>> [speaks_of_time(each) for each in ("Full/Part Time", "Monthly Hours", "Overtime hours", "Full Time Hours")]
    [True, True, False, True]
    """
    name = plain_heading(heading)
    return bool(_OF_TIME.search(name)) and not _NOT_OF_TIME.search(name)


def _left_out(columns: Candidates) -> Iterator[Candidate]:
    """The columns that are left out, and not because somebody has said so."""
    return (
        column
        for column in columns.columns
        if column.kind == LEFT_OUT and column.why != BY_MAP and column.content.filled and not column.is_name
    )


def _name(column: Candidate) -> str:
    return plain_heading(column.readings[0]) if column.readings else ""


def _ask_if_it_tells_time(columns: Candidates, column: Candidate) -> None:
    """Asks about a column whose heading or words speak of the time worked, unless all of it is full-time."""
    name, heading = _name(column), column.readings[0] if column.readings else ""
    texts = [" ".join(shown(value).split()) for value in columns.values(column.index) if not blank(value)]
    short = [text for text in texts if len(text) <= _LONGEST]
    if not (any(map(_PART_TIME.search, short)) or (speaks_of_time(heading) and not all(map(_is_full_time, texts)))):
        return
    examples = ", ".join(column.content.examples)
    kinds = [kind for kind in ("FTE", "FTE %", "hours a year") if columns.fits(kind, column)]
    if columns.fits("hours", column) and not _OF_ANOTHER_TIME.search(name):
        kinds.append("hours")
    column.ask("it speaks of the time worked", kinds)
    columns.ask(
        f"it speaks of the time worked ({examples}), and no column has FTE or hours a week: add a column of them to "
        'the list, or say if this is one; write "" to leave it out, when everybody is counted as full-time',
        column,
    )


def _is_full_time(text: str) -> bool:
    if _FULL_TIME.fullmatch(text) or text.casefold() in ("n", "no"):
        return True
    try:
        return full_time_share(text) == 1
    except PaybandError:
        return text.strip().rstrip("%").rstrip("0").rstrip(".") in ("1", "100")


def _ask_about_actual_pay(columns: Candidates) -> None:
    """Asks about pay for the time worked that is below the full-time salary next to it, where no FTE is given."""
    full_time = columns.first("full-time salary")
    if full_time is None:
        return
    whole = _amounts(columns, full_time)
    for column in _left_out(columns):
        named = kind_of_heading(column.readings)
        if named is None or named[0].name != "actual salary":
            continue
        pairs = zip(_amounts(columns, column), whole, strict=True)
        below = sum(1 for paid, salary in pairs if paid and salary and is_well_below(paid, salary))
        if below:
            column.ask("it says who works part-time", ())
            columns.ask(
                f"it is below '{full_time.heading}' in {counted(below, 'row')}, and no column says how much of full "
                'time is worked: add a column of FTE or hours to the list; write "" to leave it out, when everybody '
                "is counted as full-time",
                column,
            )


def _amounts(columns: Candidates, column: Candidate) -> list[int | None]:
    found: list[int | None] = []
    for value in columns.values(column.index):
        try:
            found.append(amount(value))
        except PaybandError:
            found.append(None)
    return found
