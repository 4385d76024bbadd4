"""The columns of an establishment list while it is being found out what each of them is."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from payband.errors import PaybandError, UnknownName, WrongInput, nearest_name
from payband.establishment.amounts import amount, ends_of_range
from payband.establishment.cells import full_time_share, hours, ni_letter, percent_reader, posts, yearly_hours
from payband.establishment.content import Content, content_of, sample
from payband.establishment.days import last_day
from payband.establishment.headings import Grid, Headings, column_kinds
from payband.establishment.questions import ASKED, LEFT_OUT, Question, Terms
from payband.establishment.words import nothing_there
from payband.review.inputs.fields import LEAST_SALARY

__all__ = ["BY_MAP", "SALARIES", "TIMES", "Candidate", "Candidates", "Recognised", "TakenColumn"]

SALARIES = ("full-time salary", "actual salary", "salary")
TIMES = ("FTE", "FTE %", "hours", "hours a year")
"""The kinds of column that say what part of full time is worked."""

BY_MAP = "by the map"
_READERS: dict[str, Callable[[Any], Any]] = {
    "FTE": full_time_share,
    "post FTE": full_time_share,
    "hours": hours,
    "hours a year": yearly_hours,
    "NI category": ni_letter,
    "posts": posts,
    "leaves on": last_day,
    "started on": last_day,  # a short year is told row by row
}
_DAYS = ("leaves on", "started on")  # where a far date, or none at all, is an answer too


class TakenColumn(NamedTuple):
    """A column of the list, what it is taken as (nothing for one left out, '?' where the user must say), and why."""

    at: int
    heading: str
    taken: str
    why: str
    examples: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()


class Recognised(NamedTuple):
    """The columns of a list as they are taken, and what must be asked before anything is written."""

    columns: Sequence[TakenColumn]
    asked: Sequence[Question]
    names: Sequence[int] = ()
    """The columns of names: they are left out, but say whether somebody is in post."""
    characteristics: Sequence[tuple[int, str]] = ()
    """The columns of protected characteristics and their headings: they come in when they are asked for."""
    of_parts: Sequence[tuple[int, str]] = ()
    """The columns that a part of the review takes, such as where a cost falls: they come in when it is asked for."""

    def with_part(self, part: str, of_part: Collection[str]) -> "Recognised":
        """The same where a part is asked for: its kinds of column are taken too."""
        kinds = {at: kind for at, kind in self.of_parts if kind in of_part}
        why = f"by its name, for the part {part}"
        shown = [each._replace(taken=kinds[each.at], why=why) if each.at in kinds else each for each in self.columns]
        return self._replace(columns=shown)

    @property
    def questions(self) -> list[str]:
        """What is asked, in words."""
        return [question.text for question in self.asked]

    def place(self, kind: str) -> int | None:
        """The column that is taken as a kind, counted from 0."""
        return next((column.at for column in self.columns if column.taken == kind), None)

    def heading(self, kind: str) -> str:
        """The heading of the column that is taken as a kind."""
        return next((column.heading for column in self.columns if column.taken == kind), "")


class Candidate:
    """A column of which it is being found out what it is."""

    __slots__ = (
        "choices", "content", "heading", "index", "is_characteristic", "is_name", "kind",
        "not_of_a_year", "of_parts", "personal", "rank", "readings",
        "unknown", "why",
    )  # fmt: skip

    def __init__(self, index: int, heading: str, readings: tuple[str, ...], content: Content) -> None:
        self.index, self.heading, self.readings, self.content = index, heading, readings, content
        self.kind, self.rank, self.why = LEFT_OUT, 0, ""
        self.personal = self.is_name = self.is_characteristic = self.unknown = self.not_of_a_year = False
        self.choices: tuple[str, ...] = ()
        self.of_parts = ""

    def leave(self, why: str) -> None:
        """Leaves the column out."""
        self.kind, self.why = LEFT_OUT, f"left out: {why}"

    def ask(self, why: str, choices: Sequence[str]) -> None:
        """The user must say what the column is: one of some kinds, or nothing."""
        self.kind, self.why, self.choices = ASKED, why, (*choices, LEFT_OUT)
        self.personal = False


class Candidates:
    """All columns of a list with their values, and the questions about them."""

    def __init__(self, grid: Grid, headings: Headings, data: Sequence[int], terms: Terms) -> None:
        self._grid, self._data, self.terms = grid, data, terms
        self.questions: list[Question] = []
        self.columns: list[Candidate] = []
        for index, heading in enumerate(headings.names):
            content = content_of(self.values(index))
            if headings.readings[index] or content.filled:
                self.columns.append(Candidate(index, heading, headings.readings[index], content))

    @property
    def row_numbers(self) -> Iterator[int]:
        """The numbers of the rows of data in the file."""
        return (index + 1 for index in self._data)

    def values(self, index: int) -> list[Any]:
        """What is in a column, row by row."""
        rows = self._grid.rows
        return [rows[row][index] if index < len(rows[row]) else None for row in self._data]

    def of(self, kind: str) -> list[Candidate]:
        """The columns of a kind."""
        return [column for column in self.columns if column.kind == kind]

    def first(self, *kinds: str) -> Candidate | None:
        """The column of the first of some kinds that there is."""
        return next((column for kind in kinds for column in self.of(kind)), None)

    def could_become(self) -> set[str]:
        """The kinds that the columns asked about can turn out to be."""
        return {choice for column in self.of(ASKED) for choice in column.choices if choice}

    def ask(self, what: str, *columns: Candidate) -> None:
        """Asks what some columns are; their choices are those that they have."""
        named = " and ".join(f"'{column.heading}'" for column in columns)
        text = f"column {named}: {what}" if len(columns) == 1 else f"columns {named}: {what}"
        choices = tuple(dict.fromkeys(choice for column in columns for choice in column.choices))
        self.questions.append(Question(text, tuple(column.heading for column in columns), choices))

    def ask_term(self, term: str, text: str) -> None:
        """Asks for what is said as well as the columns, unless it has been said."""
        if not self.terms.said(term):
            self.questions.append(Question(text, term=term))

    def check_map(self, given: Mapping[str, str]) -> None:
        """Raises UnknownName for a kind or a needed heading that there is not, WrongInput for a kind taken twice."""
        present = [column.heading for column in self.columns]
        kinds = [kind.name for kind in column_kinds().values() if kind.used]
        taken: dict[str, str] = {}
        for heading, kind in given.items():
            if kind and kind != ASKED and kind not in kinds:
                raise UnknownName(
                    f"the map takes '{heading}' as '{kind}', which is not a kind of column; {nearest_name(kind, kinds)}"
                )
            if kind and heading not in present:
                raise UnknownName(
                    f"the map takes a column '{heading}' which the list does not have; {nearest_name(heading, present)}"
                )
            if kind and kind != ASKED and kind in taken:
                raise WrongInput(f"the map takes both '{taken[kind]}' and '{heading}' as {kind}: leave one of them out")
            taken[kind] = heading

    # --- values ------------------------------------------------------------------------------------------------------

    def _reader(self, kind: str, column: Candidate) -> Callable[[Any], Any]:
        """How the values of a column of a kind are read."""
        return percent_reader(self.values(column.index)) if kind == "FTE %" else _READERS.get(kind, amount)

    def read(self, kind: str, column: Candidate) -> list[Any]:
        """The values of a column as those of a kind; None for what is empty or cannot be read."""
        read = self._reader(kind, column)
        found: list[Any] = []
        for value in self.values(column.index):
            try:
                found.append(read(value))
            except PaybandError:
                found.append(None)
        return found

    def fits(self, kind: str, column: Candidate) -> bool:
        """Whether at least half the values can be read as what the heading says: slips are reported row by row."""
        read = self._reader(kind, column)
        values = sample([value for value in self.values(column.index) if not nothing_there(value)])
        good = 0
        for value in values:
            if kind in SALARIES and ends_of_range(value):
                good += 1
                continue
            try:
                answer = read(value)
            except PaybandError:
                continue
            good += (answer is not None or kind in _DAYS) and (
                kind not in SALARIES or answer == 0 or answer >= LEAST_SALARY
            )
        return good * 2 >= len(values)

    def shares(self) -> list[Fraction | None]:
        """The FTE of each row as far as it can be read: below 1 for hours below the most that anybody works."""
        kind = next((kind for kind in TIMES if self.of(kind)), "")
        if not kind:
            return []
        found: list[Fraction | None] = self.read(kind, self.of(kind)[0])
        if kind.startswith("hours"):
            most = max((each for each in found if each is not None), default=Fraction(1))
            found = [None if each is None else each / most for each in found]
        return found
